// The small Markdown of messages, read into a tree: bold, italic, code, lists, https and mailto links. All else is text.

export type Inline =
  string | { mark: "strong" | "em" | "code"; inner: Inline[] } | { mark: "a"; href: string; inner: Inline[] };

export type Block =
  | { block: "p"; lines: Inline[][] }
  | { block: "ul" | "ol"; items: Inline[][]; start: number }
  | { block: "pre"; text: string };

const link = /\[([^[\]\n]{1,500})\]\(((?:https:\/\/|mailto:)[^\s()<>]{1,2000})\)/;
const bare = /https:\/\/[^\s<>"'`]{1,2000}[^\s<>"'`.,;:!?)\]*_]/;
const marks =
  /(?<ticks>`+)([^`\n]+?)\k<ticks>|\*\*(?=\S)([^\n]+?\S|\S)\*\*|(?<![\p{L}\p{N}*])\*(?=[^\s*])([^*\n]*?[^\s*])\*|(?<![\p{L}\p{N}_])_(?=[^\s_])([^_\n]*?[^\s_])_(?![\p{L}\p{N}])/u;
const inlines = new RegExp(`${link.source}|(${bare.source})|${marks.source}`, "u");

export function readInline(text: string): Inline[] {
  const found: Inline[] = [];
  let rest = text;
  for (let hit = inlines.exec(rest); hit; hit = inlines.exec(rest)) {
    if (hit.index) found.push(rest.slice(0, hit.index));
    found.push(marked(hit));
    rest = rest.slice(hit.index + hit[0].length);
  }
  if (rest) found.push(rest);
  return found;
}

function marked(hit: RegExpExecArray): Inline {
  const [, label, href, url, , code, bold, star, under] = hit;
  if (href) return { mark: "a", href, inner: [label!] };
  if (url) return { mark: "a", href: url, inner: [url] };
  if (code) return { mark: "code", inner: [code] };
  if (bold) return { mark: "strong", inner: readInline(bold) };
  return { mark: "em", inner: readInline(star ?? under!) };
}

const bullet = /^\s{0,3}[-*•]\s+(.*)$/;
const number = /^\s{0,3}(\d{1,3})[.)]\s+(.*)$/;
const fence = /^\s{0,3}```/;

export function readBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (fence.test(line)) {
      const end = lines.findIndex((later, index) => index > at && fence.test(later));
      const stop = end < 0 ? lines.length : end;
      blocks.push({ block: "pre", text: lines.slice(at + 1, stop).join("\n") });
      at = stop;
    } else {
      place(blocks, line, lines[at - 1]);
    }
  }
  return blocks;
}

/** Puts a line into the block before it where it belongs there, else begins a block. */
function place(blocks: Block[], line: string, before: string | undefined): void {
  const last = blocks.at(-1);
  const item = bullet.exec(line)?.[1];
  const [, digits, numbered] = number.exec(line) ?? [];
  if (item !== undefined) listed(blocks, last, "ul", item, 1);
  else if (numbered !== undefined) listed(blocks, last, "ol", numbered, Number(digits));
  else if (!line.trim()) return;
  else if (last?.block === "p" && before?.trim()) last.lines.push(readInline(line));
  else blocks.push({ block: "p", lines: [readInline(line)] });
}

function listed(
  blocks: Block[],
  last: Block | undefined,
  block: "ul" | "ol",
  item: string,
  start: number,
): void {
  if (last?.block === block) last.items.push(readInline(item));
  else blocks.push({ block, items: [readInline(item)], start });
}

/** The words alone, for a line that has no room for marks. */
export function plainText(text: string): string {
  const words = (inline: Inline): string =>
    typeof inline === "string" ? inline : inline.inner.map(words).join("");
  const line = (inlines: Inline[]): string => inlines.map(words).join("");
  return readBlocks(text)
    .flatMap((part) =>
      part.block === "pre" ? part.text : part.block === "p" ? part.lines.map(line) : part.items.map(line),
    )
    .join(" ");
}
