// All entries: found by words, topic and state; each with its freshness and how well it does.
import { useEffect, useState } from "preact/hooks";
import { Empty, Load, useLoaded } from "../../../settings/kit/load.tsx";
import { Table } from "../../../settings/kit/Table.tsx";
import { address, follow } from "../../../settings/route.ts";
import { whichDay } from "../../../settings/when.ts";
import { strings } from "../../strings/entries.en.ts";
import { Filters, type Wanted } from "./Filters.tsx";
import { Scores } from "./Scores.tsx";
import { entries, type Listed, type Row } from "./shape.ts";
import { TopicName } from "./TopicName.tsx";
import { Badge } from "./Top.tsx";

export function List({ may }: { may: boolean }) {
  const [wanted, want] = useState<Wanted>(() => asked());
  useEffect(() => {
    const words = params(wanted);
    history.replaceState(history.state, "", `${location.pathname}${words && `?${words}`}`);
  }, [wanted]);
  const loaded = useLoaded<Listed>(`${entries}?${useSettled(params(wanted))}`);
  const [last, keep] = useState<Listed | null>(null);
  useEffect(() => {
    if (loaded.answer?.ok) keep(loaded.answer.body);
  }, [loaded.answer]);
  const known = loaded.answer?.ok ? loaded.answer.body : last;
  return (
    <>
      <p class="intro">{strings.intro}</p>
      {may && (
        <p class="buttons">
          <a class="button solid" href={address("entries/new")} onClick={follow}>
            {strings.write}
          </a>
          <a class="button" href={address("entries/import")} onClick={follow}>
            {strings.importExport}
          </a>
        </p>
      )}
      {known?.refusal && <p class="told">{known.refusal}</p>}
      {known && <Filters {...{ wanted, want, known }} />}
      {known && <Unread unread={known.unread} />}
      {known?.counts.changed ? (
        <p class="told">
          {strings.changedSince(known.counts.changed)}{" "}
          <a href={address("publish")} onClick={follow}>
            {strings.publish}
          </a>
        </p>
      ) : null}
      <Load of={loaded}>
        {(body) => (
          <>
            {may && body.editable && wanted.topic && (
              <TopicName
                key={wanted.topic}
                topic={body.topics.find(({ name }) => name === wanted.topic)}
                renamed={(topic) => want({ ...wanted, topic })}
              />
            )}
            <Found {...{ body, wanted, want, may }} />
          </>
        )}
      </Load>
    </>
  );
}

interface FoundProps {
  body: Listed;
  wanted: Wanted;
  want: (wanted: Wanted) => void;
  may: boolean;
}

function Found({ body, wanted, want, may }: FoundProps) {
  if (!body.all) {
    return (
      <Empty title={strings.noEntries}>
        <p>{strings.noEntriesText}</p>
        {may && (
          <a href={address("entries/new")} onClick={follow}>
            {strings.write}
          </a>
        )}
      </Empty>
    );
  }
  if (!body.total) {
    return (
      <Empty title={strings.noneFound}>
        <p>{strings.noneFoundText}</p>
        <button
          type="button"
          onClick={() => want({ q: "", topic: "", state: "", sort: wanted.sort, page: 1 })}
        >
          {strings.showAll}
        </button>
      </Empty>
    );
  }
  return (
    <>
      <p role="status" class="hint">
        {strings.found(body.total, body.all)}
      </p>
      <Table caption={strings.caption} head={strings.head} rows={body.entries.map(asRow)} />
      {body.pages > 1 && (
        <nav class="buttons pager" aria-label={strings.pagesOf}>
          <button
            type="button"
            disabled={body.page <= 1}
            onClick={() => want({ ...wanted, page: body.page - 1 })}
          >
            {strings.before}
          </button>
          <span class="hint">{strings.pageOf(body.page, body.pages)}</span>
          <button
            type="button"
            disabled={body.page >= body.pages}
            onClick={() => want({ ...wanted, page: body.page + 1 })}
          >
            {strings.next}
          </button>
        </nav>
      )}
    </>
  );
}

function asRow(row: Row) {
  const shown = row.states.filter((state) => state !== "live" || row.states.length === 1);
  return {
    key: row.id,
    cells: [
      <a key="title" href={address(`entries/${row.id}`)} onClick={follow} dir="auto">
        {row.title}
      </a>,
      <span key="topic" dir="auto">
        {row.topic}
      </span>,
      <span key="states" class="badges">
        {shown.map((state) => (
          <Badge key={state} state={state} />
        ))}
        {row.problems.warning > 0 && <span class="badge wait">{strings.warnings(row.problems.warning)}</span>}
        {row.languages.length > 0 && <span class="badge">{row.languages.join(" ")}</span>}
      </span>,
      <Scores key="scores" card={row.scorecard} />,
      row.review_by ? (
        <time key="review" dateTime={row.review_by}>
          {whichDay(row.review_by)}
        </time>
      ) : (
        <span key="review" class="hint">
          {strings.noReview}
        </span>
      ),
    ],
  };
}

function Unread({ unread }: { unread: Listed["unread"] }) {
  const errors = unread.filter(({ level }) => level === "error");
  if (!errors.length) return null;
  return (
    <div class="told bad" role="alert">
      <p>{strings.unread}</p>
      <ul>
        {errors.slice(0, 5).map(({ file, line, sentence }) => (
          <li key={`${file} ${line} ${sentence}`}>{strings.unreadAt(file, line, sentence)}</li>
        ))}
      </ul>
    </div>
  );
}

/** Typing asks once it rests. */
function useSettled(words: string): string {
  const [settled, settle] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => settle(words), 200);
    return () => clearTimeout(timer);
  }, [words]);
  return settled;
}

function asked(): Wanted {
  const given = new URLSearchParams(location.search);
  const read = (name: string): string => given.get(name) ?? "";
  return {
    q: read("q"),
    topic: read("topic"),
    state: read("state"),
    sort: read("sort"),
    page: Math.max(1, Math.trunc(Number(read("page"))) || 1),
  };
}

function params({ page, ...rest }: Wanted): string {
  const said = Object.entries(rest).filter(([, value]) => value);
  return new URLSearchParams([...said, ...(page > 1 ? [["page", String(page)]] : [])] as [
    string,
    string,
  ][]).toString();
}
