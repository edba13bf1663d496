// Events without a line of their own.
import type { LogEvent } from "../connection/wire.ts";

/** Facts that show on something else: the beginning in the disclosure, a verdict on its answer. */
export const isQuiet = ({ kind }: LogEvent): boolean =>
  kind === "conversation_started" ||
  kind === "feedback_given" ||
  kind === "step_taken" ||
  kind === "note_added" ||
  kind === "whispered";
