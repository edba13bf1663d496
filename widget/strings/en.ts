// Every word of the widget in English. Other languages are files of the same shape beside this one.
import { counting } from "./counting.ts";

const { count, number } = counting<"one" | "other">("en");
const minutes = { one: "# minute", other: "# minutes" };

export const strings = {
  /** Of these words, for the names of days and months between them. */
  language: "en",
  /** Which way they run. */
  direction: "ltr",
  /** The region where these words go with a clock of 24 hours. */
  on24Hours: "en-GB",
  launcher: "Chat with us",
  loading: "One moment…",
  notLoaded: "This could not be loaded.",
  unread: (n: number) => count(n, { one: "# unread message", other: "# unread messages" }),
  panel: "Chat",
  close: "Close chat",
  title: "How can we help?",
  person: "Talk to a person",
  keep: "Keep this conversation",
  there: (names: string) => `Here now: ${names}`,
  teamHere: "Our team is here",
  teamUntil: (when: string) => `Here until ${when}`,
  opens: (when: string) => `We open ${when}`,
  nobody: "Nobody is available right now",
  /** A weekday, and a day of a month, as they stand in sentences: "el lunes", "le 5 janv.". */
  weekday: (day: string) => day,
  date: (day: string) => day,
  moment: (day: string, time: string) => `${day} ${time}`,
  today: "today",
  tomorrow: "tomorrow",
  yourTime: "(your time)",
  disclosure: "You're chatting with an automated assistant, not a person. Ask for a person at any time.",
  withPerson: (name: string) => `You're talking to ${name}, a person.`,
  closed: "This conversation is closed. Write to open it again.",
  inLine: "You're waiting for a person. The assistant is silent meanwhile.",
  later: "A person will reply. You can go on writing here; the assistant is silent.",
  home: "Ask in your own words. The automated assistant gives one answer. If that doesn't help, a person takes over and sees everything you wrote.",
  homeAway: "You can ask for a person all the same. We then offer to reply by e-mail, or keep your place.",

  log: "Conversation",
  messages: "Messages",
  you: "You",
  byMail: (who: string) => `${who}, by e-mail`,
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
  which: "Which of these do you mean?",
  noneOfThese: "None of these: a person",
  chosen: (title: string) => `${title} (your choice)`,
  noneFits: "You said none of these fits.",

  queueTitle: "Your place in line",
  position: (n: number) => `You're number ${number(n)}`,
  noPosition: "You're in line for a person",
  /** Minutes, from and to; where `from` is 0, less than `to`. */
  wait: (from: number, to: number) => {
    if (to === 1) return "Usually about a minute.";
    if (from === to) return `Usually about ${count(to, minutes)}.`;
    return from
      ? `Usually ${number(from)} to ${count(to, minutes)}.`
      : `Usually less than ${count(to, minutes)}.`;
  },
  kept: "Your place is kept. You can write more, or close this chat and come back.",
  back: "Back to the assistant",
  asking: "Asking for a person…",

  because: {
    closed: (opens: string | null) => (opens ? `We open ${opens}.` : "We're closed right now."),
    nobody: () => "Nobody is available right now.",
    long_wait: () => "This takes longer than it should.",
  },
  offer: (due: string, mail: boolean) =>
    `You needn't wait. Leave a message, and we'll reply ${mail ? "by e-mail" : "here"} by ${due}.`,
  leave: "Leave a message",
  spokenOffer: (why: string) => `${why} You can leave a message.`,

  offline: "You're offline. What you write is kept and sent when you're back.",
  reconnecting: "Reconnecting. What you write is kept and sent when we're back.",
  connecting: "Connecting…",
  unreachable: "The chat can't be reached yet. What you write is kept and sent when it can.",
  starting: "The assistant is starting; you can talk to a person now.",
  down: "The assistant is not available; you can talk to a person now.",

  message: "Your message",
  placeholder: "Write a message",
  reopen: "Write to reopen this chat",
  send: "Send",
  left: (n: number) => `${count(n, { one: "# character", other: "# characters" })} left of ${number(4_000)}`,
  over: (n: number) =>
    `${count(n, { one: "# character", other: "# characters" })} over the limit of ${number(4_000)}`,

  refused: {
    bad_request: "This could not be understood. Please change it and try again.",
    too_long: "This is too long. Please shorten it.",
    empty: "There is nothing to send yet.",
    unauthorised: "You can't do this any more. Please reload the page.",
    not_found: "This isn't there any more.",
    forbidden: "This is not allowed here.",
    conflict: "Somebody was faster. Please look again.",
    not_now: "This can't be done right now.",
    too_many: "That was a lot at once. Please wait a moment.",
    closed: "This is closed already.",
    unavailable: "This didn't work. Please try again.",
  },

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
      agent_lost: "You're back in line, at the front. The next person sees everything, notes included.",
      released: "You're back in line, at the front. The next person sees everything you wrote.",
      transferred: "You're at the front of another team's line. They see everything you wrote.",
      overflow: "Another team helps out. You keep the time you have waited; they see everything you wrote.",
    },
    agent_joined: (name: string) => `${name} has joined, and can see this conversation.`,
    agent_left: {
      lost: (name: string) => `${name}'s connection was lost.`,
      idle: (name: string) => `${name} hasn't answered for a while and has left.`,
      released: (name: string) => `${name} has left and handed this back to the team.`,
      transferred: (name: string) => `${name} has left and passed this on.`,
      taken_over: (name: string) => `${name} has left; a colleague takes over.`,
      returned: (name: string) => `${name} has left.`,
    },
    returned_to_bot: "You're back with the automated assistant.",
    follow_up_left: {
      sending: (due: string, email: string | null) =>
        `We'll reply ${email ? `to ${email}` : "by e-mail"} by ${due}.`,
      limited: (due: string) =>
        `We'll reply by ${due}. No more mail goes to this address today: please come back here for our reply.`,
      off: (due: string) =>
        `We'll reply by ${due}. No mail goes out at the moment: please come back here for our reply.`,
    },
    call_back: (slot: string, phone: string | null) =>
      `We'll call you ${slot}${phone ? ` at ${phone}` : ""}.`,
    resolved: {
      solved: "This conversation is closed.",
      restarted: "You closed this conversation.",
      idle: "This conversation was closed after a long silence.",
    },
    reopened: {
      customer: "This conversation is open again.",
      staffed: "Somebody is here now: this conversation is open again.",
    },
    rated: (score: number) => `You rated this ${number(score)} of ${number(5)}. Thank you.`,
  },
};

