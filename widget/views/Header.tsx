// Who is there, and the way to a person: always in the same place.
import type { Staff } from "../connection/wire.ts";
import type { Conversation } from "../conversation.ts";
import { strings } from "../strings/strings.ts";
import { clock, isAhead, whenHere } from "../strings/when.ts";
import { Face } from "./Face.tsx";

interface Props {
  conversation: Conversation;
  /** Whether the ways to keep the conversation are in sight, and the button that shows them. */
  keeping: boolean;
  keep: () => void;
  close: (() => void) | null;
}

export function Header({ conversation, keeping, keep, close }: Props) {
  const { staff, holding, known } = conversation;
  const faces = holding.agent ? [holding.agent] : staff.agents.slice(0, 5);
  const names = faces.map(({ name }) => name);
  return (
    <div class="head">
      <div class={faces.length > 1 ? "team many" : "team"}>
        {faces.length > 0 && (
          <span
            class="faces"
            role="img"
            aria-label={holding.agent ? names[0] : strings.there(listed(names))}
            title={names.join(", ")}
          >
            {faces.map((person, index) => (
              <Face person={person} key={index} />
            ))}
          </span>
        )}
        <p dir="auto">{holding.agent ? strings.agent(holding.agent.name) : known && hours(staff)}</p>
      </div>
      {/* With a person their face stands here; a button that asks for one would do nothing. */}
      {holding.status !== "with_agent" && (
        <button type="button" class="outlined" onClick={() => conversation.ask("person")}>
          {strings.person}
        </button>
      )}
      {conversation.events.length > 0 && (
        <button
          type="button"
          class="bare keep"
          aria-label={strings.keep}
          aria-expanded={keeping}
          onClick={keep}
        >
          <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
            <path
              d="M10 3v9M6 8.5l4 4 4-4M3.5 16.5h13"
              fill="none"
              stroke="currentColor"
              stroke-width="2"
              stroke-linecap="round"
              stroke-linejoin="round"
            />
          </svg>
        </button>
      )}
      {close && (
        <button type="button" class="bare" aria-label={strings.close} onClick={close}>
          <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
            <path
              d="M4 4l12 12M16 4L4 16"
              fill="none"
              stroke="currentColor"
              stroke-width="2"
              stroke-linecap="round"
            />
          </svg>
        </button>
      )}
    </div>
  );
}

const listed = (names: string[]): string =>
  new Intl.ListFormat(strings.language, { style: "narrow", type: "unit" }).format(names);

/** An end in sight is worth knowing; one beyond today is not. */
const soonMs = 12 * 3_600_000;

export function hours({ open, opens_at, closes_at, time_zone }: Staff): string {
  if (!open) return isAhead(opens_at) ? strings.opens(whenHere(opens_at, time_zone)) : strings.nobody;
  if (!isAhead(closes_at) || Date.parse(closes_at) - Date.now() > soonMs) return strings.teamHere;
  return strings.teamUntil(clock(closes_at));
}
