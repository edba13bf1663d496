// For what a console rings: somebody new in the queue, an offer, a follow-up that is due.
import type { Summary, SummaryChange } from "../widget/connection/wire.ts";
import type { Shelf } from "./rows.ts";
import { strings } from "./strings/en.ts";

interface Heard {
  shelf: Shelf;
  change: SummaryChange;
  /** As it stood on that shelf; undefined if it did not. */
  before: Summary | undefined;
  /** Whether it stands there now. */
  there: boolean;
  me: string;
  name: string;
}

/** The words to ring with, or null. */
export function ringsWith({ shelf, change, before, there, me, name }: Heard): string | null {
  const { rung, agent, offer, reason } = change.conversation;
  const isNew = change.op === "add" && !before;
  const again = !!rung && before?.rung !== rung;
  if (shelf === "queue" && (isNew || (before && again)))
    return strings.arrived(name, strings.reasons[reason ?? ""] ?? "");
  if (shelf === "offers" && isNew && there) return strings.offered(offer!.by.name, name);
  if (shelf === "followUps" && again && (!agent || agent.id === me)) return strings.followUpDue(name);
  return null;
}
