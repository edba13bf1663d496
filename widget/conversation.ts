// The customer's side of one conversation: what is known, what was asked for, and what the service said of it.
import { newClientId } from "./connection/client_id.ts";
import type { Identity } from "./api.ts";
import { keep, recall } from "./connection/keep.ts";
import { after, atFirst, type Holding } from "./connection/holder.ts";
import { Line } from "./connection/line.ts";
import { CatchUp, Log } from "./connection/log.ts";
import { Observed } from "./connection/observed.ts";
import { hear } from "./connection/tabs.ts";
import { Outbox, type Parcel } from "./connection/outbox.ts";
import type {
  Ack,
  BotState,
  CustomerWelcome,
  Head,
  LogEvent,
  Offer,
  Page,
  Place,
  Refused,
  Speaker,
  Staff,
} from "./connection/wire.ts";
import { KeptForm } from "./form.ts";
import { refusal } from "./strings/refused.ts";
import { locale, strings } from "./strings/strings.ts";

/** A sign of typing is believed this long; the typist renews it sooner. */
const typingMs = 6_000;
const renewTypingMs = 3_000;

interface Glance {
  by: string;
  seq: number;
}

export class Conversation extends Observed {
  live = false;
  /** A first welcome came: before it nothing is known, after it everything shown was true once. */
  known = false;
  /** Tried in vain at least once since the service was last heard. */
  failed = false;
  refusal = "";
  disclosure = "";
  staff: Staff = { open: true, agents: [] };
  bot: BotState = "ok";
  place: Place | null = null;
  /** The last offer to go on later: what it said of call-backs holds beyond the wait. */
  offer: Offer | null = null;
  /** Counts up when words were put into the composer's draft from elsewhere. */
  handed = 0;
  /** The entry that the site opened the chat at. */
  wanted: string | null = null;
  typing: string | null = null;
  /** How far an agent has read, and who: it stays true when somebody else takes over. */
  read: Glance | null = null;
  holding: Holding = atFirst;
  /** The last event the customer has had before their eyes. */
  seen = Number(recall("seen")) || 0;

  /** What we connected with. */
  private token = recall("token");
  /** Of the conversation shown, among this customer's. */
  private number = 0;
  private catchUp = this.logOf("");
  private line: Line;
  private typingUntil: ReturnType<typeof setTimeout> | undefined;
  private saidTyping = 0;
  /** What the site says of who this is, until the service has taken it. */
  private identity: Identity | null = null;
  /** What of it this connection was told. */
  private carried: Identity | null = null;
  readonly outbox: Outbox;
  readonly later = new KeptForm(this.changed);

  constructor(readonly origin: string) {
    super();
    this.line = new Line(origin, "/customer", () => this.credentials(), {
      on: {
        welcome: (welcome: CustomerWelcome) => this.welcome(welcome),
        event: (event: LogEvent) => this.event(event),
        head: (head: Head) => this.head(head),
        queue: (place: Place | null) => this.tell({ place, offer: place?.follow_up ?? this.offer }),
        staff: (staff: Staff) => this.tell({ staff }),
        bot: ({ state }: { state: BotState }) => this.tell({ bot: state }),
        typing: (hint: { by?: { name?: string }; conversation?: string }) => this.hearTyping(hint),
        read: (mark: { by: Speaker; seq: number }) => this.marked(mark),
      },
      live: (live) => this.connected(live),
      refused: (refused) => {
        const { code, message } = refused;
        // Not whom the site says: it hears of it, and the visitor goes on as they are.
        if (this.identity && !passes(refused)) return this.unproven(message);
        // A visitor we no longer know begins anew: the old conversation is not theirs to read any more.
        if (code === "unauthorised" && recall("token")) keep("token", null);
        else this.tell({ refusal: refusal(code, message) });
      },
    });
    this.outbox = new Outbox(
      "customer",
      (name, payload) => this.line.call(name, payload),
      () => this.sending(),
      (parcel, ack) => {
        this.later.arrived(parcel.client_id);
        if (ack.conversation) this.goOn(ack.conversation, ack.number);
        if (ack.head) this.head(ack.head);
      },
    );
    hear("seen", (_, seq) => this.tell({ seen: Math.max(this.seen, this.isKept ? Number(seq) : 0) }));
    hear("token", (_, token) => token && this.known && token !== this.token && this.line.anew());
    this.line.open();
  }

