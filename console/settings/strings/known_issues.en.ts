// The words of the page about known issues, in English.

export const strings = {
  caption: "Known issues",
  intro:
    "Customers see open issues in the chat before they ask, and beside the answers they are linked with. They can say that it affects them, too; each is counted once.",
  post: "Post an issue",
  change: "Change",
  changeOf: (title: string) => `Change “${title}”`,
  none: "No issue is known",
  noneText:
    "When something goes wrong for many, say it here once: fewer have to wait for a person to hear it.",
  title: "What is wrong",
  titleHelp: "In a few words, as customers would say it: “Parcels to Scotland are late”.",
  text: "What customers should know",
  textHelp: "What is being done, until when, and what they can do. Markdown: **bold**, lists, links.",
  entries: "Answers that carry it",
  entriesHelp: "Whoever asks one of these is told of the issue as well.",
  state: "State",
  since: "Since",
  affected: "Affected",
  people: (n: number) => (n === 1 ? "1 customer" : `${n.toLocaleString("en")} customers`),
  open: "Open",
  closed: (when: string) => `Closed ${when}`,
  linked: (n: number) => (n === 1 ? "1 answer" : `${n} answers`),
  save: "Save",
  posted: (title: string) => `“${title}” is posted. Customers see it now.`,
  saved: (title: string) => `“${title}” is saved.`,
  close: "Close the issue",
  isClosed: (title: string) => `“${title}” is closed. Customers see it no more.`,
  reopen: "Open it again",
  isOpen: (title: string) => `“${title}” is open again.`,
};
