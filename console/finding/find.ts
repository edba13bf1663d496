// A search as it goes on: what is asked, what was found so far, and whether that is all.
import { Observed } from "../../widget/connection/observed.ts";
import { type Found, search } from "./ask.ts";

/** Somebody who types is let finish a word. */
const settleMs = 250;

export type State = "loading" | "shown" | "failed";

export class Find extends Observed {
  results: Found[] = [];
  state: State = "loading";
  message = "";
  more = false;
  private cursor: string | null = null;
  private asking = new AbortController();
  private settling: ReturnType<typeof setTimeout> | undefined;

  constructor(public query: string) {
    super();
    void this.ask();
  }

  /** What was found before stays until the new is here. */
  asks(query: string): void {
    if (query === this.query) return;
    this.query = query;
    this.state = "loading";
    clearTimeout(this.settling);
    this.settling = setTimeout(() => void this.ask(), settleMs);
    this.changed();
  }

  again(): void {
    this.state = "loading";
    this.changed();
    void this.ask();
  }

  async next(): Promise<void> {
    if (this.more && this.state === "shown") await this.ask(this.cursor);
  }

  stop(): void {
    clearTimeout(this.settling);
    this.asking.abort();
  }

  private async ask(cursor: string | null = null): Promise<void> {
    this.asking.abort();
    const asking = (this.asking = new AbortController());
    const answer = await search(this.query, cursor, asking.signal);
    if (asking.signal.aborted) return;
    if (!answer.ok) {
      this.state = "failed";
      this.message = answer.message;
      return this.changed();
    }
    const { conversations } = answer.body;
    const known = new Set(cursor ? this.results.map(({ id }) => id) : []);
    this.results = [...(cursor ? this.results : []), ...conversations.filter(({ id }) => !known.has(id))];
    this.cursor = answer.body.cursor;
    this.more = this.cursor !== null;
    this.state = "shown";
    this.changed();
  }
}
