// What became of an answer the assistant showed.
import type { Answered, LogEvent } from "../widget/connection/wire.ts";

export type Verdict = "helped" | "refused" | "passedOver" | "unjudged";

export function verdictOf(answer: Answered, events: readonly LogEvent[]): Verdict {
  for (const event of events) {
    if (event.kind === "feedback_given" && event.answer === answer.seq)
      return event.helpful ? "helped" : "refused";
  }
  const next = events.find(
    ({ seq, kind }) => seq > answer.seq && (kind === "bot_answered" || kind === "handoff_requested"),
  );
  return next?.kind === "handoff_requested" ? "passedOver" : "unjudged";
}
