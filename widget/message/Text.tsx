// A message's text as nodes. Nothing here can become markup: every leaf is a text node.
import type { ComponentChildren } from "preact";
import { OutLink } from "./links.tsx";
import { readBlocks, type Block, type Inline } from "./markdown.ts";

export function Text({ text }: { text: string }) {
  return (
    <div class="text" dir="auto">
      {readBlocks(text).map(blockNode)}
    </div>
  );
}

function blockNode(block: Block): ComponentChildren {
  if (block.block === "pre") return <pre>{block.text}</pre>;
  if (block.block === "p") {
    return <p>{block.lines.map((line, index) => [index > 0 && <br />, ...line.map(inlineNode)])}</p>;
  }
  const items = block.items.map((item) => <li>{item.map(inlineNode)}</li>);
  return block.block === "ul" ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>;
}

function inlineNode(inline: Inline): ComponentChildren {
  if (typeof inline === "string") return inline;
  if (inline.mark === "a") return <OutLink href={inline.href}>{inline.inner.map(inlineNode)}</OutLink>;
  const Mark = inline.mark;
  return <Mark>{inline.inner.map(inlineNode)}</Mark>;
}
