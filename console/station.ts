// One agent at work: their connection, and what they do.
import { newClientId } from "../widget/connection/client_id.ts";
import { Line } from "../widget/connection/line.ts";
import type { Ack, Agent, Colleagues, AgentStatus, Loss, Page, Summary } from "../widget/connection/wire.ts";
import { Outlook } from "./outlook.ts";
import { strings } from "./strings/en.ts";

export type Ending = "resolve" | "release" | "to_bot";
export type Words = "say" | "note" | "whisper";
/** Who gets a conversation: one agent or one team. */
export type Target = { to_agent: string } | { to_team: string };
const renewTypingMs = 3_000;

export class Station extends Outlook {
  /** Taken a moment ago: its reply is what the agent wants to write next. */
  justTaken: string | null = null;
  /** Opened from outside the lists: taking it is what the agent wants next. */
  justOpened: string | null = null;
  private line: Line;
  private saidTyping = 0;
  private watched: string | null = null;
  /** What colleagues were told that this page shows. */
  private shown: string | null = null;

  constructor(
    agent: Agent,
    private ended: () => void,
  ) {
    super(agent);
    this.line = new Line(location.origin, "/agent", () => ({}), this.ears());
    this.line.open();
  }

  call(name: string, payload: object): Promise<Ack> {
    return this.line.call(name, payload);
  }

  select(id: string | null): void {
    this.selected = id;
    this.notice = "";
    if (id) this.threads.sync(id);
    this.lookOn();
    this.draw();
  }

  visit(summary: Summary): void {
    this.meet(summary);
    this.select(summary.id);
  }

  open(id: string): void {
    if (this.holds(id)) this.justTaken = id;
    else this.justOpened = id;
    this.select(id);
  }

  /** The next or the previous conversation of the lists. */
  step(by: 1 | -1): void {
    const { all } = this.rows;
    const at = all.findIndex(({ id }) => id === this.selected);
    const next = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))];
    if (next) this.select(next.id);
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

  /** `entry`: the FAQ entry it sends; `anyway`: though the customer knows it. */
  say(conversation: string, text: string, as: Words, sends: { entry?: string; anyway?: boolean } = {}): void {
    this.outbox.send(as, { conversation, text, ...sends }, conversation);
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
    this.losses.dismiss(loss);
    this.draw();
  }

  close(): void {
    this.alerts.close();
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

  protected leave(): void {
    this.close();
    this.ended();
  }

  protected lookOn(reconnected = false): void {
    if (reconnected) this.watched = this.shown = null;
    if (this.shown !== this.selected) {
      this.shown = this.selected;
      this.line.hint("viewing", this.shown ? { conversation: this.shown } : {});
    }
    const id = this.supervises && this.selected && !this.holds(this.selected) ? this.selected : null;
    if (id === this.watched) return;
    if (this.watched) this.line.hint("watch", { conversation: this.watched, on: false });
    this.watched = id;
    if (id) void this.call("watch", { conversation: id }).then(() => this.threads.sync(id));
  }
}
