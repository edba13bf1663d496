// What was said, and what is next. It comes right after the first view, which can be read and written in without it.
import { holdings } from "../connection/holder.ts";
import type { Conversation } from "../conversation.ts";
import { lastLeft } from "../form.ts";
import cards from "../look/cards.css" with { type: "text" };
import messages from "../look/messages.css" with { type: "text" };
import rail from "../look/rail.css" with { type: "text" };
import { wear } from "../look/worn.ts";
import { strings } from "../strings/strings.ts";
import { Later as Promised } from "./Later.tsx";
import { part } from "./part.tsx";
import { Pending } from "./Pending.tsx";
import { isQuiet } from "./quiet.ts";
import { Row } from "./Row.tsx";
import { Waiting } from "./Waiting.tsx";

wear(rail, messages, cards);

const Later = part(async () => Promised); // Here already; its words may not be.
const Rating = part(() => import("./Rating.tsx").then((rating) => rating.Rating));

const shownOf = ({ events }: Conversation) => {
  const held = holdings(events);
  return events.flatMap((event, index) => (isQuiet(event) ? [] : [{ event, holding: held[index]! }]));
};

export function Rows({ conversation }: { conversation: Conversation }) {
  const shown = shownOf(conversation);
  return (
    <>
      {shown.map(({ event, holding }, index) => (
        <Row
          key={("client_id" in event && event.client_id) || event.seq}
          event={event}
          status={holding.status}
          joint={shown[index - 1]?.holding.status !== holding.status && index > 0}
          before={shown[index - 1]?.event}
          conversation={conversation}
        />
      ))}
    </>
  );
}

export function Next({ conversation }: { conversation: Conversation }) {
  const { events, holding, outbox } = conversation;
  const arrived = new Set(shownOf(conversation).map(({ event }) => "client_id" in event && event.client_id));
  const inForm = conversation.later.open && /queued|follow_up/.test(holding.status);
  const left = lastLeft(events)?.text;
  const pending = outbox.parcels.filter(({ client_id, name, payload }) =>
    name === "follow_up" ? !inForm && payload.text !== left : !arrived.has(client_id),
  );
  return (
    <>
      {/* Not in the log yet, which would say it now and once more when it is there. */}
      {pending.map((parcel) => (
        <Pending key={parcel.client_id} parcel={parcel} status={holding.status} outbox={outbox} />
      ))}
      {holding.status === "queued" && <Waiting conversation={conversation} />}
      {holding.status === "follow_up" && <Later conversation={conversation} />}
      {conversation.typing && (
        <p class={`row typing ${holding.status}`}>{strings.typing(conversation.typing)}</p>
      )}
      {holding.status === "resolved" && <Rating key={events[0]?.conversation} conversation={conversation} />}
    </>
  );
}
