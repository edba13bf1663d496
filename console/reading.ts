// Where somebody is in a transcript: at its end, which follows what is said, or further up, where nothing moves it.
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Thread } from "./thread.ts";

/** So close to the end counts as there, in pixels. */
const nearPx = 48;

export interface Reading {
  atEnd: boolean;
  /** What the customer said that nobody has looked at. */
  unseen: number;
  /** The last event seen before those; null while nothing is new. */
  newAfter: number | null;
  toEnd: () => void;
}

/** `sent`: how many words are on their way; one's own take one to the end. */
export function useReading(
  scroller: RefObject<HTMLElement | null>,
  thread: Thread,
  sent: number,
  seen: () => void,
): Reading {
  const [atEnd, arrive] = useState(true);
  const stays = useRef(true);
  const news = thread.events.filter(({ kind, seq }) => kind === "customer_said" && seq > thread.seen);
  const missed = thread.seen > 0 && news.length > 0 ? thread.seen : null;
  const [newAfter, setNewAfter] = useState(missed); // While somebody was elsewhere.
  const toEnd = (): void => {
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
    stays.current = true;
    arrive(true);
  };
  const look = (): void => {
    if (!thread.last || thread.seen >= thread.last) return;
    if (!stays.current || document.visibilityState !== "visible") {
      if (missed) setNewAfter((before) => before ?? missed);
      return;
    }
    thread.seen = thread.last;
    seen();
  };
  useLayoutEffect(() => {
    if (stays.current) toEnd();
  }, [thread.last]);
  useLayoutEffect(() => {
    if (sent) toEnd();
  }, [sent]);
  useEffect(look, [thread.last, atEnd]);
  useEffect(() => {
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  });
  useEffect(() => {
    const box = scroller.current!;
    const scrolled = (): void => {
      stays.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearPx;
      arrive(stays.current);
    };
    // What is written below grows and shrinks: who was at the end stays there.
    const sized = new ResizeObserver(() => stays.current && (box.scrollTop = box.scrollHeight));
    box.addEventListener("scroll", scrolled, { passive: true });
    sized.observe(box);
    return () => {
      box.removeEventListener("scroll", scrolled);
      sized.disconnect();
    };
  }, []);
  const answered = thread.events.some(
    ({ kind, seq }) => kind === "agent_said" && seq > (newAfter ?? Infinity),
  );
  return { atEnd, unseen: news.length, newAfter: answered ? null : newAfter, toEnd };
}
