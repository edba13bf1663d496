// Times as agents read them.
import { useEffect, useState } from "preact/hooks";

const watchers = new Set<(now: number) => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

/** Draws its user anew each second. One clock for all: a long queue has hundreds of them. */
export function useNow(): number {
  const [now, tick] = useState(Date.now());
  useEffect(() => {
    watchers.add(tick);
    ticking ??= setInterval(() => watchers.forEach((watcher) => watcher(Date.now())), 1_000);
    return () => {
      watchers.delete(tick);
      if (watchers.size) return;
      clearInterval(ticking);
      ticking = undefined;
    };
  }, []);
  return now;
}

/** How long since then: 0:07, 12:41, 2:03:10. */
export function lasting(since: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1_000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

const today = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const earlier = new Intl.DateTimeFormat("en", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

export function moment(at: string): string {
  const when = new Date(at);
  return (when.toDateString() === new Date().toDateString() ? today : earlier).format(when);
}
