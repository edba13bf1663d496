// The words of the page about visitors who are kept out, in English.

export const strings = {
  caption: "Blocked visitors",
  intro: "Agents block somebody from the conversation. They see that the chat is closed to them, and why.",
  none: "Nobody is blocked",
  noneText: "Whoever you block in a conversation appears here, and can be let in again.",
  nameless: "A visitor without a name",
  visitor: "Visitor",
  reason: "Reason",
  by: "Blocked by",
  since: "Since",
  until: "Until",
  forGood: "For good",
  letIn: "Let in again",
  letInOf: (name: string) => `Let ${name} in again`,
  title: (name: string) => `Let ${name} in again?`,
  text: "They can write to you at once.",
  done: (name: string) => `${name} can write to you again.`,
};
