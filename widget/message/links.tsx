// Where a link may lead. Apart from the text of messages: faces have addresses too.
import type { ComponentChildren } from "preact";

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