  get events(): readonly LogEvent[] {
    return this.catchUp.log.events;
  }

  get id(): string {
    return this.catchUp.log.conversation;
  }

  get unread(): number {
    const heard = this.events.filter(
      ({ seq, kind }) => seq > this.seen && /^(bot|agent)_(said|answered|suggested)$|^told$/.test(kind),
    );
    return heard.length;
  }

  say(text: string): void {
    this.outbox.send("say", { text });
  }

  ask(
    name: "person" | "bot" | "restart" | "feedback" | "choose" | "step" | "unhelped" | "rate",
    payload: Record<string, unknown> = {},
  ): void {
    this.outbox.send(name, payload);
  }

  /** In one click from a page: a person, who sees the entry that was read or the question that was typed there. */
  bringPerson(entry?: string | null, question?: string | null): void {
    if (entry) return this.ask("unhelped", { entry, ...(question && { question }) });
    if (question) this.say(question);
    this.ask("person");
  }

  /** A known issue is theirs, too. Whether that is counted. */
  async affected(issue: string): Promise<boolean> {
    return (await this.line.call("affected", { client_id: newClientId(), issue })).ok;
  }

  /** The form that is on its way, or was refused. */
  get leaving(): Parcel | undefined {
    return this.outbox.parcels.findLast(({ name }) => name === "follow_up");
  }

  leave(): void {
    const { text, email, phone, slot } = this.later.form!;
    const callBack = slot ? { slot, phone: phone.trim() } : {};
    const sent = this.outbox.send("follow_up", { email: email.trim(), text: text.trim(), ...callBack });
    this.later.fill({ parcel: sent.client_id });
  }

  /** The file as the service makes it. */
  transcript(format: "html" | "txt"): Promise<Response> {
    const asked = new URLSearchParams({
      format,
      zone: zone(),
      locale: strings.language,
      conversation: this.id,
    });
    const headers = { Authorization: `Bearer ${this.token}` };
    return fetch(`${this.origin}/api/transcript?${asked}`, { headers, credentials: "omit" });
  }

  /** Answered once, and not kept for later: whoever asks stands there waiting. */
  mailTranscript(email: string): Promise<Ack> {
    const asked = { email, conversation: this.id, zone: zone(), client_id: newClientId() };
    return this.line.call("transcript", asked);
  }

  /** Who the visitor is, signed by the site; null: nobody it knows any more, as after signing out. */
  identify(identity: Identity | null): void {
    if (!identity) return this.forget();
    this.identity = identity;
    if (this.live) this.prove(); // Else the next connection carries it.
  }

  private prove(): void {
    const identity = (this.carried = this.identity);
    void this.line.call("identify", { identity, client_id: newClientId() }).then((ack) => {
      if (this.identity !== identity) return; // Taken with the welcome, or somebody else by now.
      if (ack.ok) this.identity = null;
      else if (!passes(ack)) this.unproven(ack.message);
      else if (ack.retry_s) setTimeout(() => this.proveAgain(identity), ack.retry_s * 1_000);
    });
  }

  private proveAgain(identity: Identity | null): void {
    if (this.live && this.identity && this.identity === identity) this.prove();
  }

  private credentials(): object {
    const identity = (this.carried = this.identity);
    return { ...credentials((this.token = recall("token"))), ...(identity && { identity }) };
  }

  private unproven(message: string): void {
    this.identity = null;
    console.warn(`Handrail: ${message}`);
  }

