// What travels between a face and the service: the shapes of docs/protocol.md, as far as the faces read them.

export type Role = "customer" | "bot" | "agent" | "system";
export type Status = "with_bot" | "queued" | "with_agent" | "follow_up" | "resolved";

export interface Speaker {
  role: Role;
  id?: string | null;
  name?: string | null;
  avatar?: string | null;
}

export interface Fact {
  conversation: string;
  seq: number;
  /** The last event before this one that this reader may see; 0 for none. */
  prev: number;
  at: string;
  by: Speaker;
  /** Where a fact leads to a mail: what became of it. */
  mail?: Posting;
}

/** On its way; not sent, because the address has had as many as it may; no mail goes out at all. */
export type Posting = "sending" | "limited" | "off";

export type Said = Fact & {
  /** `told`: news of what they had asked, from a person, whoever holds the conversation. */
  kind: "customer_said" | "bot_said" | "agent_said" | "told";
  text: string;
  client_id?: string | null;
  link?: string | null;
  /** `mail`: by e-mail; left out or `chat`: here. */
  channel?: string | null;
  /** The FAQ entry an agent sent. */
  entry?: string | null;
  /** The known issue that is over. */
  issue?: string;
};

export type Answered = Fact & {
  kind: "bot_answered";
  entry: string;
  title: string;
  text: string;
  url?: string | null;
  intent?: string;
  confidence?: number | null;
  /** Known issues open on the entry. */
  issues?: { id: string; title: string; text: string }[];
  /** The titles it was chosen from. */
  suggestion?: number;
  media?: Medium[];
  /** Choices after the answer, which belong to it. */
  steps?: Step[];
} & Noticed;

/** Shown by its address; `alt` says what is to be seen. */
export interface Medium {
  url: string;
  alt: string;
}

/** Its text, then its own choices or an end. */
export interface Step {
  label: string;
  text?: string;
  media?: Medium[];
  steps?: Step[];
  ends?: "helped" | "person";
}

/** A choice the customer made; `trail` are the labels that led there, and its own. */
export type Stepped = Fact & {
  kind: "step_taken";
  answer: number;
  path: number[];
  label: string;
  trail: string[];
  text: string;
};

/** Titles to choose from; `entries` are three at most. */
export type Suggested = Fact & {
  kind: "bot_suggested";
  entries: { entry: string; title: string }[];
} & Noticed;

/** What the bot recognised and looked up: for agents only. */
export type Noticed = {
  entities?: { entity: string; value: unknown }[];
  note?: { orders?: { number: string; state: string; carrier?: string | null }[]; steps?: string[][] };
};

export type Judged = Fact & {
  kind: "feedback_given";
  answer: number;
  helpful: boolean;
  /** Said in words, not by a button. */
  typed?: boolean | null;
};
export type Started = Fact & {
  kind: "conversation_started";
  /** Which of the customer's conversations it is. */
  number?: number;
  page?: { url: string; title?: string } | null;
  locale?: string | null;
  disclosure: string;
  time_zone?: string | null;
};
export type Joined = Fact & { kind: "agent_joined"; agent: Person };
export type Left = Fact & { kind: "agent_left"; agent: Person; reason: string };
export type Moved = Fact & {
  kind: "handoff_requested" | "queued" | "returned_to_bot" | "resolved" | "reopened";
  reason?: string | null;
  team?: string | null;
  /** None of these titles was right. */
  suggestion?: number;
} & Noticed;
/** A transfer to one agent or to a team; `note` for agents. */
export type Offered = Fact & {
  kind: "transfer_offered" | "transfer_declined";
  to_agent?: Person | null;
  to_team?: string | null;
  note?: string | null;
  reason?: string;
};
/** What the customer left to go on later. By mail they leave no words. */
export type LeftForLater = Fact & {
  kind: "follow_up_left";
  email: string;
  text: string;
  /** By when we reply. */
  due: string;
  team: string;
  phone?: string | null;
  /** When they want to be called back. */
  slot?: string | null;
};
/** By an agent, or given back to the team. */
export type TakenForLater = Fact & { kind: "follow_up_taken"; agent: Person | null; team?: string | null };
export type Noted = Fact & { kind: "note_added" | "whispered"; text: string };
/** Who the site says they are; `continues` is another conversation of theirs that ended for this one. */
export type Identified = Fact & { kind: "customer_identified"; continues?: string } & Partial<Profile>;
export interface Profile {
  id: string;
  name: string | null;
  email: string | null;
  attributes: Record<string, string | number | boolean>;
  verified: boolean;
}
export type Tagged = Fact & { kind: "conversation_tagged"; tags: string[] };
export type Rated = Fact & {
  kind: "rated";
  score: number;
  comment?: string | null;
  repeated?: boolean | null;
  knew_who?: boolean | null;
};

