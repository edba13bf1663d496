// Pictures beside words. A film, and what can't be shown here, is a link that says what it is.
import { useState } from "preact/hooks";
import type { Medium } from "../connection/wire.ts";
import look from "../look/media.css" with { type: "text" };
import { wear } from "../look/worn.ts";
import { OutLink } from "../message/links.tsx";
import { more } from "../strings/strings.ts";

wear(look);

const film = /\.(mp4|m4v|mov|ogv|webm)$|^\/(watch|embed|shorts)\b/i;
const filmHosts = /(^|\.)(youtube\.com|youtu\.be|vimeo\.com)$/;

export function Media({ media = [] }: { media?: readonly Medium[] | undefined }) {
  return (
    <>
      {media.map((medium) => (
        <Shown key={medium.url} {...medium} />
      ))}
    </>
  );
}

function Shown({ url, alt }: Medium) {
  const [lost, lose] = useState(false);
  if (!URL.canParse(url) || !url.startsWith("https://")) return null;
  const { hostname, pathname } = new URL(url);
  if (lost || film.test(pathname) || filmHosts.test(hostname)) {
    return (
      <p class="more">
        <OutLink href={url}>{lost ? alt || url : more.watch(alt || hostname)}</OutLink>
      </p>
    );
  }
  return (
    <img
      class="medium"
      src={url}
      alt={alt}
      loading="lazy"
      referrerpolicy="no-referrer"
      onError={() => lose(true)}
    />
  );
}
