// Two houses are built alike, settings and studio: each has its address, its words and its pages.
import type { FunctionComponent } from "preact";
import type { Agent } from "../../widget/connection/wire.ts";

export type Role = "agent" | "content" | "supervisor" | "admin";

/** ``may``: whether this person may change what the page shows, not only read it. */
export type View = FunctionComponent<{ me: Agent; may: boolean }>;

export interface Page {
  /** Beneath the house's address. */
  path: string;
  title: string;
  /** One sentence for the overview. */
  about: string;
  reads: readonly Role[];
  changes: readonly Role[];
  view: () => Promise<{ default: View }>;
}

export interface House {
  pages: readonly Page[];
  words: {
    product: string;
    title: (page: string) => string;
    overview: string;
    overviewIntro: string;
    /** The way back to the overview. */
    all: string;
    readOnly: string;
  };
  /** The ways to the other pages of the product. */
  links: readonly { href: string; words: string; roles?: readonly Role[] }[];
}

export const everybody: readonly Role[] = ["agent", "content", "supervisor", "admin"];
export const seniors: readonly Role[] = ["supervisor", "admin"];
export const admins: readonly Role[] = ["admin"];
/** Who talks with customers. */
export const talkers: readonly Role[] = ["agent", "supervisor", "admin"];
export const writers: readonly Role[] = ["content", "supervisor", "admin"];

export const readable = (house: House, role: string): Page[] =>
  house.pages.filter(({ reads }) => (reads as readonly string[]).includes(role));
