// Answers that may fit, beside the reply: put in with text and link, and struck through if the customer refused them.
import { useState } from "preact/hooks";
import { keep, recall } from "../../widget/connection/keep.ts";
import { Text } from "../../widget/message/Text.tsx";
import { moment } from "../clock.ts";
import { type Fitting, useFitting } from "../composing/fitting.ts";
import { type Known, knownAnswers } from "../composing/known.ts";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";
import type { Thread } from "../thread.ts";

interface Props {
  station: Station;
  thread: Thread;
  put: (words: string, from: { entry: string; url: string }) => void;
}

export function Suggestions({ station, thread, put }: Props) {
  const [open, setOpen] = useState(isWanted);
  const [query, search] = useState("");
  const { found, busy, heard } = useFitting(station, thread, query, open);
  const known = knownAnswers(thread.events);
  const toggle = (): void => {
    keep("fitting", open ? "closed" : "open");
    setOpen(!open);
  };
  return (
    <section class="fitting" aria-label={strings.fitting}>
      <div class="fitting-head">
        <button type="button" class="fold" aria-expanded={open} data-fitting onClick={toggle}>
          {strings.fitting} <kbd aria-hidden="true">s</kbd>
        </button>
        {open && (
          <input
            type="search"
            dir="auto"
            maxLength={200}
            aria-label={strings.search}
            placeholder={strings.search}
            value={query}
            onInput={(event) => search(event.currentTarget.value)}
          />
        )}
      </div>
      {open && (
        <ul aria-busy={busy}>
          {found?.map((one) => (
            <One key={one.entry} fitting={one} known={known.get(one.entry)} put={put} />
          ))}
        </ul>
      )}
      {open && !found?.length && (
        <p class="foot" role="status">
          {nothing(found, query.trim(), heard)}
        </p>
      )}
    </section>
  );
}

/** On a phone only when asked for: there the conversation needs the room. */
function isWanted(): boolean {
  const kept = recall("fitting");
  return kept ? kept === "open" : !matchMedia("(max-width: 760px)").matches;
}

function nothing(found: Fitting[] | null, query: string, heard: boolean): string {
  if (!heard && !query) return strings.waitingForWords;
  if (!found) return "";
  return query ? strings.foundNone(query) : strings.fittingNone;
}

interface OneProps {
  fitting: Fitting;
  known: Known | undefined;
  put: Props["put"];
}

function One({ fitting, known, put }: OneProps) {
  const { entry, title, url, text, refused } = fitting;
  const [whole, showWhole] = useState(false);
  const no = refused || known?.how === "refused";
  const flag = known && strings.flags[known.how](moment(known.at));
  return (
    <li class={no ? "refused" : undefined}>
      <button type="button" class="link" dir="auto" aria-expanded={whole} onClick={() => showWhole(!whole)}>
        {no ? <s>{title}</s> : title}
      </button>
      {flag && <span class={`verdict ${known.how}`}>{flag}</span>}
      <button
        type="button"
        aria-label={strings.insertOf(title)}
        onClick={() => put(`${text}\n\n[${title.replace(/[[\]]/g, "")}](${url})`, { entry, url })}
      >
        {strings.insert}
      </button>
      {whole && (
        <div class="whole">
          <Text text={text} />
        </div>
      )}
    </li>
  );
}
