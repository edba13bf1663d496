// The words of the pages about gaps and about answers that wait for a yes or no, in English.

const count = (n: number, one: string, many: string): string =>
  `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

export const customers = (n: number): string => count(n, "customer", "customers");
export const questions = (n: number): string => count(n, "question", "questions");
export const minutes = (n: number): string =>
  n >= 120 ? `${count(Math.round(n / 60), "hour", "hours")} of agents' time` : `${n} min of agents' time`;

export const strings = {
  intro:
    "What customers asked that no entry answered, or whose answer did not help. Those that cost customers and agents most come first.",
  find: "Find in the questions",
  look: "Find",
  show: "Show",
  states: {
    open: "Open",
    drafted: "Answer written",
    dismissed: "Dismissed",
    answered: "Answered",
    all: "All",
  } as Record<string, string>,
  order: "First",
  orders: { rank: "What costs most", new: "Asked last", customers: "Most customers" } as Record<
    string,
    string
  >,
  list: "Gaps",
  asked: (n: number) => questions(n),
  lastAsked: (when: string) => `asked last ${when}`,
  close: (title: string, likeness: string) => `Close to: ${title} (${likeness} alike)`,
  reasons: {
    no_answer: "no entry",
    unanswered: "no entry",
    unsatisfied: "the answer did not help",
    repeated: "asked again",
    refused: "the answer did not help",
    asked: "wanted a person",
    person: "wanted a person",
    rule: "brought to a person",
    sensitive: "sensitive",
    bot_unavailable: "the assistant was down",
    agent: "an agent took over",
    reviewed: "staff said the answer is wrong",
  } as Record<string, string>,
  why: (reasons: string) => `Why: ${reasons}`,
  trend: (weeks: readonly number[]) => `Questions in the last eight weeks: ${weeks.join(", ")}`,
  thisWeek: (n: number) => (n ? `${n.toLocaleString("en")} in the last 7 days` : "none in the last 7 days"),
  write: "Write an answer",
  writeOf: (title: string) => `Write an answer: ${title}`,
  continueDraft: (title: string) => `Open the entry: ${title}`,
  more: "Show more",
  waiting: (n: number) =>
    n
      ? `${questions(n)} not sorted in yet: that is done within a minute or two.`
      : "Every question is sorted in.",
  running: (share: string) => `Questions are being sorted in: ${share}`,
  trouble: (why: string) => `The questions could not be sorted in. ${why}`,
  group: "Sort in now",
  grouped: "The new questions are being sorted in.",
  nothingYet: "Nobody has asked anything yet",
  nothingYetText:
    "Here every question appears that the assistant could not answer, that its answer did not help with, or that ended with a person: sorted by meaning, with what your agents answered. The first one comes with the first conversation.",
  soon: "The first gaps appear in a moment",
  soonText: (n: number) =>
    `${questions(n)} that nobody answered with an entry: ${n === 1 ? "it is" : "they are"} being sorted by meaning, which takes a minute or two.`,
  noGap: "No question is unanswered",
  noGapText: (n: number) =>
    `${questions(n)} asked so far, and none that is still open. A new one appears here a minute or two after it was asked.`,
  none: "Nothing fits",
  noneText: "Try fewer words, or show all gaps.",
  showAll: "Show all open gaps",
  states_empty: {
    drafted: "No answer waits to be published",
    dismissed: "Nothing was dismissed",
    answered: "No gap has been answered yet",
  } as Record<string, string>,
  states_emptyText: {
    drafted: "Once you save an entry for a gap, the gap is here until the entry is live.",
    dismissed:
      "What needs no entry is here with the reason. It comes back by itself when twice as many customers ask, and five more at least.",
    answered: "Once an entry written for a gap is live, the gap is here with what came of it.",
  } as Record<string, string>,

  back: "All gaps",
  gone: "There is no such gap",
  goneText: "It may have been taken apart. All that was asked is in the list.",
  merged: "This gap has become part of another one",
  toMerged: "Open that one",
  erased: "Its words were erased.",
  add: "Add these words to an entry",
  addText: "Where an entry should have answered this, it learns the customers' words.",
  addTo: (title: string) => `Add to “${title}”`,
  another: "Another entry…",
  likeness: (share: string) => `${share} alike`,
  dismiss: "Dismiss…",
  dismissTitle: "This needs no entry",
  dismissText:
    "It leaves the list, with your reason for whoever looks next. It comes back by itself when twice as many customers have asked, and five more at least.",
  dismissWhy: "Why",
  dismissed: "The gap is dismissed.",
  reopen: "Open again",
  reopened: "The gap is open again.",
  merge: "Merge…",
  mergeTitle: "The same as another gap",
  mergeText: "Choose those that ask the same. Their questions come here; this can be undone.",
  mergeNow: (n: number) => `Merge ${count(n, "gap", "gaps")}`,
  mergeDone: "They are one gap now.",
  split: (n: number) => `Take ${questions(n)} out`,
  splitHelp: "Choose questions that do not belong here; they become a gap of their own.",
  splitDone: "They are a gap of their own now.",
  splitOpen: "Open it",
  choose: (text: string) => `Does not belong: ${text}`,
  whatWasAsked: "What customers asked",
  answeredBy: (who: string) => `${who} answered`,
  nobodyAnswered: "No answer of an agent yet",
  conversation: "Read the conversation",
  answersTitle: "What agents answered",
  became: {
    refused: "answer refused",
    unanswered: "not answered",
    person: "went to a person",
  } as Record<string, string>,
  of: (entry: string) => `shown: ${entry}`,
  history: "What was done",
  kinds: {
    dismissed: (it: { reason?: string }) => `dismissed: ${it.reason ?? ""}`,
    reopened: () => "opened it again",
    drafted: (it: { entry?: string }) => `wrote the entry ${it.entry ?? ""}`,
    merged: (it: { others?: number[] }) => `merged ${count(it.others?.length ?? 0, "gap", "gaps")} into it`,
    split: (it: { questions?: number }) => `took ${questions(it.questions ?? 0)} out`,
    undone: (it: { was?: string }) => `${it.was ?? "something"}, undone since`,
  } as Record<
    string,
    (it: { reason?: string; entry?: string; others?: number[]; questions?: number; was?: string }) => string
  >,
  stateDrafted: (who: string, entry: string) => `${who} wrote an answer, “${entry}”, which is not live yet.`,
  publish: "Publish it",
  stateDismissed: (who: string, why: string) => `${who} dismissed this: ${why}`,
  cameBack: (why: string) => `It was dismissed (“${why}”) and is back: many more have asked since.`,
  stateAnswered: (entry: string, when: string) => `Answered by “${entry}” since ${when}.`,
  tell: "Tell those who had asked",
  effect: "Did it help?",
  effectNone: "The entry is live; here is, week by week, how often it is asked, answered and helped.",
  beforeAfter: (weeks: number) => `${weeks} ${weeks === 1 ? "week" : "weeks"}`,
  before: "Before",
  after: "Since",
  columns: {
    asked: "Asked",
    answered: "Answered",
    helped: "Helped",
    refused: "Did not help",
    handed_over: "Went to a person",
  } as Record<string, string>,
  effectTable: "Before and since the entry is live",
  week: "Week from",

  reviewsIntro:
    "Answers the assistant gave though it was not sure, the most doubtful first. Your yes teaches it the customer's words; your no keeps the question for an entry that fits.",
  given: "It answered with",
  sure: (share: string) => `${share} sure`,
  chosen: "The customer chose this title",
  yes: "Yes, right answer",
  no: "No",
  skip: "Skip",
  noTitle: "Which entry answers it?",
  noText: "Its words are added to that entry. If none does, the question becomes a gap.",
  noEntry: "None: make it a gap",
  entry: "Entry",
  said: {
    yes: "The entry has learnt these words.",
    same: "The entry knows these words already.",
    other: "The other entry has learnt these words.",
    none: "It is among the gaps.",
    skip: "Skipped.",
  } as Record<string, string>,
  left: (n: number) => `${n.toLocaleString("en")} to look at`,
  noReviews: "Nothing waits for your yes or no",
  noReviewsText:
    "When the assistant gives an answer it is not quite sure of, and the customer says neither yes nor no, the question appears here.",
  teaches: "What you add is live with the next publishing.",
};