/** What only the parts say that are fetched when they are wanted. */
export const more = {
  steps: "What fits?",
  stepBack: "Back",
  tried: "You tried:",
  watch: (what: string) => `Watch: ${what}`,
  knownIssue: "Known issue",
  affectsMe: "This affects me, too",
  counted: "Thank you. You are counted.",
  search: "Search the answers",
  found: (n: number) => count(n, { one: "# answer found", other: "# answers found" }),
  results: "Answers found",
  nothingFound: "Nothing found. Ask in your own words below.",
  askThis: "Ask this in the chat",
  common: "Common questions",
  topics: "Browse by topic",
  backToHelp: "Back to all questions",
  knownIssues: "Known issues",
  formTitle: "Leave a message",
  changeTitle: "Change your message",
  formIntro: (due: string, mail: boolean) =>
    `We'll reply ${mail ? "by e-mail" : "here"} by ${due}. Whoever replies sees this whole conversation. Sending ends your wait in line.`,
  changeIntro: "The new one takes the place of the one you sent.",
  entries: "Perhaps this helps",
  text: "Your message",
  email: "E-mail address for our reply",
  emailUnmailed: "Your e-mail address",
  emailKnown: "We'll reply to",
  otherAddress: "Use another address",
  slot: "Or shall we call you? (optional)",
  noSlot: "No, reply by e-mail",
  noSlotUnmailed: "No, reply here",
  phone: "Phone number",
  phoneHint: "With the country's code, as in +44 20 7946 0000",
  sendForm: "Send message",
  keepWaiting: "Keep waiting",
  keepSent: "Keep it as it was",
  edit: "Change it before it is sent",
  needText: "Write what we should reply to.",
  needEmail: "We need an address to reply to, as in mia@example.com.",
  needPhone: "We need a number to call.",
  slotGone: "This time is not free any more. Please choose another.",
  tooLong: (over: number) =>
    `${count(over, { one: "# character", other: "# characters" })} over the limit of ${number(4_000)}.`,

  laterTitle: "What happens next",
  replyBy: (due: string) => `We'll reply by ${due}`,
  callAt: (slot: string) => `We'll call you ${slot}`,
  overdue: (due: string) => `We're late: we said we'd reply by ${due}`,
  overdueNote: "We're sorry. Your message is still with us, and our team is reminded of it.",
  callDue: (slot: string) => `We were to call you ${slot}`,
  callDueNote: "If we didn't reach you, write here: your message is still with us.",
  replied: (when: string, mail: boolean) => `We replied ${mail ? "by e-mail" : "here"} ${when}`,
  repliedNote: "Write here if you have more to ask.",
  to: (email: string) => `To ${email}.`,
  at: (phone: string) => `At ${phone}.`,
  comeBack: "Please come back here for our reply: no mail goes to you.",
  laterNote: "You can close this chat. If you write here, we answer here as soon as somebody is free.",
  change: "Change address or message",
  personNow: "Talk to a person now",
  personWait: "Wait for a person",

  savePage: "Save as a page",
  saveText: "Save as text",
  emailTranscript: "Send it to your e-mail address",
  emailTranscriptHint: "If we don't know the address yet, we first ask there whether it is yours.",
  sendTranscript: "Send",
  closeKeeping: "Done",
  saved: "Saved. Look among your downloads.",
  notSaved: "This did not work. Check your connection, then try again.",
  transcriptMail: {
    sending: (email: string) => `On its way to ${email}.`,
    confirm: (email: string) => `We sent a link to ${email}. Open it, and the conversation follows.`,
    limited: "Several mails went to this address already. Try again later, or save a file.",
    off: "No mail goes out at the moment. Save a file instead.",
  },

  rateTitle: "How was this?",
  score: (n: number) => `${number(n)} of ${number(5)}`,
  worst: "Poor",
  best: "Very good",
  repeated: "Did you have to repeat yourself?",
  knewWho: "Was it always clear whom you talked to?",
  comment: "Anything to add? (optional)",
  sendRating: "Send rating",
  restart: "Start a new conversation",
};
