// What a release's note may say, from what changed; whoever publishes changes it as they like.
import { strings } from "../../strings/publish.en.ts";
import type { Draft } from "./shape.ts";

const NAMED = 3;
const LONGEST = 300;

export function suggested({ added, changed, removed, talk }: Draft): string {
  const lines = [
    named(added, strings.noteNew),
    named(changed, strings.noteChanged),
    named(removed, strings.noteGone),
    talk ? strings.noteChanged(strings.noteOther) : "",
  ];
  const said = lines.filter(Boolean).join(". ");
  return said.length > LONGEST ? `${said.slice(0, LONGEST - 1)}…` : said;
}

function named(entries: { entry: string; title?: string }[], says: (titles: string) => string): string {
  if (!entries.length) return "";
  const titles = entries.slice(0, NAMED).map(({ entry, title }) => title ?? entry);
  const more = entries.length - titles.length;
  return says([...titles, ...(more > 0 ? [strings.noteMore(more)] : [])].join(", "));
}
