// What is written and not saved yet stays in this browser, per colleague and entry, and is offered on return.
import type { Entry } from "./shape.ts";

export interface Kept {
  /** What it was based on; empty: a new entry. */
  version: string;
  entry: Entry;
  at: string;
}

const name = (me: string, id: string): string => `handrail:entry:${me}:${id}`;

export function recallKept(me: string, id: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(name(me, id)) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

export function keepEntry(me: string, id: string, version: string, entry: Entry): void {
  try {
    localStorage.setItem(name(me, id), JSON.stringify({ version, entry, at: new Date().toISOString() }));
  } catch {
    // No room, or none allowed: then it is as everywhere else, gone when the page is.
  }
}

export function forgetKept(me: string, id: string): void {
  try {
    localStorage.removeItem(name(me, id));
  } catch {
    // Nothing is kept where nothing may be.
  }
}
