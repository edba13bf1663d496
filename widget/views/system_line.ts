// What happened, in a sentence: kinds and reasons come over the wire, words live with the strings.
import type { LogEvent } from "../connection/wire.ts";
import { strings } from "../strings/strings.ts";
import { when } from "../strings/when.ts";

/** A newer service's reason gets the words that are true of all. */
const pick = <T>(from: Record<string, T>, reason: string | null | undefined, otherwise: string): T =>
  (from[reason ?? ""] ?? from[otherwise])!;

export function systemLine(event: LogEvent): string | null {
  const { system } = strings;
  switch (event.kind) {
    case "handoff_requested":
      return pick(system.handoff_requested, event.reason, "agent");
    case "queued":
      return pick(system.queued, event.reason, "handoff");
    case "agent_joined":
      return system.agent_joined(event.agent.name);
    case "agent_left":
      return pick(system.agent_left, event.reason, "returned")(event.agent.name);
    case "rated":
      return system.rated(event.score);
    case "follow_up_left":
      return event.slot
        ? system.call_back(when(event.slot), event.phone ?? null)
        : pick(system.follow_up_left, event.mail, "sending")(when(event.due), event.email ?? null);
    case "resolved":
      return pick(system.resolved, event.reason, "solved");
    case "reopened":
      return pick(system.reopened, event.reason, "customer");
    case "returned_to_bot":
      return system.returned_to_bot;
    default:
      return null; // A newer service's fact: the log stays whole without a line for it.
  }
}
