// For screen readers only: who came into the queue, at a pace one can listen to.
import { useEffect, useState } from "preact/hooks";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";

const settleMs = 1_500;

export function Spoken({ station }: { station: Station }) {
  const { rows, known, live, current } = station;
  const [said, say] = useState("");
  const newest = rows.queue.at(-1);
  const offer = rows.offers.at(-1);
  const waiting = rows.waitingInAll ? strings.waiting(rows.waitingInAll) : strings.nobody;
  const who =
    newest &&
    strings.arrived(newest.customer.name ?? strings.visitor, strings.reasons[newest.reason ?? ""] ?? "");
  const words =
    known && !live
      ? strings.reconnecting
      : [
          current?.typing && strings.typing(strings.customer),
          offer?.offer && strings.offered(offer.offer.by.name, station.name(offer.id)),
          waiting,
          who,
        ];
  const now = Array.isArray(words) ? words.filter(Boolean).join(". ") : words;
  useEffect(() => {
    const settled = setTimeout(() => say(now), settleMs);
    return () => clearTimeout(settled);
  }, [now]);
  return (
    <p role="status" class="unseen">
      {said}
    </p>
  );
}
