// Questions and changes over HTTP. Whatever goes wrong comes back as a sentence, with the field it is about.
import { strings } from "./strings/en.ts";

export interface Refused {
  ok: false;
  status: number;
  message: string;
  /** The field the sentence is about, as the service names it: "hours.time_zone". */
  field: string | null;
  /** All that the service said: who was faster, what stands there now. */
  said: Record<string, unknown>;
}
export type Answer<T> = { ok: true; body: T } | Refused;

/** Set by the page: what happens when a sign-in has ended. */
export const ended = { tell: (): void => undefined };

export async function ask<T = object>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
  const sent = body === undefined ? {} : { "content-type": "application/json" };
  const json = body === undefined ? null : JSON.stringify(body);
  try {
    const response = await fetch(path, { method, headers: sent, body: json });
    const said = response.status === 204 ? {} : await response.json();
    if (response.ok) return { ok: true, body: said };
    if (response.status === 401) ended.tell();
    return refused(response.status, said.message ?? strings.unreachable, said.field ?? null, said);
  } catch {
    return refused(0, strings.unreachable, null);
  }
}

/** At its field a sentence need not name it again: "hours: they never open" becomes "They never open". */
export function atField(message: string): string {
  const bare = message.replace(/^[a-z_]+(\.[\w-]+)*: /, "");
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}

const refused = (
  status: number,
  message: string,
  field: string | null,
  said: Record<string, unknown> = {},
): Refused => ({ ok: false, status, message, field, said });
