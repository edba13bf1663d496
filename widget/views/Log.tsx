// The conversation from its first word to its last, with the rail down its edge.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Conversation } from "../conversation.ts";
import { strings } from "../strings/strings.ts";
import { isQuiet } from "./quiet.ts";
import { Home } from "./Home.tsx";
import { part } from "./part.tsx";
import { Unsent } from "./Unsent.tsx";

const Rows = part(
  () => import("./Talk.tsx").then((talk) => talk.Rows),
  () => null,
);
const Next = part(() => import("./Talk.tsx").then((talk) => talk.Next), Unsent);

/** Closer to the end than this counts as reading along. */
const nearPx = 80;

export function Log({ conversation }: { conversation: Conversation }) {
  const { events, outbox } = conversation;
  const announce = useAnnouncing(conversation.known);
  const home = !events.some((event) => !isQuiet(event)) && !outbox.parcels.length;
  const { scroller, scrolled } = useReadingAlong(home);
  const [, drawn] = useState(false);
  // Asked for as soon as the first view stands: what is said can be shown before anybody has said it.
  useEffect(() => void Rows.fetch().then(() => drawn(true)), []);
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
        {!home && <Rows conversation={conversation} />}
      </div>
      {!home && <Next conversation={conversation} />}
    </div>
  );
}

/** Follows the end of the log while the reader is there, and leaves a reader of earlier words alone. */
function useReadingAlong(home: boolean) {
  const scroller = useRef<HTMLDivElement>(null);
  const along = useRef(true);
  const follow = (): void => {
    const box = scroller.current;
    // Whoever fills in a form has their eyes on its fields.
    if (!box || home || !along.current || box.querySelector("form.later:focus-within")) return;
    box.scrollTop = box.scrollHeight;
    // Where there is hardly any height the panel scrolls in its place.
    if (box.clientHeight === box.scrollHeight) box.parentElement!.scrollTop = box.parentElement!.scrollHeight;
  };
  useLayoutEffect(follow);
  useEffect(() => {
    const resized = new ResizeObserver(follow);
    resized.observe(scroller.current!);
    return () => resized.disconnect();
  }, [home]);
  const scrolled = (): void => {
    const box = scroller.current;
    if (!box) return; // Closed meanwhile.
    const { scrollTop, scrollHeight, clientHeight } = box;
    // What is read before the first word begins at its top; the conversation, at its end.
    along.current = home || scrollHeight - scrollTop - clientHeight < nearPx;
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
