// The events of one conversation as far as they are held here, in order and without a gap.
import type { Head, LogEvent, Page } from "./wire.ts";

export class Log {
  events: LogEvent[] = [];

  constructor(readonly conversation: string) {}

  /** The seq of the last event held; 0 for none. */
  get last(): number {
    return this.events.at(-1)?.seq ?? 0;
  }

  /** Takes what follows on what is held. False when something between is missing. */
  add(events: readonly LogEvent[]): boolean {
    const fresh: LogEvent[] = [];
    let last = this.last;
    let complete = true;
    for (const event of events) {
      if (event.conversation !== this.conversation || event.seq <= last) continue;
      complete = event.prev === last;
      if (!complete) break;
      fresh.push(event);
      last = event.seq;
    }
    if (fresh.length) this.events = [...this.events, ...fresh];
    return complete;
  }
}

type Fetch = (after: number) => Promise<Page | null>;

/** Keeps one log complete: events are hints, and whatever they leave out is fetched. */
export class CatchUp {
  private busy = false;
  private wanted = false;

  constructor(
    readonly log: Log,
    private fetch: Fetch,
    private changed: () => void,
  ) {}

  hear(event: LogEvent): void {
    this.take([event], false);
  }

  head({ seq }: Head): void {
    if (seq > this.log.last) void this.sync();
  }

  take(events: readonly LogEvent[], more: boolean): void {
    const before = this.log.last;
    const complete = this.log.add(events);
    if (this.log.last !== before) this.changed();
    if (!complete || more) void this.sync();
  }

  /** One at a time; asked for meanwhile, it runs once more. */
  async sync(): Promise<void> {
    this.wanted = true;
    if (this.busy) return;
    this.busy = true;
    while (this.wanted) {
      this.wanted = false;
      const page = await this.fetch(this.log.last);
      if (!page) break; // Not connected: the next welcome or head asks again.
      const before = this.log.last;
      this.log.add(page.events);
      if (this.log.last === before) break;
      this.changed();
      if (page.more) this.wanted = true;
    }
    this.busy = false;
  }
}
