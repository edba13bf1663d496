// The middle pane: one conversation, whole, and what an agent can do with it.
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";
import { finding } from "../strings/finding.en.ts";
import { Acts } from "./Acts.tsx";
import { Elsewhere } from "./Elsewhere.tsx";
import { Reply } from "./Reply.tsx";
import { Transcript } from "./Transcript.tsx";

export function Conversation({ station }: { station: Station }) {
  const thread = station.current;
  if (!thread) {
    return (
      <section class="conversation" aria-label={strings.conversation}>
        <p class="empty">{strings.none}</p>
      </section>
    );
  }
  const { id } = thread;
  const card = station.rows.card(id);
  const status = thread.events.length ? thread.holding.status : (card?.status ?? "with_bot");
  const name = station.name(id);
  const mine = station.holds(id);
  const later = status === "follow_up";
  const acts = mine || (station.supervises && status !== "resolved");
  return (
    <section class="conversation" aria-label={strings.conversation}>
      <div class="title">
        <button type="button" class="back" onClick={() => station.select(null)}>
          {strings.back}
        </button>
        <h2 dir="auto">{name}</h2>
        <p class="also-here foot" role="status">
          {station.alsoHere(id).length > 0 &&
            finding.alsoHere(station.alsoHere(id).map((one) => one.name ?? ""))}
        </p>
        {acts && <Acts key={`${mine}`} {...{ station, id, status, mine }} />}
      </div>
      {mine && <PassingBar station={station} id={id} name={name} />}
      <Transcript station={station} thread={thread} name={name} />
      {mine ? (
        <Reply {...{ station, thread, name }} mail={later ? (card?.email ?? "") : null} />
      ) : (
        <Elsewhere station={station} status={status} />
      )}
    </section>
  );
}

/** A transfer under way, or one that came to nothing. */
function PassingBar({ station, id, name }: { station: Station; id: string; name: string }) {
  const passing = station.passing(id);
  const act = (): void => {
    if (passing?.state === "open") void station.decline(id);
    else document.querySelector<HTMLElement>("[data-act=transfer]")?.click();
  };
  return (
    <div role="status">
      {passing && (
        <p class="passing">
          <span>{strings.passing[passing.state](passing.to, name)}</span>
          <button type="button" onClick={act}>
            {passing.state === "open" ? strings.withdraw : strings.offerAgain}
          </button>
        </p>
      )}
    </div>
  );
}
