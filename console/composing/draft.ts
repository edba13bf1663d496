// What an agent has written and not sent, for each conversation and purpose: it survives reloads.
import { useState } from "preact/hooks";
import { keep, recall } from "../../widget/connection/keep.ts";
import type { Words } from "../station.ts";

export interface Inserted {
  entry: string;
  url: string;
}

export interface Draft {
  text: string;
  write: (text: string) => void;
  /** An entry whose answer was put in, for as long as the text leads to its page. */
  inserted: Inserted | null;
  putIn: (inserted: Inserted) => void;
  drop: () => void;
}

export function useDraft(conversation: string, mode: Words): Draft {
  const key = `draft:${conversation}:${mode}`;
  const [written, setWritten] = useState<Record<string, string>>({});
  const [inserted, setInserted] = useState<Inserted | null>(() => read(recall(`${key}:entry`)));
  const write = (text: string): void => {
    setWritten((before) => ({ ...before, [key]: text }));
    keep(key, text);
  };
  const putIn = (one: Inserted | null): void => {
    setInserted(one);
    keep(`${key}:entry`, one && JSON.stringify(one));
  };
  const drop = (): void => {
    write("");
    putIn(null);
  };
  return { text: written[key] ?? recall(key) ?? "", write, inserted, putIn, drop };
}

function read(kept: string | null): Inserted | null {
  try {
    return kept ? JSON.parse(kept) : null;
  } catch {
    return null; // Cut off: the words are kept, only what they came from is forgotten.
  }
}
