// One conversation as an agent has it before them, held or read along.
import { after, atFirst, type Holding } from "../widget/connection/holder.ts";
import { CatchUp, Log } from "../widget/connection/log.ts";
import type {
  Ack,
  Answered,
  Kind,
  LeftForLater,
  LogEvent,
  Page,
  Role,
  Said,
} from "../widget/connection/wire.ts";

/** A transfer the holder offered: waiting for a yes, or refused since they last spoke. */
export interface Passing {
  state: "open" | "declined" | "unanswered";
  to: string;
  note: string;
}

const endsPassing = new Set<Kind>(["agent_joined", "agent_left", "queued", "resolved", "returned_to_bot"]);

/** What was said to the customer or by them; notes and whispers are not. */
const words = new Set<Kind>(["customer_said", "bot_said", "bot_answered", "agent_said", "follow_up_left"]);

/** A sign of typing is believed this long; the typist renews it sooner. */
const typingMs = 6_000;

export class Thread {
  readonly catchUp: CatchUp;
  holding: Holding = atFirst;
  typing = false;
  /** The last event somebody at this page looked at; 0 before the first look. */
  seen = 0;
  readByCustomer = 0;
  private quiet: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly id: string,
    call: (name: string, payload: object) => Promise<Ack>,
    private changed: (thread: Thread) => void,
  ) {
    const fetch = async (past: number): Promise<Page | null> => {
      const ack = await call("sync", { conversation: id, after: past });
      return ack.ok ? (ack as unknown as Page) : null;
    };
    this.catchUp = new CatchUp(new Log(id), fetch, () => this.followed());
  }

  get events(): readonly LogEvent[] {
    return this.catchUp.log.events;
  }

  get last(): number {
    return this.catchUp.log.last;
  }

  /** What the customer said since a person last answered. */
  get unanswered(): number {
    const answered = this.events.findLastIndex(
      ({ kind }) => kind === "agent_said" || kind === "agent_joined",
    );
    return this.events.slice(answered + 1).filter(({ kind }) => kind === "customer_said").length;
  }

  /** The latest words, for the card: newer than what the card came with. */
  get lastWords(): { by: Role; text: string } | undefined {
    const said = this.events.findLast((event): event is Said | Answered | LeftForLater =>
      words.has(event.kind),
    );
    return said && { by: said.by.role, text: said.text };
  }

  get passing(): Passing | null {
    let spoken = false;
    for (const event of this.events.toReversed()) {
      if (endsPassing.has(event.kind)) return null;
      spoken ||= event.kind === "agent_said";
      if (event.kind !== "transfer_offered" && event.kind !== "transfer_declined") continue;
      const to = event.to_agent?.name ?? event.to_team ?? "";
      if (event.kind === "transfer_offered") return { state: "open", to, note: event.note ?? "" };
      if (spoken || event.reason === "withdrawn") return null;
      return { state: event.reason as "declined" | "unanswered", to, note: "" };
    }
    return null;
  }

  /** Whether an agent's words came after that moment. */
  answeredSince(at: string): boolean {
    return this.events.some((event) => event.kind === "agent_said" && event.at > at);
  }

  hearTyping(): void {
    clearTimeout(this.quiet);
    this.typing = true;
    this.quiet = setTimeout(() => this.stopTyping(), typingMs);
    this.changed(this);
  }

  hearRead(seq: number): void {
    this.readByCustomer = Math.max(seq, this.readByCustomer);
    this.changed(this);
  }

  private stopTyping(): void {
    this.typing = false;
    this.changed(this);
  }

  private followed(): void {
    this.holding = this.events.reduce(after, atFirst);
    if (this.events.at(-1)?.by.role === "customer") this.typing = false;
    this.changed(this);
  }
}
