// A question that no entry answered, with what was drawn from it for the editor.
import { ask } from "../../../settings/ask.ts";
import type { Entry } from "./shape.ts";

export interface Gap {
  gap: number | string;
  title: string;
  entry: Partial<Entry>;
  phrasings: string[];
  answer: string;
  /** What agents really answered, the most typical first. */
  answers: string[];
}

/** A question that was asked in public, beneath an entry, is drawn from as well. */
const asked = "question:";
const isAsked = (id: string | number): id is string => String(id).startsWith(asked);

const path = (id: string | number): string =>
  isAsked(id)
    ? `/api/studio/community/${encodeURIComponent(id.slice(asked.length))}`
    : `/api/studio/gaps/${encodeURIComponent(id)}`;

export const draftOf = (id: string): string => `${path(id)}/draft`;

/** The gap follows what becomes of it. An answer that fails changes nothing about the saved entry. */
export async function drafted({ gap }: Gap, entry: string): Promise<void> {
  if (!isAsked(gap)) await ask("POST", `${path(gap)}/drafted`, { entry });
}
