// Every word of the widget in English. Other languages are files of the same shape beside this one.

const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const strings = {
  launcher: "Chat with us",
  unread: (n: number) => plural(n, "unread message", "unread messages"),
  panel: "Chat",
  close: "Close chat",
  title: "How can we help?",
  person: "Talk to a person",
  teamHere: "Our team is here",
  teamAway: "Our team is away",
  teamBack: (when: string) => `Our team is back ${when}`,
  disclosure: "You're chatting with an automated assistant, not a person. Ask for a person at any time.",
  withPerson: (name: string) => `You're talking to ${name}, a person.`,
  closed: "This conversation is closed. Write to open it again.",
  inLine: "You're waiting for a person. The assistant is silent meanwhile.",
  home: "Ask in your own words. The automated assistant gives one answer. If that doesn't help, a person takes over and sees everything you wrote.",

  log: "Conversation",
  messages: "Messages",
  you: "You",
  assistant: "Assistant (automated)",
  automated: "automated",
  agent: (name: string) => `${name}, support team`,
  delivered: "Delivered",
  read: (name: string) => `Read by ${name}`,
  sending: "Sending…",
  late: "Not sent yet — we'll keep trying. Your text is kept.",
  lateAsk: "Not through yet — we'll keep trying.",
  again: "Try again",
  remove: "Remove",
  typing: (name: string) => `${name} is typing…`,

  question: "Did this answer your question?",
  yes: "Yes",
  no: "No",
  readMore: "Read more",
  helped: "Good, this helped. You can ask something else any time.",
  notHelped: "You said this didn't help.",

  queueTitle: "Your place in line",
  position: (n: number) => `You're number ${n}`,
  noPosition: "You're in line for a person",
  wait: (low: number, high: number) => `Usually ${range(low, high)}.`,
  kept: "Your place is kept. You can close this chat and come back.",
  back: "Back to the assistant",
  asking: "Asking for a person…",

  reconnecting: "Reconnecting. What you write is kept and sent when we're back.",
  connecting: "Connecting…",
  unreachable: "The chat can't be reached yet. What you write is kept and sent when it can.",
  starting: "The assistant is starting; you can talk to a person now.",
  down: "The assistant is not available; you can talk to a person now.",

  message: "Your message",
  placeholder: "Write a message",
  reopen: "Write to reopen this chat",
  send: "Send",
  left: (n: number) => `${plural(n, "character", "characters")} left of 4,000`,
  over: (n: number) => `${plural(n, "character", "characters")} over the limit of 4,000`,

  system: {
    handoff_requested: {
      asked: "You asked for a person.",
      unsatisfied: "That answer didn't help, so a person takes over.",
      no_answer: "The assistant has no good answer to this, so a person takes over.",
      repeated: "One try is enough: a person takes over.",
      bot_unavailable: "The assistant is not available, so a person takes over.",
      sensitive: "This is something for a person.",
      rule: "This is something for a person.",
      agent: "A person takes over.",
    },
    queued: {
      handoff: "You're in line. The next person sees everything you wrote.",
      agent_lost: "You're at the front of the line. Nothing is lost.",
      released: "You're back in line, at the front. Nothing is lost.",
      transferred: "You've been passed to another team. They see everything you wrote.",
      overflow: "You've been passed to another team. They see everything you wrote.",
    },
    agent_joined: (name: string) => `${name} has joined, and can see this conversation.`,
    agent_left: {
      lost: (name: string) => `${name} lost the connection.`,
      idle: (name: string) => `${name} has been away too long.`,
      released: (name: string) => `${name} has handed this back.`,
      transferred: (name: string) => `${name} has passed this on.`,
      taken_over: (name: string) => `A colleague takes over from ${name}.`,
      returned: (name: string) => `${name} has left.`,
    },
    returned_to_bot: "You're back with the automated assistant.",
    follow_up_left: {
      sending: "We have your question and will reply by e-mail.",
      limited:
        "We have your question. No more mail goes to this address today: please come back here for our reply.",
      off: "We have your question. No mail goes out at the moment: please come back here for our reply.",
    },
    resolved: "This conversation is closed.",
    reopened: "This conversation is open again.",
    rated: (score: number) => `You rated this ${score} of 5. Thank you.`,
  },

  rateTitle: "How was this?",
  score: (n: number) => `${n} of 5`,
  worst: "Poor",
  best: "Very good",
  repeated: "Did you have to repeat yourself?",
  knewWho: "Was it always clear whom you talked to?",
  comment: "Anything to add? (optional)",
  sendRating: "Send rating",
  restart: "Start a new conversation",
};

export type Strings = typeof strings;

/** A measured range in words, never narrower than it was measured. */
function range(low: number, high: number): string {
  const from = Math.floor(low / 60);
  const to = Math.max(1, Math.ceil(high / 60));
  if (to === 1) return "about a minute";
  if (from === to) return `about ${to} minutes`;
  return from ? `${from} to ${to} minutes` : `less than ${to} minutes`;
}
