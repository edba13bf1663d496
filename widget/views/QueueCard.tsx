// Waiting, honestly: the place in line as it is now, and a range only where one was measured.
import type { Conversation } from "../conversation.ts";
import { strings } from "../strings/en.ts";

export function QueueCard({ conversation }: { conversation: Conversation }) {
  // While the connection is broken the last known place may no longer be so.
  const place = conversation.live ? conversation.place : null;
  return (
    <div class="row queued">
      <section class="waiting" aria-label={strings.queueTitle}>
        <p class="position">{place ? strings.position(place.position) : strings.noPosition}</p>
        {place?.wait && <p>{strings.wait(...place.wait)}</p>}
        <p class="quiet">{strings.kept}</p>
        <button type="button" class="link" onClick={() => conversation.ask("bot")}>
          {strings.back}
        </button>
      </section>
    </div>
  );
}
