// What the formatting buttons do to a text: which part is replaced, by what, and what is selected then.

export type Mark = "bold" | "italic" | "list" | "link" | "code";

export interface Edit {
  from: number;
  to: number;
  words: string;
  /** Selected afterwards. */
  start: number;
  end: number;
}

const signs = { bold: "**", italic: "_", code: "`" } as const;
const address = /^(https:\/\/|mailto:)\S+$/;
const unknown = "https://";

export function marked(mark: Mark, text: string, start: number, end: number): Edit {
  if (mark === "list") return listed(text, start, end);
  const inner = text.slice(start, end);
  if (mark === "link") return linked(inner, start, end);
  if (mark === "code" && inner.includes("\n")) return around("```\n", "\n```", text, start, end);
  return around(signs[mark], signs[mark], text, start, end);
}

/** Marks the selection, or takes the same marks away from it. */
function around(before: string, after: string, text: string, start: number, end: number): Edit {
  const inner = text.slice(start, end);
  const [from, to] = [start - before.length, end + after.length];
  if (from >= 0 && text.slice(from, start) === before && text.slice(end, to) === after)
    return { from, to, words: inner, start: from, end: from + inner.length };
  const first = start + before.length;
  return { from: start, to: end, words: before + inner + after, start: first, end: first + inner.length };
}

/** An address becomes the link's; anything else its words, and the address is what is written next. */
function linked(inner: string, from: number, to: number): Edit {
  if (address.test(inner)) return { from, to, words: `[](${inner})`, start: from + 1, end: from + 1 };
  const at = from + inner.length + 3;
  const words = `[${inner}](${unknown})`;
  if (!inner) return { from, to, words, start: from + 1, end: from + 1 };
  return { from, to, words, start: at, end: at + unknown.length };
}

/** Whole lines, each an item; or none any more if all were. */
function listed(text: string, start: number, end: number): Edit {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", end);
  const to = next < 0 ? text.length : next;
  const lines = text.slice(from, to).split("\n");
  const all = lines.every((line) => line.startsWith("- "));
  const words = lines.map((line) => (all ? line.slice(2) : `- ${line}`)).join("\n");
  const stop = from + words.length;
  return { from, to, words, start: lines.length > 1 ? from : stop, end: stop };
}
