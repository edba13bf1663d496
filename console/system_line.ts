// What happened, in a sentence: for facts that are not somebody's words.
import type { LogEvent, Offered } from "../widget/connection/wire.ts";
import { moment } from "./clock.ts";
import { strings } from "./strings/en.ts";

/** Null where there is nothing to say. */
export function systemLine(event: LogEvent): string | null {
  const { system, reasons } = strings;
  const reason = ("reason" in event && event.reason) || "";
  switch (event.kind) {
    case "handoff_requested":
    case "queued":
    case "reopened":
      return system[event.kind](reasons[reason] ?? reason);
    case "agent_joined":
      return system.agent_joined(event.agent.name);
    case "agent_left":
      return system.agent_left(event.agent.name, strings.left_[reason] ?? reason);
    case "transfer_offered":
      return system.transfer_offered(event.by.name ?? "", target(event), event.note ?? "");
    case "transfer_declined":
      return strings.transferEnded[reason]?.(target(event)) ?? reason;
    case "follow_up_left":
      return system.follow_up_left(event.email, moment(event.due));
    case "follow_up_taken":
      return event.agent
        ? system.follow_up_taken(event.agent.name)
        : system.follow_up_back(event.team ?? strings.theTeam);
    case "resolved":
      return system.resolved(strings.outcomes[reason] ?? reason);
    case "customer_identified":
      return system.customer_identified(
        event.name ?? event.id ?? "",
        event.verified ?? false,
        !!event.continues,
      );
    case "conversation_tagged":
      return system.conversation_tagged(event.by.name ?? "", event.tags.join(", "));
    case "rated":
      return ratedLine(event);
    case "conversation_started":
    case "returned_to_bot":
      return system[event.kind];
    case "step_taken":
      return system.step_taken(event.trail.join(" › "));
    case "feedback_given":
      return event.helpful ? `${strings.helped}.` : `${strings.refused}.`;
    default:
      return null;
  }
}

const target = ({ to_agent, to_team }: Offered): string => to_agent?.name ?? to_team ?? "";

function ratedLine({ score, comment, repeated, knew_who }: Extract<LogEvent, { kind: "rated" }>): string {
  const more = [
    repeated && strings.repeatedYes,
    knew_who === false && strings.knewWhoNo,
    comment && `“${comment}”`,
  ];
  return [strings.system.rated(score), ...more].filter(Boolean).join(" ");
}
