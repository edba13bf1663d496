// What one agent has before them: their connection, their state, what they read, and what they do.
import { newClientId } from "../widget/connection/client_id.ts";
import { Line } from "../widget/connection/line.ts";
import { Observed } from "../widget/connection/observed.ts";
import { Outbox } from "../widget/connection/outbox.ts";
import type {
  Ack,
  Agent,
  AgentStatus,
  AgentWelcome,
  Colleagues,
  Head,
  LogEvent,
  Loss,
  Nudge,
  Page,
  Role,
  Summary,
  SummaryChange,
} from "../widget/connection/wire.ts";
import { alertAbout } from "./alerts.ts";
import { Rows, type Shelf } from "./rows.ts";
import { strings } from "./strings/en.ts";
import { type Passing, Thread } from "./thread.ts";

export type Ending = "resolve" | "release" | "to_bot";
export type Words = "say" | "note" | "whisper";
/** Who gets a conversation: one agent or one team. */
export type Target = { to_agent: string } | { to_team: string };
const renewTypingMs = 3_000;

export class Station extends Observed {
  live = false;
  known = false;
  status: AgentStatus = { available: true, label: null, state: "available", until: null, then: null };
  selected: string | null = null;
  /** Taken a moment ago: its reply is what the agent wants to write next. */
  justTaken: string | null = null;
  /** What just went wrong or was missed, in a sentence; until the next act. */
  notice = "";
  /** Customers who were taken from this agent, until they have read it. */
  lost: Loss[] = [];
  readonly rows: Rows;
  readonly outbox: Outbox;
  private threads = new Map<string, Thread>();
  private line: Line;
  private saidTyping = 0;
  private watched: string | null = null;
  private readLosses = new Set<string>();
  private call = (name: string, payload: object): Promise<Ack> => this.line.call(name, payload);

  constructor(
    readonly agent: Agent,
    private ended: () => void,
  ) {
    super();
    this.rows = new Rows(agent.id);
    this.line = new Line(location.origin, "/agent", () => ({}), {
      on: {
        welcome: (welcome: AgentWelcome) => this.welcome(welcome),
        event: (event: LogEvent) => this.hear(event),
        head: (head: Head) => this.threads.get(head.conversation)?.catchUp.head(head),
        queue: (change: SummaryChange) => this.rowChanged("queue", change),
        mine: (change: SummaryChange) => this.rowChanged("mine", change),
        offer: (change: SummaryChange) => this.rowChanged("offers", change),
        follow_up: (change: SummaryChange) => this.rowChanged("followUps", change),
        held: (change: SummaryChange) => this.rowChanged("held", change),
        waiting: (counts: Record<string, number>) => {
          Object.assign(this.rows.waiting, counts);
          this.changed();
        },
        nudge: (nudge: Nudge & { conversation: string }) => this.nudged(nudge),
        status: (status: AgentStatus) => {
          this.status = status;
          this.changed();
        },
        typing: ({ by, conversation }: { by: { role: Role }; conversation: string }) => {
          if (by.role === "customer") this.threads.get(conversation)?.hearTyping();
        },
        read: ({ by, seq, conversation }: { by: { role: Role }; seq: number; conversation: string }) => {
          if (by.role === "customer") this.threads.get(conversation)?.hearRead(seq);
        },
      },
      live: (live) => {
        this.live = live;
        this.outbox.connected(live);
        this.changed();
      },
      refused: ({ code, message }) => {
        if (code === "unauthorised" || code === "forbidden") this.leave();
        else this.tell(message);
      },
    });
    this.outbox = new Outbox(
      `agent:${agent.id}`,
      (name, payload) => this.line.call(name, payload),
      this.changed,
      (_, { head }) => head && this.threads.get(head.conversation)?.catchUp.head(head),
    );
    this.line.open();
  }

  get supervises(): boolean {
    return this.agent.role === "supervisor" || this.agent.role === "admin";
  }

  get current(): Thread | null {
    return this.selected ? this.thread(this.selected) : null;
  }

