// What is kept of the customer beside the conversation: fetched when it opens and whenever there is something new.
import { newClientId } from "../widget/connection/client_id.ts";
import type { Ack, Person, Profile, Summary } from "../widget/connection/wire.ts";
import { type Answer, ask } from "./settings/ask.ts";

export interface Visit {
  url: string;
  title: string;
  at: string;
  left_at: string | null;
}
export interface Note {
  id: string;
  at: string;
  by: Person;
  text: string;
  removable: boolean;
}
export interface Block {
  id: string;
  name: string | null;
  reason: string;
  by: Person;
  at: string;
  until: string | null;
}
export type Earlier = Summary & { started: string; resolved: string | null; tags: string[] };
export interface Known {
  conversation: string;
  customer: Profile | null;
  tags: string[];
  used_tags: string[];
  notes: Note[];
  pages: Visit[];
  earlier: Earlier[];
  blocked: Block | null;
}

export class CustomerRecord {
  known: Known | null = null;
  /** Why it could not be fetched, or what was asked for not done. */
  trouble = "";
  private asking = "";
  private drafts = new Map<string, string>();

  constructor(
    private call: (name: string, payload: object) => Promise<Ack>,
    private changed: () => void,
  ) {}

  of(conversation: string): Known | null {
    return this.known?.conversation === conversation ? this.known : null;
  }

  async fetch(conversation: string): Promise<void> {
    this.asking = conversation;
    if (!this.of(conversation)) this.trouble = "";
    this.take(await ask<Known>("GET", `/api/conversations/${conversation}/customer`), conversation);
  }

  /** Something changed beside a conversation: of interest while it is open. */
  stale(conversation: string): void {
    if (this.asking === conversation) void this.fetch(conversation);
  }

  async tag(conversation: string, change: { add?: string[]; remove?: string[] }): Promise<boolean> {
    const ack = await this.call("tag", { conversation, ...change, client_id: newClientId() });
    this.trouble = ack.ok ? "" : ack.message;
    await this.fetch(conversation);
    if (!ack.ok) this.fail(ack.message);
    return ack.ok;
  }

  draft(conversation: string, text?: string): string {
    if (text !== undefined) this.drafts.set(conversation, text);
    return this.drafts.get(conversation) ?? "";
  }

  async note(conversation: string, text: string): Promise<boolean> {
    const body = { text, client_id: newClientId() };
    return this.take(
      await ask<Known>("POST", `/api/conversations/${conversation}/notes`, body),
      conversation,
    );
  }

  async removeNote(conversation: string, id: string): Promise<void> {
    this.take(await ask<Known>("DELETE", `/api/conversations/${conversation}/notes/${id}`), conversation);
  }

  async block(conversation: string, reason: string, until: string | null): Promise<boolean> {
    const answer = await ask("POST", "/api/blocked", { conversation, reason, ...(until && { until }) });
    await this.fetch(conversation);
    if (!answer.ok) this.fail(answer.message);
    return answer.ok;
  }

  async letIn(conversation: string, id: string): Promise<void> {
    const answer = await ask("DELETE", `/api/blocked/${id}`);
    await this.fetch(conversation);
    if (!answer.ok) this.fail(answer.message);
  }

  private take(answer: Answer<Known>, conversation: string): boolean {
    if (this.asking !== conversation) return answer.ok;
    if (answer.ok) this.known = answer.body;
    this.fail(answer.ok ? "" : answer.message);
    return answer.ok;
  }

  private fail(message: string): void {
    this.trouble = message;
    this.changed();
  }
}
