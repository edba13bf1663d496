// A message's text as nodes. Nothing here can become markup: every leaf is a text node.
import type { ComponentChildren } from "preact";
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

/** Where the service lives: its own pages may be linked without their host. */
const home = { origin: location.origin };
export const linksStartAt = (origin: string): void => void (home.origin = origin);

/** The address a link may lead to, or null: https, mailto and the service's own pages only. */
export function safeAddress(href: string): string | null {
  if (!URL.canParse(href, home.origin)) return null;
  const url = new URL(href, home.origin);
  return /^(https|mailto):$/.test(url.protocol) || url.origin === home.origin ? url.href : null;
}

/** Leads away in a new tab, so that the chat stays. */
export function OutLink({ href, children }: { href: string; children: ComponentChildren }) {
  const address = safeAddress(href);
  if (!address) return <>{children}</>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