export type LogEvent =
  | Said
  | Answered
  | Suggested
  | Judged
  | Stepped
  | Started
  | Joined
  | Left
  | Moved
  | Offered
  | LeftForLater
  | TakenForLater
  | Noted
  | Identified
  | Tagged
  | Rated;
export type Kind = LogEvent["kind"];

export interface Person {
  id?: string | null;
  name: string;
  avatar?: string | null;
}

export interface Page {
  events: LogEvent[];
  more: boolean;
}

export interface Head {
  conversation: string;
  seq: number;
}

export type Done = { ok: true; head?: Head; conversation?: string; number?: number } & Record<
  string,
  unknown
>;
export type Refused = { ok: false; code: string; message: string; retry_s?: number; field?: string };
export type Ack = Done | Refused;

export interface Staff {
  open: boolean;
  agents: Person[];
  /** When the first team begins; null inside its hours, whether or not anybody is there. */
  opens_at?: string | null;
  closes_at?: string | null;
  /** The team's, in which those two are even hours. */
  time_zone?: string | null;
}

export type BotState = "ok" | "starting" | "down";

export interface Place {
  position: number;
  /** Shortest and longest likely wait in seconds; null where nothing was measured. */
  wait: [number, number] | null;
  /** To go on later instead of waiting, where that is the better way. */
  follow_up?: Offer | null;
}

export interface Offer {
  because: "closed" | "nobody" | "long_wait";
  opens_at: string | null;
  /** By when we would reply. */
  due: string;
  /** Whether mail goes out at all. */
  mail: boolean;
  callbacks: boolean;
  /** The next times at which we could call back. */
  slots: string[];
  /** The address we know already. */
  email: string | null;
  /** What may help meanwhile. */
  entries: { entry: string; title: string; url?: string | null }[];
}

export interface CustomerWelcome extends Page {
  token: string;
  /** An agent's last mark, where it is remembered. */
  read?: { by: Speaker; seq: number } | null;
  conversation: { id: string; number: number; status: Status; seq: number; agent: Person | null };
  /** Who they have proved to be on this connection. */
  customer?: { id: string; name: string | null; verified: boolean } | null;
  disclosure: string;
  staff: Staff;
  bot: BotState;
}

export interface Summary {
  id: string;
  status: Status;
  reason: string | null;
  team: string | null;
  since: string;
  position: number | null;
  customer: { name: string | null; verified: boolean };
  last: { at: string; by: Role; text: string } | null;
  agent: Person | null;
  /** The customer waits for our words. */
  owed: boolean;
  due: string | null;
  returned: boolean;
  urgent: boolean;
  email: string | null;
  offer: Offer | null;
  nudge: Nudge | null;
  /** When the consoles were rung for it again. */
  rung: string | null;
}

export interface Offer {
  by: Person;
  to_agent: Person | null;
  to_team: string | null;
  note: string | null;
}

/** A customer waits for an agent's words since then, and goes back to the queue. */
export interface Nudge {
  since: string;
  requeued_at: string | null;
}

export type AgentState = "available" | "busy" | "wrapping_up" | "away";

export interface AgentStatus {
  available: boolean;
  label: string | null;
  state: AgentState;
  /** When wrapping up ends by itself, and what comes then. */
  until: string | null;
  then: AgentState | null;
}

export interface Loss {
  conversation: string;
  customer: { name: string | null };
  at: string;
  reason: string;
}

export interface Colleagues {
  agents: {
    id: string;
    name: string;
    state: AgentState;
    label: string | null;
    load: number;
    teams: string[] | null;
  }[];
  teams: { name: string; open: boolean; members: number; available: number; waiting: number }[];
}

export interface Agent {
  id: string;
  name: string;
  role: string;
  email?: string;
}

export interface AgentWelcome {
  agent: Agent & AgentStatus;
  queue: Summary[];
  waiting: Record<string, number>;
  /** What people call the teams that are not called by their name. */
  titles: Record<string, string>;
  mine: Summary[];
  follow_ups: Summary[];
  offers: Summary[];
  held: Summary[];
  lost: Loss[];
}

export interface SummaryChange {
  op: "add" | "update" | "remove";
  conversation: Summary;
}
