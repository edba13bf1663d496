// Everybody at once, as the service tells it to supervisors every two seconds while they look.
import type { AgentState, Person } from "../../widget/connection/wire.ts";
import { Observed } from "../../widget/connection/observed.ts";
import type { Station } from "../station.ts";

const lookAgainMs = 2_000;

export interface OnBoard extends Person {
  id: string;
  role: string;
  connected: boolean;
  state: AgentState;
  label: string | null;
  since: string | null;
  until: string | null;
  load: number;
  capacity: number | null;
  teams: string[] | null;
  longest: { conversation: string; since: string } | null;
}

export interface TeamOnBoard {
  name: string;
  open: boolean;
  opens_at: string | null;
  waiting: number;
  longest: string | null;
  wait: [number, number] | null;
  members: number;
  there: number;
  available: number;
  taken: number;
  left: number;
}

export interface BoardSeen {
  at: string;
  agents: OnBoard[];
  teams: TeamOnBoard[];
}

export class Board extends Observed {
  seen: BoardSeen | null = null;
  message = "";
  private asking = false;

  constructor(private station: Station) {
    super();
  }

  /** Returns how to stop. */
  look(): () => void {
    const looking = setInterval(() => void this.again(), lookAgainMs);
    void this.again();
    return () => clearInterval(looking);
  }

  async setAway(agent: OnBoard, label: string | null): Promise<void> {
    await this.set({ agent: agent.id, available: false, ...(label && { label }) });
  }

  async setAvailable(agent: OnBoard): Promise<void> {
    await this.set({ agent: agent.id, available: true });
  }

  private async set(payload: object): Promise<void> {
    const ack = await this.station.call("set_status", payload);
    this.message = ack.ok ? "" : ack.message;
    await this.again();
  }

  /** Without a connection what was seen stays, and the page says how old it is. */
  private async again(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    const ack = await this.station.call("board", {});
    this.asking = false;
    if (ack.ok) this.seen = ack as unknown as BoardSeen;
    this.changed();
  }
}
