// The conversations an agent has read or holds, each as far as it is held here.
import type { Ack, Head, LogEvent, Role, Summary } from "../widget/connection/wire.ts";
import { type Passing, Thread } from "./thread.ts";

/** So many that nobody needs any more are kept: who goes back to one finds it there. A day has hundreds. */
const keptUnneeded = 30;

type Call = (name: string, payload: object) => Promise<Ack>;

export class Threads {
  private known = new Map<string, Thread>();

  constructor(
    private call: Call,
    private changed: (thread: Thread) => void,
    private needed: (id: string) => boolean,
  ) {}

  of(id: string): Thread {
    let thread = this.known.get(id);
    if (!thread) {
      this.forget();
      thread = new Thread(id, this.call, this.changed);
      this.known.set(id, thread);
    }
    return thread;
  }

  sync(id: string): void {
    void this.of(id).catchUp.sync();
  }

  hear(event: LogEvent): void {
    this.of(event.conversation).catchUp.hear(event);
  }

  head(head: Head): void {
    this.known.get(head.conversation)?.catchUp.head(head);
  }

  hearTyping(id: string): void {
    this.known.get(id)?.hearTyping();
  }

  hearRead(id: string, seq: number): void {
    this.known.get(id)?.hearRead(seq);
  }

  unanswered(id: string): number {
    return this.known.get(id)?.unanswered ?? 0;
  }

  lastWords({ id, last }: Summary): { by: Role; text: string } | null {
    return this.known.get(id)?.lastWords ?? last;
  }

  passing(id: string): Passing | null {
    return this.known.get(id)?.passing ?? null;
  }

  answeredSince(id: string, at: string): boolean {
    return this.known.get(id)?.answeredSince(at) ?? false;
  }

  private forget(): void {
    const unneeded = [...this.known.keys()].filter((id) => !this.needed(id));
    for (const id of unneeded.slice(0, -keptUnneeded)) this.known.delete(id);
  }
}
