// Words around the reply in English: formatting, canned responses, answers that may fit.

export const composing = {
  marks: {
    bold: "Bold",
    italic: "Italic",
    list: "List",
    link: "Link",
    code: "Code",
  },
  formatting: "Formatting",
  cannedButton: "Canned responses",
  previewButton: "Preview",
  previewOf: (name: string) => `As ${name} will see it`,
  previewEmpty: "What you write appears here as the customer will see it.",
  offlineKept: "You are offline. What you send is kept and goes out when the connection is back.",

  canned: "Canned responses",
  cannedFound: (n: number) => (n === 1 ? "1 canned response" : `${n} canned responses`),
  cannedNone: (query: string) => `No canned response is called “${query}”.`,
  cannedEmpty: "There are no canned responses yet. Supervisors write them in the settings.",
  cannedMore: (n: number) => `${n} more: go on typing`,
  cannedKeys: "Arrow keys choose, Enter inserts, Escape closes.",
  everybodys: "everybody",
  gaps: {
    "customer.name": "the customer's name",
    "customer.email": "the customer's e-mail address",
    "agent.name": "your name",
    team: "the team",
    help_url: "the address of the help pages",
  } as Record<string, string>,
  fillIn: (what: string) => `Not sent: ${what} is not known. Fill in the marked place or take it out.`,

  closing: "Last words",
  closingNone: "none",
  closingWords: "Last words, as the customer will read them",

  newest: "To the newest",
  newMessages: (n: number) => (n === 1 ? "1 new message" : `${n} new messages`),
  newBelow: "New",

  fitting: "Answers that may fit",
  search: "Search all answers",
  fittingNone: "No answer fits the customer's last words. You can search all of them.",
  foundNone: (query: string) => `No answer has “${query}” or means the same.`,
  waitingForWords: "Answers that fit appear here once the customer has written.",
  insert: "Insert",
  insertOf: (title: string) => `Insert “${title}”`,
  flags: {
    refused: (at: string) => `refused at ${at}`,
    shown: (at: string) => `shown at ${at}`,
    helped: (at: string) => `shown at ${at}, helped`,
    sent: (at: string) => `sent by an agent at ${at}`,
  },
  knows: {
    refused: (name: string, at: string) => `${name} refused this at ${at}: `,
    shown: (name: string, at: string) => `${name} was shown this at ${at}: `,
    helped: (name: string, at: string) => `${name} was shown this at ${at}: `,
    sent: (name: string, at: string) => `An agent sent ${name} this at ${at}: `,
  },
  sendAnyway: "Send it anyway?",
  yesAnyway: "Send anyway",
  keepWriting: "Keep writing",
};
