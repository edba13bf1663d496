// What the page behind a mail's link says in English, beside what stands in resume.html.
export const strings = {
  page: {
    welcome: "Welcome back",
    still: "Your conversation is where you left it. Nothing has to be told again.",
    continue: "Continue the conversation",
    again: "Send me a new link",
    chat: "Open the chat",
  },
  opening: "Opening your conversation…",
  unreachable: "We can't be reached right now. Your link is still good: try again in a moment.",
  forgetful:
    "Your browser keeps nothing for this page, so the conversation can't be opened here. Allow it, or open the link in another browser.",
  usable: "We can send a new link to the address this one came to.",
  asking: "Asking for a new link…",
  mail: {
    sending: "A new link is on its way to the address this one came to.",
    limited: "Several new links went to this address within the hour. Please use the newest one.",
    off: "No mail goes out of here at the moment, so we can't send a new link.",
  },
  refused: {
    closed: "This link has been used already, or has expired.",
    not_found: "This is not one of our links. Perhaps a part of it is missing.",
    too_many: "Too many failed tries. Wait a little, then try again.",
  },
};

export type Resume = typeof strings;