  /** What the browser keeps goes with the visitor: the next one at this machine finds nothing of theirs. */
  private forget(): void {
    this.identity = null;
    this.forgetWords();
    for (const name of ["token", "who", "conversation", "seen", "read", "active"]) keep(name, null);
    this.line.anew();
  }

  /** What was written and is nobody else's: it neither shows to the next customer nor goes out as theirs. */
  private forgetWords(): void {
    for (const parcel of this.outbox.parcels) this.outbox.drop(parcel);
    this.later.take();
    keep("draft", null);
    this.handed++;
  }

  /** Something was said, and it has not ended. */
  get isActive(): boolean {
    return this.events.length > 0 && this.holding.status !== "resolved";
  }

  /** Tracking ends with the chat, and does not begin before it. What stands behind `?` and `#` stays here. */
  seePage(address: string, title: string): void {
    if (!this.isActive || !URL.canParse(address, location.href)) return;
    const { origin, pathname } = new URL(address, location.href);
    this.line.hint("page", { url: origin + pathname, title: title.slice(0, 200) });
  }

  typed(): void {
    const now = Date.now();
    if (now - this.saidTyping < renewTypingMs || this.holding.status !== "with_agent") return;
    this.saidTyping = now;
    this.line.hint("typing", {});
  }

  /** The customer has the log before their eyes. */
  look(): void {
    const { last } = this.catchUp.log;
    if (last <= this.seen) return;
    this.seen = last;
    keep("seen", String(last));
    this.tellRead();
    this.changed();
  }

  /** Is this the conversation that the kept figures belong to? */
  private get isKept(): boolean {
    return recall("conversation") === this.id;
  }

  private marked({ by, seq }: { by: Speaker; seq: number }): void {
    if (by.role !== "agent" || seq <= (this.read?.seq ?? 0)) return;
    const read = { by: by.name ?? "", seq };
    keep("read", JSON.stringify(read));
    this.tell({ read });
  }

  private tellRead(): void {
    if (this.seen) this.line.hint("read", { seq: this.seen });
  }

  close(): void {
    this.line.close();
  }

  private tell(change: Partial<Conversation>): void {
    Object.assign(this, change);
    this.changed();
  }

  private logOf(id: string): CatchUp {
    const fetch = async (past: number): Promise<Page | null> => {
      const ack: Ack = await this.line.call("sync", { conversation: id, after: past });
      return ack.ok ? (ack as unknown as Page) : null;
    };
    return new CatchUp(new Log(id), fetch, () => this.followed(id));
  }

  private connected(live: boolean): void {
    this.live = live;
    this.failed = !live;
    this.outbox.connected(live);
    if (live && this.identity) this.prove();
    if (live) this.tellRead(); // It may have gone to a connection that was dead already.
    this.changed();
  }

  private welcome(welcome: CustomerWelcome): void {
    const other = recall("token");
    // Two tabs that begin at once are two visitors for a moment: the first of them is who this is.
    if (other && other !== this.token && other !== welcome.token) return this.line.anew();
    // The token is theirs from here on, and lasts longer. What was said after we connected is still to be told.
    if (this.carried === this.identity) this.identity = null;
    this.token = welcome.token;
    keep("token", welcome.token);
    this.metAs(welcome.customer?.id);
    const { disclosure, staff, bot, conversation } = welcome;
    this.switchTo(conversation.id);
    this.number = conversation.number;
    this.tell({ known: true, refusal: "", disclosure, staff, bot });
    if (welcome.read) this.marked(welcome.read);
    this.catchUp.take(welcome.events, welcome.more);
    this.catchUp.head({ conversation: conversation.id, seq: conversation.seq });
  }

  /** Known from the site's word, which not every connection carries. */
  private metAs(who: string | undefined): void {
    const before = recall("who");
    if (!who) return;
    if (before && before !== who) this.forgetWords();
    keep("who", who);
  }

