// A person's round photo, or their initials. The assistant has neither: it gets a square tile.
import { useState } from "preact/hooks";
import type { Person } from "../connection/wire.ts";
import { safeAddress } from "../message/links.tsx";

export function Face({ person }: { person: Person }) {
  // A photo that is gone, or that the site's policy keeps out.
  const [missing, miss] = useState<string | null>(null);
  const photo = person.avatar && safeAddress(person.avatar);
  return (
    <span class="face" aria-hidden="true">
      {photo && photo !== missing ? (
        <img src={photo} alt="" referrerpolicy="no-referrer" onError={() => miss(photo)} />
      ) : (
        initials(person.name)
      )}
    </span>
  );
}

export function Tile() {
  return (
    <span class="tile" aria-hidden="true">
      <svg viewBox="0 0 16 16" width="16" height="16">
        <path
          d="M3 4h10v8H3zM8 4V1.5M6 7.5v1M10 7.5v1"
          fill="none"
          stroke="currentColor"
          stroke-width="1.5"
        />
      </svg>
    </span>
  );
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toUpperCase();
}
