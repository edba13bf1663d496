// The chat's end of `window.handrail`: does what a page asks for, and tells it what happens.
import type { Call, Handrail, Happenings, Listener } from "./api.ts";
import type { Conversation } from "./conversation.ts";

type Acts = Omit<Handrail, "on" | "push">;

export class Answering {
  private listeners = new Map<string, Set<Listener>>();
  private unread = 0;
  private status = "";
  private told: number | null = null;
  private id = "";

  constructor(
    private conversation: Conversation,
    private acts: Acts,
  ) {}

  /** From here on calls are done at once, after those that had to wait. */
  begin(handrail: Handrail, calls: Call[]): void {
    handrail.push = (call) => this.perform(call);
    for (const call of calls.splice(0)) this.perform(call);
    this.conversation.watch(() => this.look());
  }

  tell<Name extends keyof Happenings>(name: Name, what: Happenings[Name]): void {
    for (const listener of this.listeners.get(name) ?? []) {
      try {
        listener(what);
      } catch (error) {
        reportError(error); // The page's mistake is not the chat's.
      }
    }
  }

  private perform([name, ...given]: Call): void {
    const [happening, listener] = given as [string, Listener];
    if (name === "on") {
      const listeners = this.listeners.get(happening) ?? new Set();
      this.listeners.set(happening, listeners.add(listener));
    } else if (name === "off") this.listeners.get(happening)?.delete(listener);
    else if (Object.hasOwn(this.acts, name))
      (this.acts[name as keyof Acts] as (...given: unknown[]) => void)(...given);
  }

  private look(): void {
    const { conversation } = this;
    const { events, unread, id, known } = conversation;
    const { status } = conversation.holding;
    if (!known) return;
    if (unread !== this.unread) this.tell("unread", (this.unread = unread));
    if (status !== this.status && (this.status || status !== "with_bot")) this.tell("status", status);
    this.status = status;
    // What was there when we came is history.
    const last = events.at(-1)?.seq ?? 0;
    if (id !== this.id) this.told = events.length ? last : 0;
    this.id = id;
    for (const { seq, kind, by } of events) {
      if (seq <= (this.told ?? 0) || !/^(bot|agent)_(said|answered|suggested)$|^told$/.test(kind)) continue;
      this.tell("message", {
        by: by.role as "bot" | "agent",
        name: by.role === "agent" ? (by.name ?? null) : null,
      });
    }
    this.told = last;
  }
}
