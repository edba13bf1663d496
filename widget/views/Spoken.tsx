// For screen readers only: what changes beside the log, no more often than one can listen to.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Conversation } from "../conversation.ts";
import { strings } from "../strings/strings.ts";
import { wait } from "../strings/when.ts";
import { why } from "./why.ts";

/** Place, typing and connection flicker; what still holds after this long is worth saying. */
const settleMs = 1_500;

/** A line that moves by the second is not to be talked about by the second. */
const placeRestMs = 20_000;

export function Spoken({ conversation }: { conversation: Conversation }) {
  const now = words(conversation);
  const [said, say] = useState("");
  const placeSaid = useRef(-placeRestMs);
  const ofPlace = now !== "" && now === inLine(conversation);
  useEffect(() => {
    const rest = ofPlace ? placeSaid.current + placeRestMs - performance.now() : 0;
    const settled = setTimeout(
      () => {
        if (ofPlace) placeSaid.current = performance.now();
        say(now);
      },
      Math.max(settleMs, rest),
    );
    return () => clearTimeout(settled);
  }, [now]);
  return (
    <p role="status" class="unseen">
      {said}
    </p>
  );
}

/** The place in line, how long that usually takes where it was measured, and what else one may do. */
function inLine({ place, holding, staff }: Conversation): string {
  if (!place || holding.status !== "queued") return "";
  const position = `${strings.position(place.position)}.`;
  const offer = place.follow_up && strings.spokenOffer(why(place.follow_up, staff));
  return [position, place.wait && wait(place.wait), offer].filter(Boolean).join(" ");
}

function words(conversation: Conversation): string {
  const { live, known, typing, holding, bot, outbox } = conversation;
  if (outbox.parcels.some(({ late, refused, done }) => late && !refused && !done)) return strings.late;
  if (!live && known) return navigator.onLine ? strings.reconnecting : strings.offline;
  if (typing) return strings.typing(typing);
  const place = inLine(conversation);
  if (place) return place;
  return bot === "starting" && holding.status === "with_bot" ? strings.starting : "";
}
