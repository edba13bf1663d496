// The middle pane: one conversation, whole, and what an agent can do with it.
import { useEffect } from "preact/hooks";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";
import { Acts } from "./Acts.tsx";
import { Reply } from "./Reply.tsx";
import { Transcript } from "./Transcript.tsx";

export function Conversation({ station }: { station: Station }) {
  const thread = station.current;
  useEffect(() => station.look(), [thread?.last]);
  if (!thread) {
    return (
      <section class="conversation" aria-label={strings.conversation}>
        <p class="empty">{strings.none}</p>
      </section>
    );
  }
  const summary = station.summary(thread.id);
  const name = summary?.customer.name ?? strings.visitor;
  const mine = station.holds(thread.id);
  return (
    <section class="conversation" aria-label={strings.conversation}>
      <div class="title">
        <button type="button" class="back" onClick={() => station.select(null)}>
          {strings.back}
        </button>
        <h2 dir="auto">{name}</h2>
        {mine && <Acts station={station} id={thread.id} />}
      </div>
      <Transcript station={station} thread={thread} name={name} />
      {mine ? (
        <Reply key={thread.id} station={station} thread={thread} name={name} />
      ) : (
        <Elsewhere station={station} />
      )}
    </section>
  );
}

/** Not ours to answer: who has it, and how to take it where that may be. */
function Elsewhere({ station }: { station: Station }) {
  const { id, holding } = station.current!;
  const { status, agent } = holding;
  const waits = station.queue.some((summary) => summary.id === id);
  if (waits) {
    return (
      <div class="reply elsewhere">
        <p>{strings.preview}</p>
        <button type="button" class="solid" onClick={() => void station.take(id)}>
          {strings.take} <kbd aria-hidden="true">t</kbd>
        </button>
      </div>
    );
  }
  const words = status === "with_agent" ? strings.heldBy(agent?.name ?? "") : strings.withBot;
  return (
    <div class="reply elsewhere">
      <p>{status === "resolved" ? strings.closed : words}</p>
    </div>
  );
}
