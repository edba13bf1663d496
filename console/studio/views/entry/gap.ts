// A question that no entry answered, with what was drawn from it for the editor: customers' in the chat, or one that
// somebody asked in public.
import { ask } from "../../../settings/ask.ts";
import type { Entry } from "./shape.ts";

export interface Gap {
  /** "question:7": asked in public. */
  gap: number | string;
  title: string;
  entry: Partial<Entry>;
  phrasings: string[];
  answer: string;
  /** What agents really answered, the most typical first. */
  answers?: string[];
}

const asked = (gap: number | string): string | undefined => /^question:(.+)$/.exec(String(gap))?.[1];

export function draftOf(gap: string): string {
  const question = asked(gap);
  const path = question ? `community/${encodeURIComponent(question)}` : `gaps/${encodeURIComponent(gap)}`;
  return `/api/studio/${path}/draft`;
}

/** Where in the studio it came from. */
export const originOf = ({ gap }: Gap): string => (asked(gap) ? "community" : `gaps/${gap}`);

/** The gap follows what becomes of it. An answer that fails changes nothing about the saved entry. */
export async function drafted({ gap }: Gap, entry: string): Promise<void> {
  if (!asked(gap)) await ask("POST", `/api/studio/gaps/${gap}/drafted`, { entry });
}
