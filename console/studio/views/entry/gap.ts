// A question that no entry answered, with what was drawn from it for the editor.
import { ask } from "../../../settings/ask.ts";
import type { Entry } from "./shape.ts";

export interface Gap {
  gap: number;
  title: string;
  entry: Partial<Entry>;
  phrasings: string[];
  answer: string;
}

const path = (id: string | number): string => `/api/studio/gaps/${encodeURIComponent(id)}`;

export const draftOf = (id: string): string => `${path(id)}/draft`;

/** The gap follows what becomes of it. An answer that fails changes nothing about the saved entry. */
export async function drafted({ gap }: Gap, entry: string): Promise<void> {
  await ask("POST", `${path(gap)}/drafted`, { entry });
}
