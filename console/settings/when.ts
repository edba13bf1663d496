// Days and times in the reader's own zone, as short as they can be.
const day = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });
const moment = new Intl.DateTimeFormat("en", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

export const when = (iso: string): string => moment.format(new Date(iso));
export const whichDay = (iso: string): string => day.format(new Date(iso));
