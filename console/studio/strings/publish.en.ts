// The words of the page that publishes, in English.
const many = (n: number, one: string, more: string): string =>
  `${n.toLocaleString("en")} ${n === 1 ? one : more}`;
const questions = (n: number): string => many(n, "question", "questions");
const share = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });

const left = (seconds: number): string => {
  if (seconds < 10) return "a few seconds left";
  if (seconds < 90) return `about ${Math.round(seconds / 5) * 5} seconds left`;
  return `about ${Math.round(seconds / 60)} minutes left`;
};

export const strings = {
  intro:
    "What stands in the files goes live for customers, help pages and agents. One click brings back what is live now.",
  nothing: "Nothing to publish",
  nothingText:
    "What stands in the files is live already. A changed or new entry appears here, ready to be published.",
  entries: "To the entries",
  first: "Nothing is live yet: this will be the first release.",
  changed: "What changed",
  counts: (added: number, changed: number, removed: number): string =>
    [
      added && many(added, "new entry", "new entries"),
      changed && many(changed, "changed entry", "changed entries"),
      removed && many(removed, "entry is gone", "entries are gone"),
    ]
      .filter(Boolean)
      .join(", ") || "No entry is different.",
  otherwise: "Small talk, handing over, the rules or the bot itself changed.",
  showChanges: "Show what is different",
  check: "Problems",
  noProblems: "No problems were found.",
  errors: (n: number) =>
    n === 1 ? "1 error has to be mended first." : `${n.toLocaleString("en")} errors have to be mended first.`,
  warnings: (n: number) => many(n, "thing to look at", "things to look at"),
  mend: (entry: string) => `Open ${entry}`,
  at: (file: string, line: number) => `${file}, line ${line}`,
  level: { error: "Error", warning: "Look at" } as Record<string, string>,
  training: "Training",
  trainNeeded:
    "The bot has to learn these changes. It takes about half a minute; what is live goes on meanwhile.",
  trainNotNeeded: "The bot need not learn anew for this: it goes live at once.",
  runTests: "Run your tests all the same",
  train: "Train and preview",
  trainAgain: "Train again",
  changedSince: "The content changed since it was trained.",
  cancel: "Cancel",
  cancelled: "The training was cancelled. Nothing was changed.",
  trained: (entries: number, who: string) =>
    `Trained on ${many(entries, "entry", "entries")}${who && `, asked for by ${who}`}.`,
  stages: {
    checking: "Checking the content",
    reading: "Reading the phrasings",
    encoding: "Working out what they mean",
    rehearsing: "Rehearsing: asking what was held back",
    scoring: "Finding out how sure it has to be",
    learning: "Learning all of it",
    packing: "Packing the model",
  } as Record<string, string>,
  progress: (stage: string, done: number, leftS: number | null) =>
    [stage, share.format(done), leftS === null ? "" : left(leftS)].filter(Boolean).join(" · "),
  counted: (done: number, of: number) => `${done.toLocaleString("en")} of ${of.toLocaleString("en")}`,
  startedBy: (who: string) => `Started by ${who}.`,
  preview: "What would change",
  comparing: "Asking both models what customers asked before",
  asking: "The preview is worked out after the training.",
  noQuestions: "Nobody has asked anything yet, so there are no past questions to compare with.",
  noLive: "Nothing is live yet, so there is nothing to compare with.",
  asked: (all: number, same: number) =>
    all === same
      ? `All ${many(all, "past question", "past questions")} would get what they get now.`
      : `Of ${many(all, "past question", "past questions")}, ${same.toLocaleString("en")} would get what they get now.`,
  change: {
    to_person: (n: number) =>
      `${questions(n)} that ${n === 1 ? "is" : "are"} helped now would go to a person`,
    other: (n: number) => `${questions(n)} would get another answer`,
    to_titles: (n: number) => `${questions(n)} would be offered titles instead of an answer`,
    answered: (n: number) =>
      `${questions(n)} that ${n === 1 ? "is" : "are"} not answered now would be answered`,
    titles: (n: number) => `${questions(n)} would be offered titles`,
  } as Record<string, (n: number) => string>,
  cut: (shown: number) => `The ${shown} asked most are shown.`,
  collide: (n: number) =>
    n === 1 ? "1 new pair of entries collides" : `${n.toLocaleString("en")} new pairs of entries collide`,
  collideText: "Their phrasings say nearly the same, so the bot can hardly tell them apart.",
  question: "Question",
  times: "Asked",
  timesOf: (n: number) => (n === 1 ? "once" : `${n.toLocaleString("en")} times`),
  before: "Now",
  after: "Then",
  erased: "(erased)",
  person: "A person",
  said: "Small talk",
  titles: (titles: string[]) => `Titles: ${titles.join(" · ")}`,
  entry: "Entry",
  otherEntry: "Collides with",
  alike: "Alike",
  scores: "Questions held back from training",
  figure: "Figure",
  accuracy: "Recognised",
  coverage: "Answered",
  precision: "Of the answers, right",
  unknown: "–",
  percent: (n: number | null | undefined) => (n === null || n === undefined ? "–" : share.format(n)),
  tests: "Your own tests",
  noTests:
    "No entry has test questions yet. “Must answer” and “must not answer” stand in each entry's editor.",
  testsPass: (passed: number, all: number, before: number | null) =>
    `${passed.toLocaleString("en")} of ${many(all, "test", "tests")} would pass${
      before === null ? "" : `; ${before.toLocaleString("en")} ${before === 1 ? "passes" : "pass"} now`
    }.`,
  newlyFailing: (n: number) =>
    n === 1
      ? "1 test that passed would fail. Mend it, or publish all the same."
      : `${n.toLocaleString("en")} tests that passed would fail. Mend them, or publish all the same.`,
  failing: "Tests that fail",
  test: "Test question",
  kind: { must_answer: "Must answer", must_not_answer: "Must not answer" } as Record<string, string>,
  got: "Would get",
  failsNow: "fails now, too",
  try: "Try a question",
  publish: "Publish",
  askFor: "Ask for approval",
  note: "Note",
  noteHelp: "What changes and why, in a few words. It stands in the history.",
  noteNew: (titles: string) => `New: ${titles}`,
  noteChanged: (titles: string) => `Changed: ${titles}`,
  noteGone: (titles: string) => `Removed: ${titles}`,
  noteMore: (n: number) => `and ${n} more`,
  noteOther: "Small talk and rules",
  sure: "Publish this?",
  sureAsk: "Ask for approval?",
  sureText: (what: string) =>
    `${what} Everybody sees it within seconds; one click brings back what is live now.`,
  sureAskText: (what: string) => `${what} Somebody else looks at it and publishes it.`,
  sureFailing: (n: number) => `${n === 1 ? "A test" : `${n} tests`} that passed would fail.`,
  all: "Publish all the same",
  not: "Not yet",
  waits: "Errors have to be mended and the draft has to be trained before it can be published.",
  published: (release: number) => `Release ${release} is live`,
  on: (serving: number, all: number) =>
    all === 0
      ? "No bot has asked for it yet; where one runs, it asks every two seconds."
      : `Live on ${serving} of ${many(all, "bot", "bots")}.`,
  asks: "Every bot follows within seconds.",
  requested: "Somebody else is asked to look at it",
  requestedText: "It goes live when they publish it. You can withdraw it under Releases.",
  next: "What now",
  tell: "Tell the customers who had asked",
  effect: "See the effect on the gaps",
  history: "All releases",
  undo: "Go back to what was live before",
  undoSure: "Go back?",
  undoText: (release: number) =>
    `Release ${release} goes live again for everybody, in seconds. Your texts stay in the files.`,
};
