// Titles the bot is not sure between: the customer chooses one, or a person.
import type { Answered, Suggested } from "../connection/wire.ts";
import type { Conversation } from "../conversation.ts";
import { strings } from "../strings/strings.ts";

interface Props {
  event: Suggested;
  conversation: Conversation;
}

export function Suggestions({ event, conversation }: Props) {
  const { entries, seq } = event;
  const settled = conversation.events.find((other) => "suggestion" in other && other.suggestion === seq);
  if (settled || !isOpen(event, conversation)) {
    const chosen = settled?.kind === "bot_answered" ? (settled as Answered).entry : null;
    return (
      <div class="bubble card">
        <p class="title">{strings.which}</p>
        <ul>
          {entries.map(({ entry, title }) => (
            <li key={entry} dir="auto">
              {entry === chosen ? <b>{strings.chosen(title)}</b> : title}
            </li>
          ))}
        </ul>
        {settled && !chosen && <p class="verdict">{strings.noneFits}</p>}
      </div>
    );
  }
  const sent = conversation.outbox.parcels.some(
    ({ name, payload, refused }) => name === "choose" && payload.suggestion === seq && !refused,
  );
  const choose = (entry: string | null) => () => conversation.ask("choose", { suggestion: seq, entry });
  return (
    <div class="bubble card choices" role="group" aria-label={strings.which}>
      <p class="title">{strings.which}</p>
      {entries.map(({ entry, title }) => (
        <button key={entry} type="button" class="outlined" dir="auto" disabled={sent} onClick={choose(entry)}>
          {title}
        </button>
      ))}
      <button type="button" class="outlined none" disabled={sent} onClick={choose(null)}>
        {strings.noneOfThese}
      </button>
    </div>
  );
}

/** Until a person takes over, or something newer was said or shown. */
function isOpen(event: Suggested, { events, holding, outbox }: Conversation): boolean {
  const newest = events.findLast(({ kind }) => /^(customer_said|bot_(answered|suggested))$/.test(kind));
  const saying = outbox.parcels.some(({ name, done }) => name === "say" && !done);
  return holding.status === "with_bot" && newest === event && !saying;
}
