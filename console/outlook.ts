// What one agent has before them, as it is heard: the lists, the conversations, their own state, what was lost.
import { keep, kept } from "../widget/connection/keep.ts";
import type { Ears } from "../widget/connection/line.ts";
import { Outbox } from "../widget/connection/outbox.ts";
import type {
  Ack,
  Agent,
  AgentStatus,
  AgentWelcome,
  Head,
  LogEvent,
  Loss,
  Nudge,
  Person,
  Role,
  Summary,
  SummaryChange,
} from "../widget/connection/wire.ts";
import { Alerts } from "./alerting/alerts.ts";
import { CannedList, type Values } from "./composing/canned.ts";
import { Losses } from "./losses.ts";
import { Paced } from "./paced.ts";
import { CustomerRecord } from "./record.ts";
import { ringsWith } from "./ringing.ts";
import { Rows, type Shelf } from "./rows.ts";
import { strings } from "./strings/en.ts";
import type { Passing, Thread } from "./thread.ts";
import { Threads } from "./threads.ts";

export abstract class Outlook extends Paced {
  live = false;
  known = false;
  status: AgentStatus = { available: true, label: null, state: "available", until: null, then: null };
  selected: string | null = null;
  /** What just went wrong or was missed, in a sentence; until the next act. */
  notice = "";
  readonly alerts: Alerts;
  readonly canned = new CannedList();
  /** Who else shows the conversation that is shown here. */
  private viewers: { conversation: string; agents: Person[] } = { conversation: "", agents: [] };
  readonly rows: Rows;
  readonly outbox: Outbox;
  readonly record: CustomerRecord;
  protected readonly threads: Threads;
  protected readonly losses = new Losses();

  constructor(readonly agent: Agent) {
    super();
    const call = (name: string, payload: object): Promise<Ack> => this.call(name, payload);
    this.rows = new Rows(agent.id);
    this.record = new CustomerRecord(call, this.draw);
    this.alerts = new Alerts(agent.id, (id) => this.open(id));
    this.outbox = new Outbox(
      `agent:${agent.id}`,
      call,
      this.draw,
      (_, { head }) => head && this.threads.head(head),
    );
    this.threads = new Threads(
      call,
      (thread) => this.threadChanged(thread),
      (id) => id === this.selected || this.rows.listed(id),
    );
  }

  /** Shows it with what is to be done next under the keys: take it, or write. */
  abstract open(id: string): void;
  /** Never done again by itself. */
  abstract call(name: string, payload: object): Promise<Ack>;
  /** Supervisors look on at what they read and do not hold. */
  protected abstract lookOn(reconnected?: boolean): void;
  /** The service does not know this agent any more. */
  protected abstract leave(): void;

  get supervises(): boolean {
    return this.agent.role === "supervisor" || this.agent.role === "admin";
  }

  get current(): Thread | null {
    return this.selected ? this.threads.of(this.selected) : null;
  }

  /** Theirs to answer: at the page now, or later by mail. */
  holds(id: string): boolean {
    const card = this.rows.card(id);
    return this.rows.has("mine", id) || (card?.status === "follow_up" && card.agent?.id === this.agent.id);
  }

  /** What canned responses are filled with. */
  values(id: string): Values {
    const card = this.rows.card(id);
    return {
      "customer.name": card?.customer.name,
      "customer.email": card?.email,
      "agent.name": this.agent.name,
      team: card?.team,
      help_url: this.canned.helpUrl,
    };
  }

  name(id: string): string {
    const card = this.rows.card(id);
    return card?.customer.name || (card?.status === "follow_up" && card.email) || strings.visitor;
  }

  unanswered(id: string): number {
    return this.threads.unanswered(id);
  }

  lastWords(summary: Summary) {
    return this.threads.lastWords(summary);
  }

  passing(id: string): Passing | null {
    return this.threads.passing(id);
  }

  /** Customers who wait for this agent's words so long that they are about to be given to somebody else. */
  get nudges(): (Nudge & { id: string })[] {
    return this.rows.mine.flatMap(({ id, nudge }) =>
      nudge && !this.threads.answeredSince(id, nudge.since) ? [{ ...nudge, id }] : [],
    );
  }

  get lost(): Loss[] {
    return this.losses.list;
  }

  /** Colleagues who look at it at this moment. */
  alsoHere(id: string): Person[] {
    const { conversation, agents } = this.viewers;
    return conversation === id ? agents.filter((one) => one.id !== this.agent.id) : [];
  }

  /** A conversation that was found, or that a link leads to. */
  meet(summary: Summary): void {
    this.rows.meet(summary);
  }

  unfold(shelf: Shelf): void {
    this.rows.unfold(shelf);
    this.draw();
  }

  private threadChanged({ id, events }: Thread): void {
    this.outbox.arrived(new Set(events.flatMap((event) => ("client_id" in event && event.client_id) || [])));
    if (events.at(-1)?.kind === "resolved") for (const key of kept(`draft:${id}:`)) keep(key, null);
    this.changed();
  }

  mention(notice: string): void {
    this.tell(notice);
  }

  protected tell(notice: string): void {
    this.notice = notice;
    this.draw();
  }

  protected ears(): Ears {
    return {
      on: {
        welcome: (welcome: AgentWelcome) => this.welcome(welcome),
        event: (event: LogEvent) => this.hear(event),
        head: (head: Head) => this.threads.head(head),
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
        customer: ({ conversation }: { conversation: string }) => this.record.stale(conversation),
        viewing: (viewers: { conversation: string; agents: Person[] }) => {
          this.viewers = viewers;
          this.changed();
        },
        typing: ({ by, conversation }: { by: { role: Role }; conversation: string }) =>
          by.role === "customer" && this.threads.hearTyping(conversation),
        read: ({ by, seq, conversation }: { by: { role: Role }; seq: number; conversation: string }) =>
          by.role === "customer" && this.threads.hearRead(conversation, seq),
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
    };
  }

  private welcome(welcome: AgentWelcome): void {
    this.known = true;
    this.status = welcome.agent;
    this.rows.welcome(welcome);
    for (const loss of welcome.lost) this.losses.add(loss);
    for (const { id } of this.rows.mine) this.threads.sync(id);
    if (this.selected) this.threads.sync(this.selected);
    this.lookOn(true);
    this.changed();
  }

  private hear(event: LogEvent): void {
    this.threads.hear(event);
    if (this.losses.hear(event, this.agent.id, this.name(event.conversation))) this.changed();
  }

  private nudged({ conversation, since, requeued_at }: Nudge & { conversation: string }): void {
    const card = this.rows.card(conversation);
    if (!card || !this.rows.has("mine", conversation)) return;
    this.rows.change("mine", { op: "update", conversation: { ...card, nudge: { since, requeued_at } } });
    this.alerts.ring(conversation, strings.nudged(this.name(conversation)));
    this.changed();
  }

  private rowChanged(shelf: Shelf, change: SummaryChange): void {
    const { id } = change.conversation;
    const before = this.rows.has(shelf, id) ? this.rows.card(id) : undefined;
    this.rows.change(shelf, change);
    const there = this.rows.has(shelf, id);
    const words = ringsWith({ shelf, change, before, there, me: this.agent.id, name: this.name(id) });
    if (words) this.alerts.ring(id, words);
    else if (change.op === "remove" && !this.rows.listed(id)) this.alerts.settled(id);
    if (id === this.selected || (shelf === "mine" && change.op !== "remove")) this.threads.sync(id);
    if (id === this.selected) this.lookOn();
    this.changed();
  }
}
