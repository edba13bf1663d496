// Every page of the settings. A new one is one line here and a view that is loaded when somebody opens it.
import { admins, everybody, type Page, seniors, writers } from "./house.ts";

export const pages: readonly Page[] = [
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
    changes: writers,
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
