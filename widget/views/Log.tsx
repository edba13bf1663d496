// The conversation from its first word to its last, with the rail down its edge.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { holdings } from "../connection/holder.ts";
import type { Conversation } from "../conversation.ts";
import { lastLeft } from "../form.ts";
import { strings } from "../strings/strings.ts";
import { Home } from "./Home.tsx";
import { part } from "./part.tsx";
import { Pending } from "./Pending.tsx";
import { isQuiet, Row } from "./Row.tsx";
import { Waiting } from "./Waiting.tsx";

const Later = part(() => import("./Later.tsx").then((later) => later.Later));
const Rating = part(() => import("./Rating.tsx").then((rating) => rating.Rating));

/** Closer to the end than this counts as reading along. */
const nearPx = 80;

export function Log({ conversation }: { conversation: Conversation }) {
  const { events, holding, outbox } = conversation;
  const { scroller, scrolled } = useReadingAlong();
  const announce = useAnnouncing(conversation.known);
  const held = holdings(events);
  const shown = events.flatMap((event, index) => (isQuiet(event) ? [] : [{ event, holding: held[index]! }]));
  const home = !shown.length && !outbox.parcels.length;
  const arrived = new Set(shown.map(({ event }) => "client_id" in event && event.client_id));
  const inForm = conversation.later.open && /queued|follow_up/.test(holding.status);
  const left = lastLeft(events)?.text;
  const pending = outbox.parcels.filter(({ client_id, name, payload }) =>
    name === "follow_up" ? !inForm && payload.text !== left : !arrived.has(client_id),
  );
  return (
    <div
      class="scroll"
      ref={scroller}
      onScroll={scrolled}
      tabIndex={0}
      role="region"
      aria-label={strings.log}
    >
      {home && <Home conversation={conversation} />}
      <div role="log" aria-live={announce ? "polite" : "off"} aria-label={strings.messages} class="log">
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
      </div>
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
    </div>
  );
}

/** Follows the end of the log while the reader is there, and leaves a reader of earlier words alone. */
function useReadingAlong() {
  const scroller = useRef<HTMLDivElement>(null);
  const along = useRef(true);
  const follow = (): void => {
    const box = scroller.current;
    // Whoever fills in a form has their eyes on its fields.
    if (!box || !along.current || box.querySelector("form.later:focus-within")) return;
    box.scrollTop = box.scrollHeight;
    // Where there is hardly any height the panel scrolls in its place.
    if (box.clientHeight === box.scrollHeight) box.parentElement!.scrollTop = box.parentElement!.scrollHeight;
  };
  useLayoutEffect(follow);
  useEffect(() => {
    const resized = new ResizeObserver(follow);
    resized.observe(scroller.current!);
    return () => resized.disconnect();
  }, []);
  const scrolled = (): void => {
    const box = scroller.current;
    if (!box) return; // Closed meanwhile.
    const { scrollTop, scrollHeight, clientHeight } = box;
    along.current = scrollHeight - scrollTop - clientHeight < nearPx;
  };
  return { scroller, scrolled };
}

/** History is not news: the log speaks only once what was said before is on the page. */
function useAnnouncing(known: boolean): boolean {
  const [announcing, announce] = useState(false);
  useEffect(() => {
    if (!known) return;
    const settled = setTimeout(() => announce(true), 700);
    return () => clearTimeout(settled);
  }, [known]);
  return announcing;
}
