// The words of telling customers who had asked, in English.

const customers = (n: number): string => (n === 1 ? "1 customer" : `${n.toLocaleString("en")} customers`);

export const strings = {
  intro:
    "Who asked something before there was an answer can be told that there is one now: once, in their conversation, and by mail where an address is known. You write and review the words.",
  toTell: (n: number) => `${customers(n)} can be told`,
  asked: {
    gap: (n: number) => `${customers(n)} asked this.`,
    release: (n: number) => `${customers(n)} asked what this release answers.`,
    issue: (n: number) => `${customers(n)} said that this affects them.`,
  } as Record<string, (n: number) => string>,
  wereTold: (n: number) => `${n.toLocaleString("en")} were told already.`,
  wereHelped: (n: number) => `${n.toLocaleString("en")} said since that an answer helped.`,
  notReached: (n: number) =>
    n === 1
      ? "1 can't be reached: they never wrote to us, or are kept out."
      : `${n.toLocaleString("en")} can't be reached: they never wrote to us, or are kept out.`,
  about: "What they are told of",
  gap: (id: string) => `Gap ${id}`,
  release: (id: string) => `Release ${id}`,
  issue: "A known issue that is over",
  noEntry:
    "No live entry answers this yet. Publish one first, and its title and link can be put in; or write without them.",
  who: "Who",
  whoCaption: "Customers who can be told",
  question: "They asked",
  when: "When",
  reach: "Told",
  inChat: "in the chat",
  byMail: "in the chat and by mail",
  solvedBy: (name: string) => `${name} solved it`,
  withoutWords: "said that it affects them",
  tellThem: (who: string) => `Tell: ${who}`,
  all: "All",
  none: "None",
  more: (n: number) => `Show all ${n.toLocaleString("en")}`,
  message: "Message",
  messageHelp: (names: string) =>
    `Sent under your name. ${names} is put in for each customer; a line that can't be filled in is left out. Markdown: **bold**, lists, links.`,
  messageIn: (language: string) => `Message in ${language}`,
  preview: "What they read",
  previewOf: (n: number, mailed: number) =>
    mailed ? `${customers(n)}, ${mailed.toLocaleString("en")} of them by mail, too.` : `${customers(n)}.`,
  noMail: "No mail goes out of this installation: they see it when they come back to the chat.",
  tell: (n: number) => `Tell ${customers(n)}`,
  sureTitle: (n: number) => `Tell ${customers(n)}?`,
  sure: "Each of them hears of this once and never again. What was sent can't be taken back.",
  notNow: "Not now",
  sending: (sent: number, total: number) => `${sent.toLocaleString("en")} of ${customers(total)} told`,
  sent: (n: number) => `${customers(n)} told`,
  mailed: (n: number) => `${n.toLocaleString("en")} by mail, too`,
  left: (n: number) => `${n.toLocaleString("en")} still wait`,
  failed: (n: number) => `${n.toLocaleString("en")} could not be told`,
  known: (n: number) => `${n.toLocaleString("en")} had heard of it`,
  stop: "Stop",
  stopTitle: "Tell nobody else?",
  stopText: "Whoever has heard of it has. The others can be told later.",
  stopped: "Stopped. Who has not heard of it can be told later.",
  history: "What was told",
  historyCaption: "Messages to customers who had asked",
  what: "What",
  by: "By",
  result: "Result",
  nobodyTold: "Nobody was told anything yet",
  nobodyToldText:
    "When an entry that answers a gap is live, the gap and its release lead here, to everybody who had asked. So does a known issue, when you close it.",
  nobodyLeft: "Nobody is left to be told",
  nobodyLeftText: "Everybody who asked was told, was helped since, or can't be reached.",
  nothingAnswered: "No gap is answered by this release",
  nothingAnsweredText:
    "Entries that were written for a gap lead to everybody who had asked. Which gaps a release answers is known a few seconds after it is live.",
  lookAgain: "Look again",
  affectedTitle: (n: number) =>
    n === 1 ? "Tell the customer whom it affected?" : `Tell the ${n.toLocaleString("en")} people affected?`,
};
