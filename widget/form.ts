// What the customer writes for later, kept from the first letter until the service has it, whatever the page goes through.
import { keep, recall } from "./connection/keep.ts";
import type { LeftForLater, LogEvent, Offer } from "./connection/wire.ts";

export interface Form {
  conversation: string;
  open: boolean;
  /** The form that counted when this one was begun: its seq, 0 for none. */
  after: number;
  /** The words it was prefilled with: everybody sees those already. */
  asked: string;
  /** The address it was prefilled with. */
  known: string;
  text: string;
  email: string;
  phone: string;
  slot: string;
  /** The parcel it went out in. */
  parcel?: string;
}

export type Field = "text" | "email" | "phone" | "slot";

const name = "form";

export class KeptForm {
  form: Form | null = unwrap(recall(name));

  constructor(private changed: () => void) {}

  get open(): boolean {
    return !!this.form?.open;
  }

  /** With what is known; what was begun in this conversation is gone on with. */
  begin(known: Known): void {
    const before = this.form?.conversation === known.id ? this.form : null;
    this.put({ ...(before ?? prefilled(known)), open: true });
  }

  /** With every letter: watchers need not hear of it. */
  fill(change: Partial<Form>): void {
    if (!this.form) return;
    this.form = { ...this.form, ...change };
    keep(name, JSON.stringify(this.form));
  }

  close(): void {
    if (this.open) this.put({ ...this.form!, open: false });
  }

  /** The log grew: another tab may have sent these words. */
  follow(events: readonly LogEvent[]): void {
    const left = lastLeft(events);
    if (this.form && left && left.seq > this.form.after && left.text === this.form.text.trim())
      this.put(null);
  }

  /** The service has this parcel; a form begun since is another one. */
  arrived(parcel: string): void {
    if (this.form?.parcel === parcel) this.put(null);
  }

  /** Takes the customer's own words out, so that they can go another way. */
  take(): string {
    const { form } = this;
    this.put(null);
    return form && form.text.trim() !== form.asked.trim() ? form.text.trim() : "";
  }

  private put(form: Form | null): void {
    if (form === this.form) return;
    this.form = form;
    keep(name, form && JSON.stringify(form));
    this.changed();
  }
}

/** What a form is prefilled from. */
interface Known {
  id: string;
  events: readonly LogEvent[];
  offer: Offer | null;
}

function prefilled({ id, events, offer }: Known): Form {
  const sent = lastLeft(events);
  const asked = sent?.text || question(events);
  const known = offer?.email ?? sent?.email ?? "";
  return {
    conversation: id,
    open: true,
    after: sent?.seq ?? 0,
    asked,
    known,
    text: asked,
    email: known,
    phone: sent?.phone ?? "",
    slot: sent?.slot ?? "",
  };
}

/** The form that counts while a conversation goes on later: the newest. */
export const lastLeft = (events: readonly LogEvent[]): LeftForLater | undefined =>
  events.findLast((event): event is LeftForLater => event.kind === "follow_up_left");

/** The customer's last own words about the problem that is open; a verdict in words asks nothing. */
export function question(events: readonly LogEvent[]): string {
  let asked = "";
  events.forEach((event, index) => {
    const next = events[index + 1];
    const verdict = next?.kind === "feedback_given" && next.typed;
    if (event.kind === "customer_said" && !verdict) asked = event.text;
    if (event.kind === "resolved" || (event.kind === "feedback_given" && event.helpful)) asked = "";
  });
  return asked;
}

function unwrap(kept: string | null): Form | null {
  try {
    return kept ? JSON.parse(kept) : null;
  } catch {
    return null; // Cut off, or not ours.
  }
}
