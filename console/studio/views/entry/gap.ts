// A question that no entry answered, with what was drawn from it for the editor: customers' in the chat, one that
// somebody asked in public, or words that were searched for in vain.
import { ask } from "../../../settings/ask.ts";
import type { Entry } from "./shape.ts";

export interface Gap {
  /** "question:7": asked in public; "search:kayak": searched for in vain. */
  gap: number | string;
  title: string;
  entry: Partial<Entry>;
  phrasings: string[];
  answer: string;
  /** What agents really answered, the most typical first. */
  answers?: string[];
}

/** Besides gaps: where such a question is drawn from, and where in the studio it stands. */
const others = {
  question: ["community", "community"],
  search: ["feedback/searches", "feedback"],
} as const;

function other(gap: number | string) {
  const [, kind, id] = /^(question|search):(.+)$/.exec(String(gap)) ?? [];
  return kind && { id: id!, at: others[kind as keyof typeof others] };
}

export function draftOf(gap: string): string {
  const { id, at } = other(gap) || { id: gap, at: ["gaps"] };
  return `/api/studio/${at[0]}/${encodeURIComponent(id)}/draft`;
}

/** Where in the studio it came from. */
export const originOf = ({ gap }: Gap): string => (other(gap) || { at: ["", `gaps/${gap}`] }).at[1]!;

/** The gap follows what becomes of it. An answer that fails changes nothing about the saved entry. */
export async function drafted({ gap }: Gap, entry: string): Promise<void> {
  if (!other(gap)) await ask("POST", `/api/studio/gaps/${gap}/drafted`, { entry });
}
