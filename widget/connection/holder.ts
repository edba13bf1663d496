// Who holds the customer after each event: the pattern of the rail, and what the faces offer.
import type { LogEvent, Person, Status } from "./wire.ts";

export interface Holding {
  status: Status;
  agent: Person | null;
}

export const atFirst: Holding = { status: "with_bot", agent: null };

export function after(before: Holding, event: LogEvent): Holding {
  switch (event.kind) {
    case "queued":
      return { status: "queued", agent: null };
    case "agent_joined":
      return { status: "with_agent", agent: event.agent };
    case "returned_to_bot":
      return { status: "with_bot", agent: null };
    case "follow_up_left":
      return { status: "follow_up", agent: before.status === "follow_up" ? before.agent : null };
    case "follow_up_taken":
      return { ...before, agent: event.agent };
    case "resolved":
      return { status: "resolved", agent: null };
    default:
      return before;
  }
}

/** The holding after each event of a log, in the same order. */
export function holdings(events: readonly LogEvent[]): Holding[] {
  let now = atFirst;
  return events.map((event) => (now = after(now, event)));
}
