// What was asked for and is not acknowledged yet. It survives a reload, goes out in order, and may be repeated safely.
import { newClientId } from "./client_id.ts";
import { keep, kept, recall } from "./keep.ts";
import { alive, hear, outlived, tab } from "./tabs.ts";
import type { Ack, Done } from "./wire.ts";

export interface Parcel {
  client_id: string;
  /** The call it makes. */
  name: string;
  payload: Record<string, unknown>;
  /** Parcels of one lane go one after another; lanes do not wait for each other. */
  lane: string;
  /** The tab that sends it. */
  tab?: string | undefined;
  /** Where it is kept; sorts by the time of sending. */
  key: string;
  /** Acknowledged, though its event is not here yet. */
  done?: boolean;
  /** It takes longer than a person expects. */
  late?: boolean;
  /** The service's reason for not doing it. */
  refused?: string | undefined;
  /** The kind of that reason. */
  code?: string;
  /** What of it the refusal is about. */
  field?: string | undefined;
}

/** After this long without an answer we say so: shorter flickers, longer worries. */
const lateMs = 2_500;
/** What another tab has not sent by then may be in a tab that sleeps. */
const frozenMs = 15_000;
/** Acts whose words stay in sight until their event is here, which carries the act's id. */
const said = new Set(["say", "note"]);
/** Refusals that pass by themselves; all others need the sender. */
const passing = new Set(["unavailable", "too_many", "unauthorised"]);
/** A pause longer than this is a reason to tell the sender instead of keeping them waiting, in seconds. */
const longestS = 60;

export class Outbox {
  parcels: Parcel[] = [];
  private live = false;
  private busy = new Set<string>();
  private waits = new Map<string, number>();
  private waitedFor = new Set<string>();
  private counter = 0;

  constructor(
    private space: string,
    private call: (name: string, payload: object) => Promise<Ack>,
    private changed: () => void,
    private done: (parcel: Parcel, ack: Done) => void,
  ) {
    for (const key of kept(`out:${space}:`).sort()) {
      const found = unwrap(recall(key));
      if (found) this.parcels.push({ ...found, key, late: true });
    }
    for (const parcel of this.parcels) this.inherit(parcel, true);
    hear(`out:${space}:`, (key, value) => this.heard(key, value));
  }

  send(name: string, payload: Record<string, unknown>, lane = ""): Parcel {
    const client_id = newClientId();
    const order = String(Date.now()).padStart(15, "0") + String(this.counter++).padStart(4, "0");
    const key = `out:${this.space}:${order}:${client_id}`;
    const parcel: Parcel = { client_id, name, payload, lane, tab, key };
    keep(parcel.key, JSON.stringify(parcel));
    this.parcels = [...this.parcels, parcel];
    setTimeout(() => this.mark(parcel, { late: true }), lateMs);
    void this.pump(lane);
    this.changed();
    return parcel;
  }

  /** The connection is there again, or gone. */
  connected(live: boolean): void {
    this.live = live;
    this.waits.clear();
    if (!live) return;
    for (const parcel of this.parcels) this.inherit(parcel);
    this.pumpAll();
  }

  again(parcel: Parcel): void {
    this.mark(parcel, { refused: undefined });
    this.take(parcel);
    void this.pump(parcel.lane);
  }

  drop(parcel: Parcel): void {
    keep(parcel.key, null);
    this.parcels = this.parcels.filter((other) => other !== parcel);
    this.changed();
  }

  /** Their events are in the log now. */
  arrived(ids: ReadonlySet<string>): void {
    for (const parcel of this.parcels) if (ids.has(parcel.client_id)) this.drop(parcel);
  }

  /** Another conversation is shown: events of the one before will not be seen here. */
  turnPage(): void {
    for (const parcel of this.parcels) if (parcel.done) this.drop(parcel);
  }

  /** What another tab has to send; null: it is through, or taken back. */
  private heard(key: string, value: string | null): void {
    const known = this.parcels.find((parcel) => parcel.key === key);
    const found = known ?? unwrap(value);
    if (!found) return;
    if (!value) return found.done ? undefined : this.drop(found);
    found.tab = unwrap(value)?.tab ?? ""; // Yet another tab may have taken it over.
    if (!known) {
      this.parcels = [...this.parcels, found].sort((a, b) => (a.key < b.key ? -1 : 1));
      setTimeout(() => this.mark(found, { late: true }), lateMs);
    }
    this.inherit(found);
    this.changed();
  }

  /** What its tab leaves undone when it goes is done here, unless yet another one was quicker. */
  private inherit({ tab: from = "" }: Parcel, atOnce = false): void {
    if (from === tab || this.waitedFor.has(from)) return;
    this.waitedFor.add(from);
    const takeOver = async (): Promise<void> => {
      await alive;
      this.waitedFor.delete(from);
      for (const parcel of this.parcels) if ((parcel.tab ?? "") === from) this.take(parcel);
      this.pumpAll();
    };
    if (!outlived(from, takeOver) && atOnce) void takeOver();
    // A browser may freeze a tab for hours that others look past: better asked for twice than late.
    setTimeout(() => (this.live ? void takeOver() : this.waitedFor.delete(from)), frozenMs);
  }

  private take(parcel: Parcel): void {
    if (!recall(parcel.key)) return this.drop(parcel);
    parcel.tab = tab;
    keep(parcel.key, JSON.stringify(parcel));
  }

  private pumpAll(): void {
    for (const lane of new Set(this.parcels.map((parcel) => parcel.lane))) void this.pump(lane);
  }

  private async pump(lane: string): Promise<void> {
    if (this.busy.has(lane)) return;
    this.busy.add(lane);
    let next: Parcel | undefined;
    while (this.live && (next = this.next(lane))) {
      const ack = await this.call(next.name, { ...next.payload, client_id: next.client_id });
      if (!this.settle(next, ack)) break;
    }
    this.busy.delete(lane);
  }

  private next(lane: string): Parcel | undefined {
    return this.parcels.find(
      (parcel) => parcel.lane === lane && parcel.tab === tab && !parcel.done && !parcel.refused,
    );
  }

  /** False when the lane must wait before it goes on. */
  private settle(parcel: Parcel, ack: Ack): boolean {
    if (ack.ok) {
      keep(parcel.key, null);
      this.waits.delete(parcel.lane);
      if (said.has(parcel.name)) this.mark(parcel, { done: true });
      else this.drop(parcel);
      this.done(parcel, ack);
    } else if (passing.has(ack.code) && (ack.retry_s ?? 0) <= longestS) {
      const wait = ack.retry_s ?? Math.min(10, 2 * (this.waits.get(parcel.lane) ?? 0.5));
      this.waits.set(parcel.lane, wait);
      this.mark(parcel, { late: true });
      setTimeout(() => this.pump(parcel.lane), wait * 1_000);
      return false;
    } else {
      this.mark(parcel, { refused: ack.message, code: ack.code, field: ack.field });
    }
    return true;
  }

  private mark(parcel: Parcel, change: Partial<Parcel>): void {
    Object.assign(parcel, change);
    if (!this.parcels.includes(parcel)) return;
    this.parcels = [...this.parcels];
    this.changed();
  }
}

function unwrap(kept: string | null): Parcel | null {
  try {
    return kept ? JSON.parse(kept) : null;
  } catch {
    return null; // Somebody else's, or cut off: not ours to send.
  }
}