  /** Theirs to answer: at the page now, or later by mail. */
  holds(id: string): boolean {
    const card = this.rows.card(id);
    return this.rows.has("mine", id) || (card?.status === "follow_up" && card.agent?.id === this.agent.id);
  }

  name(id: string): string {
    const card = this.rows.card(id);
    return card?.customer.name || (card?.status === "follow_up" && card.email) || strings.visitor;
  }

  unanswered(id: string): number {
    return this.threads.get(id)?.unanswered ?? 0;
  }

  lastWords(summary: Summary) {
    return this.threads.get(summary.id)?.lastWords ?? summary.last;
  }

  passing(id: string): Passing | null {
    return this.threads.get(id)?.passing ?? null;
  }

  /** Customers who wait for this agent's words so long that they are about to be given to somebody else. */
  get nudges(): (Nudge & { id: string })[] {
    return this.rows.mine.flatMap(({ id, nudge }) =>
      nudge && !this.threads.get(id)?.answeredSince(nudge.since) ? [{ ...nudge, id }] : [],
    );
  }

  select(id: string | null): void {
    this.selected = id;
    this.notice = "";
    if (id) void this.thread(id).catchUp.sync();
    this.lookOn();
    this.changed();
  }

  /** The next or the previous conversation of the lists. */
  step(by: 1 | -1): void {
    const { all } = this.rows;
    const at = all.findIndex(({ id }) => id === this.selected);
    const next = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))];
    if (next) this.select(next.id);
  }

  unfold(shelf: Shelf): void {
    this.rows.unfold(shelf);
    this.changed();
  }

  /** This one, or the next in line. Never repeated by itself: somebody else may have been faster. */
  async take(id?: string): Promise<void> {
    const ack = await this.call("take", { ...(id && { conversation: id }), client_id: newClientId() });
    if (ack.ok) this.begin(ack.conversation as string, ack as unknown as Page);
    else this.tell(ack.message || strings.notTaken);
  }

  /** A transfer offered to this agent. */
  async accept(id: string): Promise<void> {
    if (await this.did("accept", { conversation: id })) this.begin(id);
  }

  async takeOver(id: string): Promise<void> {
    if (await this.did("take_over", { conversation: id })) this.begin(id);
  }

  /** Of an offer: by whom it was made to. By who made it: withdrawn. */
  async decline(id: string): Promise<void> {
    await this.did("decline", { conversation: id });
  }

  /** Empty when done, else why not. */
  async pass(act: "transfer" | "assign", id: string, to: Target, note: string): Promise<string> {
    const payload = { conversation: id, ...to, ...(note && { note }), client_id: newClientId() };
    const ack = await this.call(act, payload);
    return ack.ok ? "" : ack.message || strings.notDone;
  }

  async colleagues(): Promise<Colleagues | null> {
    const ack = await this.call("colleagues", {});
    return ack.ok ? (ack as unknown as Colleagues) : null;
  }

  say(conversation: string, text: string, as: Words): void {
    this.outbox.send(as, { conversation, text }, conversation);
  }

  /** After whatever is still being sent to the same customer. */
  end(conversation: string, how: Ending, reason = ""): void {
    this.outbox.send(how, { conversation, ...(reason && { reason }) }, conversation);
  }

  async setAvailable(available: boolean, label: string | null = null): Promise<void> {
    const ack = await this.call("status", { available, label });
    if (ack.ok) this.status = ack as unknown as AgentStatus;
    else this.notice = ack.message || strings.notChanged;
    this.changed();
  }

  /** Wrapping up has come to its end. */
  wrappedUp(): void {
    const { status } = this;
    if (status.then) this.status = { ...status, state: status.then, until: null, then: null };
    this.changed();
  }

  typed(conversation: string): void {
    const now = Date.now();
    if (now - this.saidTyping < renewTypingMs) return;
    this.saidTyping = now;
    this.line.hint("typing", { conversation });
  }

  look(): void {
    const thread = this.current;
    if (thread && this.rows.has("mine", thread.id))
      this.line.hint("read", { conversation: thread.id, seq: thread.last });
  }

  /** The agent has read it. */
  dismiss(loss: Loss): void {
    this.readLosses.add(loss.conversation + loss.reason);
    this.lost = this.lost.filter((other) => other !== loss);
    this.changed();
  }

  close(): void {
    this.line.close();
  }

  private begin(id: string, page?: Page): void {
    this.justTaken = id;
    this.select(id);
    if (page?.events) this.current?.catchUp.take(page.events, page.more ?? false);
  }

  private async did(name: string, payload: object): Promise<boolean> {
    const ack = await this.call(name, { ...payload, client_id: newClientId() });
    if (!ack.ok) this.tell(ack.message || strings.notDone);
    return ack.ok;
  }

  private tell(notice: string): void {
    this.notice = notice;
    this.changed();
  }

  private leave(): void {
    this.close();
    this.ended();
  }

  private thread(id: string): Thread {
    let thread = this.threads.get(id);
    if (!thread) {
      thread = new Thread(id, this.call, ({ events }) => {
        this.outbox.arrived(
          new Set(events.flatMap((event) => ("client_id" in event && event.client_id) || [])),
        );
        this.changed();
      });
      this.threads.set(id, thread);
    }
    return thread;
  }

  /** Supervisors look on at what they read and do not hold. */
  private lookOn(): void {
    const id = this.supervises && this.selected && !this.holds(this.selected) ? this.selected : null;
    if (id === this.watched) return;
    if (this.watched) this.line.hint("watch", { conversation: this.watched, on: false });
    this.watched = id;
    if (id) void this.call("watch", { conversation: id }).then(() => this.thread(id).catchUp.sync());
  }

  private welcome(welcome: AgentWelcome): void {
    this.known = true;
    this.status = welcome.agent;
    this.rows.welcome(welcome);
    for (const loss of welcome.lost) this.lose(loss);
    for (const { id } of this.rows.mine) void this.thread(id).catchUp.sync();
    if (this.selected) void this.thread(this.selected).catchUp.sync();
    this.watched = null;
    this.lookOn();
    this.changed();
  }

  private hear(event: LogEvent): void {
    const { conversation, at } = event;
    this.thread(conversation).catchUp.hear(event);
    if (event.kind !== "agent_left" || event.agent.id !== this.agent.id) return;
    if (event.reason !== "idle" && event.reason !== "lost") return;
    this.readLosses.delete(conversation + event.reason);
    this.lose({ conversation, at, reason: event.reason, customer: { name: this.name(conversation) } });
    this.changed();
  }

  private lose(loss: Loss): void {
    if (this.readLosses.has(loss.conversation + loss.reason)) return;
    this.lost = [...this.lost.filter(({ conversation }) => conversation !== loss.conversation), loss];
  }

  private nudged({ conversation, since, requeued_at }: Nudge & { conversation: string }): void {
    const card = this.rows.card(conversation);
    if (!card || !this.rows.has("mine", conversation)) return;
    this.rows.change("mine", { op: "update", conversation: { ...card, nudge: { since, requeued_at } } });
    alertAbout(conversation, strings.nudged(this.name(conversation)));
    this.changed();
  }

  private rowChanged(shelf: Shelf, change: SummaryChange): void {
    const { op, conversation } = change;
    const { id, rung, agent, offer } = conversation;
    const before = this.rows.has(shelf, id) ? this.rows.card(id) : undefined;
    this.rows.change(shelf, change);
    const isNew = op === "add" && !before;
    const who = this.name(id);
    if (shelf === "queue" && (isNew || (before && before.rung !== rung && rung)))
      alertAbout(id, strings.arrived(who, strings.reasons[conversation.reason ?? ""] ?? ""));
    if (shelf === "offers" && isNew && this.rows.has("offers", id))
      alertAbout(id, strings.offered(offer!.by.name, who));
    if (shelf === "followUps" && rung && before?.rung !== rung && (!agent || agent.id === this.agent.id))
      alertAbout(id, strings.followUpDue(who));
    if (id === this.selected || (shelf === "mine" && op !== "remove")) void this.thread(id).catchUp.sync();
    if (id === this.selected) this.lookOn();
    this.changed();
  }
}
