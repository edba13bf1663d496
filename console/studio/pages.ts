// Every page of the studio, in the order of the work. A new one is one line here and a view that is loaded when
// somebody opens it.
import { everybody, type Page, writers } from "../settings/house.ts";

export const pages: readonly Page[] = [
  {
    path: "gaps",
    title: "Gaps",
    about:
      "What customers asked and were not helped with, and what your agents answered. Write the answer here.",
    reads: everybody,
    changes: writers,
    view: () => import("./views/Gaps.tsx"),
  },
  {
    path: "reviews",
    title: "Doubtful answers",
    about: "Answers the assistant was not sure of: your yes or no teaches it.",
    reads: everybody,
    changes: writers,
    view: () => import("./views/Reviews.tsx"),
  },
  {
    path: "entries",
    title: "Entries",
    about:
      "Questions and their answers: write, improve, translate; see what is stale and what does not help.",
    reads: everybody,
    changes: writers,
    view: () => import("./views/Entries.tsx"),
  },
  {
    path: "try",
    title: "Try it",
    about: "Type a question and see what customers would get, how sure the bot is, and why.",
    reads: everybody,
    changes: writers,
    view: () => import("./views/Try.tsx"),
  },
  {
    path: "publish",
    title: "Publish",
    about: "Check what changed, train it, see what it would change for customers, and make it live.",
    reads: everybody,
    changes: writers,
    view: () => import("./views/Publish.tsx"),
  },
  {
    path: "releases",
    title: "Releases",
    about: "What is live and was, who published it and why, what changed, and one click back.",
    reads: everybody,
    changes: writers,
    view: () => import("./views/Releases.tsx"),
  },
  {
    path: "told",
    title: "Tell customers",
    about: "Who asked before there was an answer: tell them once, in words that you have reviewed.",
    reads: everybody,
    changes: writers,
    view: () => import("./views/Told.tsx"),
  },
  {
    path: "community",
    title: "Community",
    about: "What customers ask beneath an entry, and answer each other: read before everybody reads it.",
    reads: everybody,
    changes: writers,
    view: () => import("./views/Community.tsx"),
  },
  {
    path: "feedback",
    title: "Feedback",
    about: "What readers of the help pages said, what was missing, and links to answers.",
    reads: everybody,
    changes: writers,
    view: () => import("./views/Feedback.tsx"),
  },
];
