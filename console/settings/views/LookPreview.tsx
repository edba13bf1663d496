// The widget in small, as it will look: drawn from the same tokens, with nothing that can be clicked.
import { useEffect, useRef } from "preact/hooks";
import { strings } from "../strings/look.en.ts";
import { standardColor, type Chosen } from "./Look.tsx";

export function Preview({ look, words }: { look: Chosen; words: string }) {
  const box = useRef<HTMLDivElement>(null);
  const color = /^#[0-9a-f]{6}$/i.test(look.color ?? "") ? look.color! : standardColor;
  useEffect(() => {
    // Properties of the style object, because the page's policy allows no style attributes.
    box.current!.style.setProperty("--handrail-brand", color);
    box.current!.style.setProperty("--brand", color);
    box.current!.style.setProperty("--on-brand", words);
  }, [color, words]);
  return (
    <figure class="look-preview" ref={box}>
      <figcaption>{strings.preview}</figcaption>
      <div class="small-panel" aria-hidden="true">
        <p class="small-head">
          <span>{strings.person}</span>
        </p>
        <p class="small-disclosure">{strings.disclosure}</p>
        <div class="small-home">
          <strong>{look.title || strings.previewTitle}</strong>
          <p>{look.greeting || strings.previewText}</p>
        </div>
        <p class="small-mine">{strings.mine}</p>
        <p class="small-bot">{strings.bot}</p>
      </div>
      <div class={look.side === "left" ? "small-launcher left" : "small-launcher"} aria-hidden="true">
        <svg viewBox="0 0 24 24" width="24" height="24">
          <path d="M4 5h16v11H9l-5 4z" fill="none" stroke="currentColor" stroke-width="2" />
        </svg>
      </div>
    </figure>
  );
}
