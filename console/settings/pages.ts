// Every page of the settings. A new one is one line here and a view that is loaded when somebody opens it.
import type { FunctionComponent } from "preact";
import type { Agent } from "../../widget/connection/wire.ts";

export type Role = "agent" | "content" | "supervisor" | "admin";

/** ``may``: whether this person may change what the page shows, not only read it. */
export type View = FunctionComponent<{ me: Agent; may: boolean }>;

export interface SettingsPage {
  /** Beneath /settings/. */
  path: string;
  title: string;
  /** One sentence for the overview. */
  about: string;
  reads: readonly Role[];
  changes: readonly Role[];
  view: () => Promise<{ default: View }>;
}

export const everybody: readonly Role[] = ["agent", "content", "supervisor", "admin"];
export const seniors: readonly Role[] = ["supervisor", "admin"];
export const admins: readonly Role[] = ["admin"];

export const pages: readonly SettingsPage[] = [
  {
    path: "profile",
    title: "Your profile",
    about: "Your name and photo as customers see them, and your password.",
    reads: everybody,
    changes: everybody,
    view: () => import("./views/Profile.tsx"),
  },
  {
    path: "accounts",
    title: "Accounts",
    about: "Who works here, in which teams, and who may change what. Invite somebody.",
    reads: seniors,
    changes: admins,
    view: () => import("./views/Accounts.tsx"),
  },
  {
    path: "teams",
    title: "Teams and hours",
    about: "Whom each team serves, when it is there, holidays, and how customers wait.",
    reads: seniors,
    changes: admins,
    view: () => import("./views/Teams.tsx"),
  },
  {
    path: "canned",
    title: "Canned responses",
    about: "What agents say often, ready to insert, and how conversations are closed.",
    reads: ["agent", "supervisor", "admin"],
    changes: seniors,
    view: () => import("./views/Canned.tsx"),
  },
  {
    path: "known-issues",
    title: "Known issues",
    about: "What many customers run into now: posted once, shown before they ask and beside answers.",
    reads: everybody,
    changes: ["content", "supervisor", "admin"],
    view: () => import("./views/KnownIssues.tsx"),
  },
  {
    path: "look",
    title: "Widget and brand",
    about: "Words, colour and side of the widget, the line for your site, and whether it is seen there.",
    reads: seniors,
    changes: admins,
    view: () => import("./views/Look.tsx"),
  },
  {
    path: "alert",
    title: "Nobody there",
    about: "Who gets a mail when customers wait and no colleague is there.",
    reads: seniors,
    changes: admins,
    view: () => import("./views/Alert.tsx"),
  },
  {
    path: "blocked",
    title: "Blocked visitors",
    about: "Who is kept out, why, and until when.",
    reads: seniors,
    changes: seniors,
    view: () => import("./views/Blocked.tsx"),
  },
];

export const readable = (role: string): SettingsPage[] =>
  pages.filter(({ reads }) => (reads as readonly string[]).includes(role));
