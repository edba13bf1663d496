// The words of the page where entries are brought in and taken out, in English.
const many = (n: number, one: string, more: string): string =>
  `${n.toLocaleString("en")} ${n === 1 ? one : more}`;

const what: Record<string, string> = {
  added: "Added",
  changed: "Changed",
  skipped: "Skipped",
  same: "Stays",
};

export const strings = {
  what,
  inAndOut: "Bring in, take out, start your own",
  bringIn: "Bring entries in",
  bringInText:
    "A table (CSV), a help centre’s export (Zendesk or Intercom, as JSON), or what was taken out here. You see what would become of it before anything is written. What is new is a draft.",
  file: "File",
  fileHelp:
    "At most 5 MB. Columns of a table: title, answer, phrasings (one a line), topic; all others are optional.",
  intoTopic: "Topic for what is new",
  intoTopicHelp: "Left empty, the file says it.",
  tooLarge: (name: string) => `${name} is larger than 5 MB. Split it, or take pictures out of it.`,
  notRead: (name: string) => `${name} could not be read by the browser. Choose it again.`,
  looking: "Looking at it…",
  wouldBe: (added: number, changed: number, skipped: number, same: number) =>
    `${added.toLocaleString("en")} would be added, ${changed.toLocaleString("en")} changed, ${skipped.toLocaleString("en")} skipped, ${same.toLocaleString("en")} ${same === 1 ? "is" : "are"} here just so.`,
  nothingToDo: "There is nothing in it that is not here already.",
  importNow: (n: number) => `Import ${many(n, "entry", "entries")}`,
  importing: "Importing…",
  another: "Choose another file",
  imported: (n: number) => `${many(n, "entry was", "entries were")} imported.`,
  whatHead: ["Question", "Topic", "What happens", "Why"],
  problemsIn: (n: number) => `${many(n, "thing", "things")} in the file to know`,
  inRow: (line: number, sentence: string) => `Row ${line}: ${sentence}`,
  andMore: (n: number) => `And ${n.toLocaleString("en")} more.`,
  takeOut: "Take entries out",
  takeOutText: "Everything with drafts, as it stands now. Each can be brought in again.",
  asTable: "Table (CSV)",
  asJson: "JSON",
  asFiles: "The files (ZIP)",
  startOwn: "Start your own",
  startOwnText:
    "The sample shop’s entries leave, and small talk speaks in your name. Nothing is lost: all that stands there now is copied beside it first. Entries you have written yourself stay. Customers see the sample shop until you publish.",
  shopName: "Your shop’s or organisation’s name",
  inLanguage: "Language of your entries",
  startAction: "Start my own content",
  startTitle: "Start with your own content?",
  started: "It is yours now",
  seeEntries: "See the entries",
};
