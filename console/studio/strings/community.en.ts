// The words of the page about public questions, in English.
const count = (n: number, one: string, many: string): string =>
  `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

export const strings = {
  intro:
    "Customers ask beneath an entry of the help pages, and answer each other. Nobody reads it before you have: approve it, change a word, answer it yourself, or refuse it with a reason.",
  states: { pending: "To read", approved: "On the help pages", rejected: "Refused" } as Record<
    string,
    string
  >,
  show: "Show",
  pending: (n: number) => (n ? `${count(n, "question or answer waits", "questions and answers wait")}.` : ""),
  none: {
    pending: "Nothing waits to be read",
    approved: "No question is on the help pages yet",
    rejected: "Nothing was refused",
  } as Record<string, string>,
  noneText:
    "At the end of every help page stands “Ask a question about this”. What customers write there appears here first.",
  about: "About",
  gone: (entry: string) => `${entry} (not live any more)`,
  by: (name: string | null, when: string) => `${name ?? "A customer"} · ${when}`,
  ours: (name: string, when: string) => `${name}, our team · ${when}`,
  answerBy: (name: string | null, when: string) => `Answer by ${name ?? "a customer"} · ${when}`,
  useful: (n: number) => `useful to ${n.toLocaleString("en")}`,
  reported: (n: number) => count(n, "report", "reports"),
  tellMail: "Whoever asked gets one mail with the first answer.",
  approve: "Approve",
  approved: "It is on the help pages now.",
  keep: "Leave it there",
  edit: "Change the words",
  text: "What everybody reads",
  reject: "Refuse",
  rejectTitle: "Refuse it, with a reason",
  reason: "Reason",
  reasonHelp: "For colleagues; the customer is not told.",
  rejected: "It is refused. Nobody sees it.",
  takeBack: "Take it from the help pages",
  because: (who: string | null, reason: string | null) => `Refused by ${who ?? "somebody"}: ${reason ?? "—"}`,
  answer: "Answer",
  yourAnswer: "Our answer",
  answerHelp: "Your name stands beneath it. It is on the help page at once, and the question with it.",
  publish: "Answer on the help page",
  answered: "Your answer is on the help page.",
  makeEntry: "Make an entry of it",
};
