// Answers the assistant was not sure of: a yes teaches it the customer's words, a no keeps the question.
import { useState } from "preact/hooks";
import type { View } from "../../settings/house.ts";
import {
  address,
  ask,
  Dialog,
  done,
  Empty,
  failed,
  follow,
  Load,
  TextField,
  useLoaded,
} from "../../settings/kit/index.ts";
import { strings as common } from "../../settings/strings/en.ts";
import { when } from "../../settings/when.ts";
import { strings } from "../strings/gaps.en.ts";
import { gaps, percent } from "./gap/shape.ts";

interface Review {
  id: number;
  text: string;
  at: string;
  entry: { id: string; title: string; answer: string; live: boolean };
  confidence: number | null;
  chosen: boolean;
}
interface Waiting {
  reviews: Review[];
  left: number;
  more: boolean;
}
interface Said {
  verdict: "yes" | "no" | "skip";
  added: boolean;
  gap: boolean;
}

const path = `${gaps}/reviews`;

const Reviews: View = ({ may }) => {
  const loaded = useLoaded<Waiting>(path);
  const again = (): void => void loaded.again();
  return (
    <>
      <p class="intro">{strings.reviewsIntro}</p>
      <Load of={loaded}>
        {({ reviews, left }) =>
          reviews.length ? (
            <>
              <p role="status" class="gap-facts reviews-left">
                {strings.left(left)} · {strings.teaches}
              </p>
              <ol class="gaps">
                {reviews.map((one) => (
                  <li key={one.id}>
                    <One of={one} may={may} again={again} />
                  </li>
                ))}
              </ol>
            </>
          ) : (
            <Empty title={strings.noReviews}>
              <p>{strings.noReviewsText}</p>
            </Empty>
          )
        }
      </Load>
    </>
  );
};

interface OneProps {
  of: Review;
  may: boolean;
  again: () => void;
}

function One({ of, may, again }: OneProps) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const say = async (verdict: Said["verdict"], entry?: string): Promise<void> => {
    setBusy(true);
    const answer = await ask<Said>("POST", `${path}/${of.id}`, entry ? { verdict, entry } : { verdict });
    setBusy(false);
    if (!answer.ok) {
      failed(answer.message);
      if (answer.status === 409) again();
      return;
    }
    setAsking(false);
    done(told(answer.body, entry !== undefined), async () => {
      const undone = await ask("POST", `${path}/${of.id}/undo`, {});
      again();
      return undone;
    });
    again();
  };
  return (
    <article class="gap review">
      <h2 dir="auto">{of.text}</h2>
      <p class="gap-facts">
        <time dateTime={of.at}>{when(of.at)}</time> ·{" "}
        {of.chosen || of.confidence === null ? strings.chosen : strings.sure(percent.format(of.confidence))}
      </p>
      <blockquote class="gap-answer">
        <p class="gap-facts">
          {strings.given}{" "}
          <a href={address(`entries/${encodeURIComponent(of.entry.id)}`)} onClick={follow} dir="auto">
            {of.entry.title}
          </a>
        </p>
        {of.entry.answer && (
          <p class="review-answer" dir="auto">
            {plain(of.entry.answer)}
          </p>
        )}
      </blockquote>
      {may && (
        <div class="gap-acts">
          <button type="button" class="solid" disabled={busy} onClick={() => void say("yes")}>
            {strings.yes}
          </button>
          <button type="button" disabled={busy} onClick={() => setAsking(true)}>
            {strings.no}
          </button>
          <button type="button" class="link" disabled={busy} onClick={() => void say("skip")}>
            {strings.skip}
          </button>
        </div>
      )}
      {asking && (
        <Which
          given={of.entry.id}
          busy={busy}
          close={() => setAsking(false)}
          choose={(entry) => void say("no", entry)}
        />
      )}
    </article>
  );
}

/** Three lines of the answer need no bold and no links. */
const plain = (markdown: string): string =>
  markdown.replace(/\*\*|`/g, "").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");

function told({ verdict, added, gap }: Said, other: boolean): string {
  if (verdict === "skip") return strings.said.skip!;
  if (gap) return strings.said.none!;
  if (!added) return strings.said.same!;
  return other ? strings.said.other! : strings.said.yes!;
}

interface WhichProps {
  given: string;
  busy: boolean;
  close: () => void;
  choose: (entry?: string) => void;
}

/** The entry that answers it, found by its words; or none. */
function Which({ given, busy, close, choose }: WhichProps) {
  const [typed, type] = useState("");
  const [words, look] = useState("");
  return (
    <Dialog title={strings.noTitle} close={close}>
      <p>{strings.noText}</p>
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          look(typed.trim());
        }}
      >
        <TextField
          label={strings.entry}
          type="search"
          value={typed}
          change={type}
          maxLength={200}
          dir="auto"
        />
        <button type="submit">{strings.look}</button>
      </form>
      <Found key={words} {...{ words, given, busy, choose }} />
      <div class="buttons">
        <button type="button" class="solid" disabled={busy} onClick={() => choose()}>
          {strings.noEntry}
        </button>
        <button type="button" onClick={close}>
          {common.cancel}
        </button>
      </div>
    </Dialog>
  );
}

function Found({ words, given, busy, choose }: Omit<WhichProps, "close"> & { words: string }) {
  const loaded = useLoaded<{ entries: { id: string; title: string }[] }>(
    `/api/studio/entries?${new URLSearchParams({ q: words })}`,
  );
  return (
    <ul class="gap-others">
      <Load of={loaded}>
        {({ entries }) =>
          entries
            .filter(({ id }) => id !== given)
            .map(({ id, title }) => (
              <li key={id}>
                <button type="button" class="link" disabled={busy} dir="auto" onClick={() => choose(id)}>
                  {title}
                </button>
              </li>
            ))
        }
      </Load>
    </ul>
  );
}

export default Reviews;
