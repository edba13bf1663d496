// The first pane: the queue, the longest waiting on top, and what the agent holds.
import type { Summary } from "../../widget/connection/wire.ts";
import { plainText } from "../../widget/message/markdown.ts";
import { lasting, useNow } from "../clock.ts";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";

export function Lists({ station }: { station: Station }) {
  return (
    <nav class="lists" aria-label={strings.conversations}>
      <List station={station} title={strings.queue} summaries={station.queue} empty={strings.queueEmpty} />
      <List station={station} title={strings.mine} summaries={station.mine} empty={strings.mineEmpty} />
    </nav>
  );
}

interface ListProps {
  station: Station;
  title: string;
  summaries: Summary[];
  empty: string;
}

function List({ station, title, summaries, empty }: ListProps) {
  return (
    <section>
      <h2>
        {title} <span class="figure">{summaries.length}</span>
      </h2>
      {!station.known && <div class="skeleton" aria-hidden="true" />}
      {station.known && !summaries.length && <p class="empty">{empty}</p>}
      <ul>
        {summaries.map((summary) => (
          <li key={summary.id}>
            <Entry station={station} summary={summary} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Entry({ station, summary }: { station: Station; summary: Summary }) {
  const { id, status, reason, customer } = summary;
  const last = station.lastWords(summary);
  const unanswered = station.unanswered(id);
  return (
    <button
      type="button"
      class={`entry row ${status}`}
      aria-current={station.selected === id}
      onClick={() => station.select(id)}
    >
      <span class="who">
        <strong dir="auto">{customer.name ?? strings.visitor}</strong>
        {status === "queued" && <Wait since={summary.since} />}
        {status === "with_agent" && unanswered > 0 && (
          <span class="unanswered">
            {unanswered}
            <span class="unseen"> {strings.unanswered(unanswered)}</span>
          </span>
        )}
      </span>
      {status === "queued" && <span class="why">{strings.reasons[reason ?? ""] ?? reason}</span>}
      {last && (
        <span class="last" dir="auto">
          {last.by !== "customer" && `${strings.by[last.by]}: `}
          {plainText(last.text)}
        </span>
      )}
    </button>
  );
}

function Wait({ since }: { since: string }) {
  const now = useNow();
  return <time class="wait">{lasting(since, now)}</time>;
}
