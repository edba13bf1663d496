// For screen readers only: what changes beside the log, no more often than one can listen to.
import { useEffect, useState } from "preact/hooks";
import type { Conversation } from "../conversation.ts";
import { strings } from "../strings/en.ts";

/** Place, typing and connection flicker; what still holds after this long is worth saying. */
const settleMs = 1_500;

export function Spoken({ conversation }: { conversation: Conversation }) {
  const now = words(conversation);
  const [said, say] = useState("");
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

function words({ live, known, typing, place, holding, bot, outbox }: Conversation): string {
  if (outbox.parcels.some(({ late, refused, done }) => late && !refused && !done)) return strings.late;
  if (!live && known) return strings.reconnecting;
  if (typing) return strings.typing(typing);
  if (place && holding.status === "queued") return strings.position(place.position);
  return bot === "starting" && holding.status === "with_bot" ? strings.starting : "";
}
