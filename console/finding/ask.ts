// What the service finds, over HTTP.
import type { Person, Role, Speaker, Summary } from "../../widget/connection/wire.ts";
import { finding } from "../strings/finding.en.ts";

export type Asked<T> = { ok: true; body: T } | { ok: false; status: number; message: string };

/** A conversation with what was said around the hit. */
export interface Found extends Summary {
  found: {
    started: string;
    active: string;
    resolved: string | null;
    score: number | null;
    helped: Person | null;
    hit: Hit | null;
  };
}

export interface Hit {
  seq: number;
  at: string;
  by: Speaker & { role: Role };
  kind: string;
  parts: { text: string; hit: boolean }[];
}

export interface FoundPage {
  conversations: Found[];
  cursor: string | null;
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const search = (
  query: string,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Asked<FoundPage>> => {
  const asked = new URLSearchParams(query);
  if (zone) asked.set("zone", zone);
  if (cursor) asked.set("cursor", cursor);
  return get(`/api/conversations?${asked}`, signal);
};

export const one = (id: string): Promise<Asked<Found>> => get(`/api/conversations/${encodeURIComponent(id)}`);

async function get<T>(path: string, signal?: AbortSignal): Promise<Asked<T>> {
  try {
    const response = await fetch(path, signal ? { signal } : {});
    const body = await response.json();
    if (response.ok) return { ok: true, body };
    return { ok: false, status: response.status, message: body.message ?? finding.unreachable };
  } catch {
    return { ok: false, status: 0, message: finding.unreachable };
  }
}
