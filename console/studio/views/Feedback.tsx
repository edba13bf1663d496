// What readers of the help pages said: by entry, in words with who looks after them, and what was searched in vain.
import { useState } from "preact/hooks";
import type { View } from "../../settings/house.ts";
import { address, Empty, follow, Load, Table, useLoaded } from "../../settings/kit/index.ts";
import { strings } from "../strings/feedback.en.ts";
import { Comments } from "./feedback/Comments.tsx";
import { Link } from "./feedback/Link.tsx";
import { path, type Counted, type Search } from "./feedback/shape.ts";

const Feedback: View = ({ me, may }) => {
  const loaded = useLoaded<{ entries: Counted[]; address: string }>(path);
  const [only, show] = useState<Counted | null>(null);
  const [linking, link] = useState<string | null>(null);
  const again = (): void => void loaded.again();
  return (
    <>
      <p class="intro">{strings.intro}</p>
      <p class="buttons">
        <button type="button" onClick={() => link("")}>
          {strings.link}
        </button>
      </p>
      <Load of={loaded}>
        {({ entries, address: home }) => (
          <>
            {entries.length ? (
              <ByEntry {...{ entries, show, link }} />
            ) : (
              <Empty title={strings.none}>
                <p>{strings.noneText}</p>
              </Empty>
            )}
            {linking !== null && <Link address={home} first={linking} close={() => link(null)} />}
          </>
        )}
      </Load>
      <Comments key={only?.entry} {...{ only, me, may, again }} all={() => show(null)} />
      <InVain may={may} />
    </>
  );
};

interface ByEntryProps {
  entries: Counted[];
  show: (one: Counted) => void;
  link: (entry: string) => void;
}

function ByEntry({ entries, show, link }: ByEntryProps) {
  return (
    <Table
      caption={strings.caption}
      head={[strings.entryHead, strings.yes, strings.no, strings.comments, ""]}
      rows={entries.map((one) => ({
        key: one.entry,
        quiet: one.title === null,
        cells: [
          <span key="title" dir="auto">
            {one.title ?? strings.gone(one.entry)}
          </span>,
          one.yes.toLocaleString("en"),
          one.no.toLocaleString("en"),
          one.comments ? (
            <button key="words" type="button" class="link" onClick={() => show(one)}>
              {one.comments.toLocaleString("en")} {one.open > 0 && `(${strings.open(one.open)})`}
            </button>
          ) : (
            "0"
          ),
          one.title !== null && (
            <button
              key="link"
              type="button"
              aria-label={`${strings.link}: ${one.title}`}
              onClick={() => link(one.entry)}
            >
              {strings.link}
            </button>
          ),
        ],
      }))}
    />
  );
}

function InVain({ may }: { may: boolean }) {
  const loaded = useLoaded<{ searches: Search[] }>(`${path}/searches`);
  if (!loaded.answer?.ok || !loaded.answer.body.searches.length) return null;
  return (
    <section>
      <h2>{strings.searches}</h2>
      <p>{strings.searchesIntro}</p>
      <Table
        caption={strings.searches}
        head={[strings.search, strings.times, strings.last, ...(may ? [""] : [])]}
        rows={loaded.answer.body.searches.map(({ query, language, asked, last }) => ({
          key: `${language} ${query}`,
          cells: [
            <span key="words" dir="auto">
              {query}
            </span>,
            asked.toLocaleString("en"),
            last,
            ...(may
              ? [
                  <a
                    key="write"
                    class="button"
                    aria-label={`${strings.write}: ${query}`}
                    href={`${address("entries/new")}?gap=${encodeURIComponent(`search:${query}`)}`}
                    onClick={follow}
                  >
                    {strings.write}
                  </a>,
                ]
              : []),
          ],
        }))}
      />
    </section>
  );
}

export default Feedback;
