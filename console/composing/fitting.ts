// Answers that may fit: asked anew after each of the customer's words, or for what the agent looks for.
import { useEffect, useState } from "preact/hooks";
import type { Station } from "../station.ts";
import type { Thread } from "../thread.ts";

export interface Fitting {
  entry: string;
  title: string;
  url: string;
  text: string;
  seen: boolean;
  refused: boolean;
}

/** Customers write several short messages in a row; whoever searches types on. */
const settleMs = 400;

/** Null until the first answer. Those of before stay until newer ones are here. */
export function useFitting(station: Station, thread: Thread, query: string, wanted: boolean) {
  const [found, setFound] = useState<Fitting[] | null>(null);
  const [busy, setBusy] = useState(false);
  const heard =
    thread.events.findLast(({ kind }) => kind === "customer_said" || kind === "follow_up_left")?.seq ?? 0;
  const words = query.trim();
  useEffect(() => {
    if (!wanted || !station.live || !(heard || words)) return;
    let newest = true;
    setBusy(true);
    const settled = setTimeout(async () => {
      const ack = await station.call("suggest", { conversation: thread.id, ...(words && { query: words }) });
      if (!newest) return;
      setBusy(false);
      if (ack.ok) setFound(ack.entries as Fitting[]);
    }, settleMs);
    return () => {
      newest = false;
      clearTimeout(settled);
    };
  }, [thread.id, heard, words, wanted, station.live]);
  return { found, busy, heard: heard > 0 };
}
