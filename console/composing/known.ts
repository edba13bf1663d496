// Answers the customer knows already: shown by the assistant, refused, or sent by an agent before.
import type { LogEvent } from "../../widget/connection/wire.ts";

export interface Known {
  entry: string;
  title: string;
  url: string | null;
  how: "refused" | "shown" | "helped" | "sent";
  at: string;
}

const link = /https:\/\/[^\s<>"'`)\]]+/g;

/** The same page, however its address is written. */
export function page(url: string): string {
  if (!URL.canParse(url)) return url;
  const { host, pathname } = new URL(url);
  return host + pathname.replace(/\/+$/, "");
}

const pagesIn = (text: string): string[] =>
  [...text.matchAll(link)].map(([url]) => page(url.replace(/[.,;:!?]+$/, "")));

/** By entry. What was refused stays refused, though it was sent again. */
export function knownAnswers(events: readonly LogEvent[]): Map<string, Known> {
  const known = new Map<string, Known>();
  for (const event of events) {
    if (event.kind === "bot_answered") {
      const { entry, title, url = null, at } = event;
      if (known.get(entry)?.how !== "refused") known.set(entry, { entry, title, url, how: "shown", at });
    } else if (event.kind === "feedback_given") {
      const answer = events.find(({ seq }) => seq === event.answer);
      const shown = answer?.kind === "bot_answered" && known.get(answer.entry);
      if (shown)
        known.set(shown.entry, { ...shown, how: event.helpful ? "helped" : "refused", at: event.at });
    } else if (
      (event.kind === "agent_said" || event.kind === "told") &&
      event.entry &&
      !known.has(event.entry)
    ) {
      const url = event.text.match(link)?.[0] ?? null;
      known.set(event.entry, {
        entry: event.entry,
        title: url ?? event.entry,
        url,
        how: "sent",
        at: event.at,
      });
    }
  }
  return known;
}

/** Those of them whose page a text links to. */
export function knownIn(text: string, known: Iterable<Known>): Known[] {
  const linked = new Set(pagesIn(text));
  return linked.size ? [...known].filter(({ url }) => url && linked.has(page(url))) : [];
}

/** Whether a text leads to that page. */
export const linksTo = (text: string, url: string): boolean => pagesIn(text).includes(page(url));
