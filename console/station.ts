// What one agent has before them: who waits, whom they hold, and what they read.
import { newClientId } from "../widget/connection/client_id.ts";
import { Line } from "../widget/connection/line.ts";
import { Observed } from "../widget/connection/observed.ts";
import { Outbox } from "../widget/connection/outbox.ts";
import type {
  Ack,
  Agent,
  AgentWelcome,
  Head,
  LogEvent,
  Page,
  Role,
  Summary,
  SummaryChange,
} from "../widget/connection/wire.ts";
import { alertWaiting } from "./alerts.ts";
import { strings } from "./strings/en.ts";
import { Thread } from "./thread.ts";

export type Ending = "resolve" | "release" | "to_bot";
const renewTypingMs = 3_000;

export class Station extends Observed {
  live = false;
  known = false;
  available = true;
  queue: Summary[] = [];
  mine: Summary[] = [];
  selected: string | null = null;
  /** Taken a moment ago: its reply is what the agent wants to write next. */
  justTaken: string | null = null;
  /** What just went wrong or was missed, in a sentence; until the next act. */
  notice = "";
  readonly outbox: Outbox;
  private threads = new Map<string, Thread>();
  private line: Line;
  private saidTyping = 0;
  private call = (name: string, payload: object): Promise<Ack> => this.line.call(name, payload);

  constructor(
    readonly agent: Agent,
    private ended: () => void,
  ) {
    super();
    this.line = new Line(location.origin, "/agent", () => ({}), {
      on: {
        welcome: (welcome: AgentWelcome) => this.welcome(welcome),
        event: (event: LogEvent) => this.thread(event.conversation).catchUp.hear(event),
        head: (head: Head) => this.threads.get(head.conversation)?.catchUp.head(head),
        queue: (change: SummaryChange) => this.queueChanged(change),
        mine: (change: SummaryChange) => this.mineChanged(change),
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

  /** In the order they are read: the queue, then what the agent holds. */
  get all(): Summary[] {
    return [...this.queue, ...this.mine];
  }

  get current(): Thread | null {
    return this.selected ? this.thread(this.selected) : null;
  }

  summary(id: string): Summary | undefined {
    return this.all.find((summary) => summary.id === id);
  }

  holds(id: string): boolean {
    return this.mine.some((summary) => summary.id === id);
  }

  unanswered(id: string): number {
    return this.threads.get(id)?.unanswered ?? 0;
  }

  lastWords(summary: Summary) {
    return this.threads.get(summary.id)?.lastWords ?? summary.last;
  }

  select(id: string | null): void {
    this.selected = id;
    this.notice = "";
    if (id) void this.thread(id).catchUp.sync();
    this.changed();
  }

  /** The next or the previous conversation of the lists. */
  step(by: 1 | -1): void {
    const at = this.all.findIndex(({ id }) => id === this.selected);
    const next = this.all[at < 0 ? 0 : Math.max(0, Math.min(this.all.length - 1, at + by))];
    if (next) this.select(next.id);
  }

  /** This one, or the next in line. Never repeated by itself: somebody else may have been faster. */
  async take(id?: string): Promise<void> {
    const ack = await this.call("take", { ...(id && { conversation: id }), client_id: newClientId() });
    if (!ack.ok) {
      return this.tell(ack.message || strings.notTaken);
    }
    const taken = ack.conversation as string | { id: string };
    this.justTaken = typeof taken === "string" ? taken : taken.id;
    this.select(this.justTaken);
    const page = ack as unknown as Page;
    this.current?.catchUp.take(page.events ?? [], page.more ?? false);
  }

  say(conversation: string, text: string, as: "say" | "note"): void {
    this.outbox.send(as, { conversation, text }, conversation);
  }

  /** After whatever is still being sent to the same customer. */
  end(conversation: string, how: Ending): void {
    this.outbox.send(how, { conversation }, conversation);
  }

  async setAvailable(available: boolean): Promise<void> {
    const ack = await this.call("status", { available });
    if (ack.ok) this.available = available;
    else this.notice = ack.message || strings.notChanged;
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
    if (thread && this.holds(thread.id))
      this.line.hint("read", { conversation: thread.id, seq: thread.last });
  }

  close(): void {
    this.line.close();
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

  private welcome({ agent, queue, mine }: AgentWelcome): void {
    this.known = true;
    this.available = agent.available ?? this.available;
    this.queue = inLine(queue);
    this.mine = mine;
    for (const { id } of mine) void this.thread(id).catchUp.sync();
    if (this.selected) void this.thread(this.selected).catchUp.sync();
    this.changed();
  }

  private queueChanged({ op, conversation }: SummaryChange): void {
    this.queue = inLine(put(this.queue, op, conversation));
    if (op === "add") alertWaiting(conversation);
    if (conversation.id === this.selected) void this.current?.catchUp.sync();
    this.changed();
  }

  private mineChanged({ op, conversation }: SummaryChange): void {
    this.mine = put(this.mine, op, conversation);
    if (op !== "remove") void this.thread(conversation.id).catchUp.sync();
    this.changed();
  }
}

function put(list: Summary[], op: SummaryChange["op"], summary: Summary): Summary[] {
  const others = list.filter(({ id }) => id !== summary.id);
  if (op === "remove") return others;
  const at = list.findIndex(({ id }) => id === summary.id);
  return at < 0 ? [...list, summary] : list.with(at, summary);
}

const inLine = (queue: Summary[]): Summary[] =>
  [...queue].sort((a, b) => (a.position ?? 1e9) - (b.position ?? 1e9) || a.since.localeCompare(b.since));
