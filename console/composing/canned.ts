// Canned responses: read from the service, found by shortcut and title, filled by plain look-up.
import { Observed } from "../../widget/connection/observed.ts";

export interface Canned {
  id: string;
  shortcut: string;
  title: string;
  text: string;
  /** Null: everybody's. */
  team: string | null;
  /** Offered when a conversation is resolved. */
  closing: boolean;
}

/** How old the list may be when somebody opens it: supervisors change it now and then. */
const freshMs = 60_000;

/** The same names as in handoff/core/canned.py; a test compares them. */
const names = ["customer.name", "customer.email", "agent.name", "team", "help_url"];
const placeholder = new RegExp(`\\{ ?(${names.map((name) => name.replace(".", "\\.")).join("|")}) ?\\}`, "g");

export class CannedList extends Observed {
  all: Canned[] = [];
  helpUrl: string | null = null;
  private readAt = -Infinity;

  async refresh(): Promise<void> {
    if (Date.now() - this.readAt < freshMs) return;
    this.readAt = Date.now();
    try {
      const response = await fetch("/api/canned");
      if (!response.ok) throw new Error(response.statusText);
      const { responses, help_url } = await response.json();
      this.all = responses;
      this.helpUrl = help_url;
    } catch {
      this.readAt = -Infinity; // What was read before goes on being offered.
    }
    this.changed();
  }

  get closing(): Canned[] {
    return this.all.filter(({ closing }) => closing);
  }

  /** Those whose shortcut begins so, then those that have it in shortcut or title; this team's before others'. */
  matching(query: string, team: string | null): Canned[] {
    const wanted = query.toLocaleLowerCase();
    const rank = ({ shortcut, title, team: whose }: Canned): number => {
      const foreign = whose !== null && whose !== team ? 4 : 0;
      if (shortcut.startsWith(wanted)) return foreign;
      if (shortcut.includes(wanted)) return foreign + 1;
      return title.toLocaleLowerCase().includes(wanted) ? foreign + 2 : Infinity;
    };
    return this.all
      .map((one) => ({ one, rank: rank(one) }))
      .filter(({ rank }) => rank < Infinity)
      .sort((a, b) => a.rank - b.rank || a.one.shortcut.localeCompare(b.one.shortcut))
      .map(({ one }) => one);
  }
}

export type Values = Record<string, string | null | undefined>;

/** What is not known stays, as a gap. */
export const filled = (text: string, values: Values): string =>
  text.replace(placeholder, (gap, name: string) => values[name]?.replace(/\s+/g, " ").trim() || gap);

export interface Gap {
  name: string;
  from: number;
  to: number;
}

export function firstGap(text: string): Gap | null {
  placeholder.lastIndex = 0;
  const hit = placeholder.exec(text);
  return hit && { name: hit[1]!, from: hit.index, to: hit.index + hit[0].length };
}

/** What is being typed after a slash that begins a word, and where that stands; null if nothing is. */
export function slashed(text: string, caret: number): { query: string; from: number } | null {
  const hit = /(?:^|\s)\/([^\s/]{0,40})$/u.exec(text.slice(0, caret));
  return hit && { query: hit[1]!, from: caret - hit[1]!.length - 1 };
}
