// Who is there, and the way to a person: always in the same place.
import type { Conversation } from "../conversation.ts";
import { strings } from "../strings/en.ts";
import { Face } from "./Face.tsx";

interface Props {
  conversation: Conversation;
  close: (() => void) | null;
}

export function Header({ conversation, close }: Props) {
  const { staff, holding } = conversation;
  const faces = holding.agent ? [holding.agent] : staff.agents.slice(0, 3);
  return (
    <div class="head">
      <div class="team">
        {faces.length > 0 && (
          <span class="faces">
            {faces.map((person) => (
              <Face person={person} key={person.id ?? person.name} />
            ))}
          </span>
        )}
        <p dir="auto">{holding.agent ? strings.agent(holding.agent.name) : hours(conversation)}</p>
      </div>
      {/* With a person their face stands here; a button that asks for one would do nothing. */}
      {holding.status !== "with_agent" && (
        <button type="button" class="outlined" onClick={() => conversation.ask("person")}>
          {strings.person}
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

function hours({ staff, known }: Conversation): string {
  if (!known) return "";
  if (staff.open) return strings.teamHere;
  if (!staff.opens_at) return strings.teamAway;
  const when = new Date(staff.opens_at);
  const far = when.getTime() - Date.now() > 6 * 86_400_000; // A weekday alone would be ambiguous.
  const day = far ? ({ day: "numeric", month: "short" } as const) : ({ weekday: "long" } as const);
  return strings.teamBack(when.toLocaleString("en", { ...day, hour: "numeric", minute: "2-digit" }));
}
