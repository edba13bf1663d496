// One conversation in a list: who, why, and what matters there: a wait, a due time, an owner.
import type { Role, Summary } from "../../widget/connection/wire.ts";
import { plainText } from "../../widget/message/markdown.ts";
import { lasting, moment, useNow } from "../clock.ts";
import type { Shelf } from "../rows.ts";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";
import { called } from "../titles.ts";
import type { Passing } from "../thread.ts";

interface Props {
  station: Station;
  shelf: Shelf;
  summary: Summary;
  place: number;
  current: boolean;
  unanswered: number;
  last: { by: Role; text: string } | null;
  passing: Passing | null;
  nudged: boolean;
}

export function Entry(props: Props) {
  const { station, shelf, summary, place, current, unanswered, last } = props;
  const { id, status } = summary;
  return (
    <button
      type="button"
      class={`entry row ${status}`}
      aria-current={current}
      onClick={() => station.select(id)}
    >
      <span class="who">
        {shelf === "queue" && (
          <span class="place">
            <span class="unseen">{strings.position(place)}, </span>
            <span aria-hidden="true">{place}</span>
          </span>
        )}
        <strong dir="auto">{station.name(id)}</strong>
        {shelf === "queue" && <Wait since={summary.since} />}
        {shelf === "mine" && unanswered > 0 && (
          <span class="unanswered">
            {unanswered}
            <span class="unseen"> {strings.unanswered(unanswered)}</span>
          </span>
        )}
      </span>
      <Why {...props} />
      {last && (
        <span class="last" dir="auto">
          {last.by !== "customer" && `${strings.by[last.by]}: `}
          {plainText(last.text)}
        </span>
      )}
    </button>
  );
}

function Why({ station, shelf, summary, passing, nudged }: Props) {
  const { reason, returned, urgent, team, agent, offer, nudge } = summary;
  const several = Object.keys(station.rows.waiting).length > 1;
  switch (shelf) {
    case "queue":
      return (
        <span class="why">
          {returned && <b class="mark">{strings.returned}</b>}
          {urgent && <b class="mark urgent">{strings.urgent}</b>}
          {strings.reasons[reason ?? ""] ?? reason}
          {several && team && ` · ${called(team)}`}
        </span>
      );
    case "offers":
      return offer ? (
        <>
          <span class="why">{strings.offersYou(offer.by.name, offer.to_team)}</span>
          {offer.note && (
            <span class="note-line" dir="auto">
              “{offer.note}”
            </span>
          )}
        </>
      ) : null;
    case "mine":
      return (
        <>
          {nudged && nudge && (
            <span class="why">
              <Since since={nudge.since} words={strings.waitsForYou} />
            </span>
          )}
          {passing?.state === "open" && <span class="later">{strings.offeredTo(passing.to)}</span>}
        </>
      );
    case "followUps":
      return (
        <span class="later">
          {summary.last?.by === "agent" && !summary.owed ? strings.answered : <Due due={summary.due} />} ·{" "}
          {agent ? (agent.id === station.agent.id ? strings.ours : agent.name) : strings.nobodyYet}
          {several && team && ` · ${called(team)}`}
        </span>
      );
    case "held":
      return (
        <span class="later">
          {agent?.name} · {team && called(team)}
          {nudge && <b class="mark urgent">{strings.waitsForWords}</b>}
          {offer && ` · ${strings.offeredTo(offer.to_agent?.name ?? offer.to_team ?? "")}`}
        </span>
      );
  }
}

function Wait({ since }: { since: string }) {
  return <time class="wait">{lasting(since, useNow())}</time>;
}

function Since({ since, words }: { since: string; words: (time: string) => string }) {
  return <>{words(lasting(since, useNow()))}</>;
}

function Due({ due }: { due: string | null }) {
  const late = due !== null && Date.parse(due) < useNow();
  if (!due) return null;
  return late ? <b class="mark failed">{strings.overdue(moment(due))}</b> : <>{strings.due(moment(due))}</>;
}
