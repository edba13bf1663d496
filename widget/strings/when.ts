// Moments in words: in the customer's own time zone and on their own kind of clock, in the language of the strings.
import { regional } from "./counting.ts";
import { strings } from "./strings.ts";

const day = { weekday: "long" } as const;
const date = { day: "numeric", month: "short" } as const;

/** "tomorrow 09:00", "Monday 9:00 AM", "5 Jan 09:00". */
export function when(moment: string, now = Date.now()): string {
  const at = new Date(moment);
  const ahead = days(at) - days(new Date(now));
  const time = clock(moment);
  if (ahead === 0) return strings.moment(strings.today, time);
  if (ahead === 1) return strings.moment(strings.tomorrow, time);
  // From a week on, and for what is past, a weekday alone would be ambiguous.
  const near = ahead > 0 && ahead < 7;
  return strings.moment(near ? strings.weekday(format(at, day)) : strings.date(format(at, date)), time);
}

export const clock = (moment: string): string => format(new Date(moment), { timeStyle: "short" });

/** The same where the team's clock shows another time: whose time it is must be said then. */
export const whenHere = (moment: string, zone: string | null | undefined): string =>
  zone === Intl.DateTimeFormat().resolvedOptions().timeZone
    ? when(moment)
    : `${when(moment)} ${strings.yourTime}`;

export const isAhead = (moment: string | null | undefined): moment is string =>
  !!moment && Date.parse(moment) > Date.now();

/** A German browser beside English words: English weekdays on a clock of 24 hours. */
function format(at: Date, options: Intl.DateTimeFormatOptions): string {
  const { language: own } = navigator;
  const { language } = strings;
  if (regional(language) === own) return at.toLocaleString(own, options);
  // The variety of those who read the same clock as they do.
  const { hour12 } = new Intl.DateTimeFormat(own, { hour: "numeric" }).resolvedOptions();
  return at.toLocaleString(hour12 ? language : strings.on24Hours, options);
}

/** A measured wait of so many seconds in words, never narrower than it was measured. */
export const wait = ([low, high]: [number, number]): string =>
  strings.wait(Math.floor(low / 60), Math.max(1, Math.ceil(high / 60)));

/** Calendar days, so that tomorrow begins at midnight here. */
const days = (at: Date): number => Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / 86_400_000;