  private switchTo(id: string): void {
    const { log } = this.catchUp;
    if (log.conversation === id) return;
    this.catchUp = this.logOf(id);
    if (this.later.form && this.later.form.conversation !== id) this.handOver(this.later.take());
    // What was seen counts within one conversation; after a reload the kept figure still belongs to it.
    if (recall("conversation") !== id) for (const figure of ["seen", "read"]) keep(figure, null);
    const read = glance(recall("read"));
    const kept = Number(recall("seen")) || 0;
    keep("conversation", id);
    this.outbox?.turnPage();
    this.tell({ holding: atFirst, place: null, offer: null, typing: null, read, seen: kept });
  }

  /** Never back: a hint may come late, and an act repeated, of a conversation older than this one. */
  private goOn(id: string, number = 0): void {
    if (number <= this.number) return this.lookAgain(id);
    this.number = number;
    this.switchTo(id);
  }

  /** Unless nothing was said in this one yet: news in an old one of theirs make that the one that goes on. */
  private lookAgain(id: string): void {
    if (this.known && id !== this.id && !this.events.length) this.line.anew();
  }

  private event(event: LogEvent): void {
    if (event.kind === "conversation_started") this.goOn(event.conversation, event.number);
    if (event.kind === "told") this.lookAgain(event.conversation);
    if (event.conversation !== this.catchUp.log.conversation) return;
    if (event.by.role === "agent") this.typing = null;
    this.catchUp.hear(event);
  }

  private head(head: Head): void {
    if (head.conversation === this.catchUp.log.conversation) this.catchUp.head(head);
  }

  private hearTyping({ by }: { by?: { name?: string } }): void {
    clearTimeout(this.typingUntil);
    this.typingUntil = setTimeout(() => this.tell({ typing: null }), typingMs);
    this.tell({ typing: by?.name ?? this.holding.agent?.name ?? null });
  }

  /** The log grew: what follows from it is worked out here, in one place. */
  private followed(id: string): void {
    if (id !== this.catchUp.log.conversation) return;
    const { events } = this;
    const was = this.holding.status;
    this.holding = events.reduce(after, atFirst);
    // Only on leaving the queue: a place may be told before the events that lead there have arrived.
    if (was === "queued" && this.holding.status !== "queued") this.place = null;
    keep("active", /queued|with_agent|follow_up/.test(this.holding.status) ? "1" : null);
    this.outbox.arrived(new Set(events.flatMap((event) => ("client_id" in event && event.client_id) || [])));
    this.later.follow(events);
    // Whoever goes back to the assistant is not met by the form the next time they wait.
    if (was !== this.holding.status && this.holding.status === "with_bot") this.later.close();
    this.sending();
  }

  /** A person is there before the form is through: its words become a message that only needs sending. */
  private sending(): void {
    const { leaving, holding, later } = this;
    if (holding.status === "with_agent" && (!leaving || leaving.refused)) {
      this.handOver(later.form ? later.take() : String(leaving?.payload.text ?? ""));
      if (leaving) return this.outbox.drop(leaving); // And here again.
    }
    this.changed();
  }

  private handOver(words: string): void {
    if (!words) return;
    const draft = recall("draft") ?? "";
    // Another tab may have done so already.
    if (!draft.includes(words)) keep("draft", [draft, words].filter(Boolean).join("\n\n"));
    this.handed++;
  }
}

const glance = (kept: string | null): Glance | null => {
  try {
    return kept ? JSON.parse(kept) : null;
  } catch {
    return null; // Cut off, or not ours.
  }
};

/** What the service can't do now, it may do soon: no word on who this is. */
const passes = ({ code, retry_s }: Refused): boolean => code === "unavailable" || retry_s !== undefined;

const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const credentials = (token: string | null): object => {
  const page = { url: location.origin + location.pathname, title: document.title.slice(0, 200) };
  return { ...(token && { token }), page, locale, time_zone: zone() };
};
