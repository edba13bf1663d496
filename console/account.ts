// Who signs in, over HTTP. The sign-in itself stays in a cookie no script can read.
import { keep, recall } from "../widget/connection/keep.ts";
import type { Agent } from "../widget/connection/wire.ts";
import { strings } from "./strings/en.ts";

type Answer<T> = { ok: true; body: T } | { ok: false; status: number; message: string };

async function ask<T>(path: string, body?: object): Promise<Answer<T>> {
  const post = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  try {
    const response = await fetch(path, body && post);
    const said = response.status === 204 ? {} : await response.json();
    if (response.ok) return { ok: true, body: said };
    return { ok: false, status: response.status, message: said.message ?? strings.unreachable };
  } catch {
    return { ok: false, status: 0, message: strings.unreachable };
  }
}

type Account = { agent: Agent };

/** Somebody signed in here before; without that, asking who it is would only be an error in the log. */
const signedIn = "signed-in";
const remembered = (answer: Answer<Account>): Answer<Account> => {
  if (answer.ok) keep(signedIn, "1");
  else if (answer.status === 401) keep(signedIn, null);
  return answer;
};

export const me = async (): Promise<Answer<Account>> =>
  recall(signedIn) ? remembered(await ask<Account>("/api/me")) : { ok: false, status: 401, message: "" };
export const signIn = async (email: string, password: string) =>
  remembered(await ask<Account>("/api/sign-in", { email, password }));
export const signOut = () => {
  keep(signedIn, null);
  return ask<object>("/api/sign-out", {});
};

export interface FirstAdmin {
  token: string;
  name: string;
  email: string;
  password: string;
}
export const createFirstAdmin = async (admin: FirstAdmin) =>
  remembered(await ask<Account>("/api/first-admin", { ...admin }));

/** Behind the door are no pages, but links lead to it: one for the first administrator, one for each who is
 * invited, one for a new password. */
export type Way = "first" | "invited" | "password";
export interface Link {
  way: Way;
  token: string;
}

/** The one-time token of such a link; gone from the address once read. */
export function followedLink(): Link | null {
  const [, way, token] = /^#(first|invited|password)=(.+)$/.exec(location.hash) ?? [];
  if (!way || !token) return null;
  history.replaceState(null, "", location.pathname);
  return { way: way as Way, token: decodeURIComponent(token) };
}

export interface Invitation {
  email: string;
  role: string;
  team: string;
  invited_by: string;
}
export const invitation = (token: string) => ask<Invitation>("/api/invited", { token });
export const accept = async (token: string, name: string, password: string) =>
  remembered(await ask<Account>("/api/invited/accept", { token, name, password }));
export const forgotten = (email: string) => ask<object>("/api/password/forgotten", { email });
export const newPassword = async (token: string, password: string) =>
  remembered(await ask<Account>("/api/password/new", { token, password }));
