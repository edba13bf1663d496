// Customers who were taken from this agent, until they have read it.
import type { LogEvent, Loss } from "../widget/connection/wire.ts";

const key = (loss: Loss): string => loss.conversation + loss.reason;

export class Losses {
  list: Loss[] = [];
  private dismissed = new Set<string>();

  add(loss: Loss): void {
    if (this.dismissed.has(key(loss))) return;
    this.list = [...this.list.filter(({ conversation }) => conversation !== loss.conversation), loss];
  }

  /** True if it is news: this agent has just lost somebody. */
  hear(event: LogEvent, me: string, name: string): boolean {
    if (event.kind !== "agent_left" || event.agent.id !== me) return false;
    const { conversation, at, reason } = event;
    if (reason !== "idle" && reason !== "lost") return false;
    this.dismissed.delete(conversation + reason);
    this.add({ conversation, at, reason, customer: { name } });
    return true;
  }

  dismiss(loss: Loss): void {
    this.dismissed.add(key(loss));
    this.list = this.list.filter((other) => other !== loss);
  }
}
