// Where the customer writes. The draft outlives a reload; the limit is named before it is met.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { keep, recall } from "../connection/keep.ts";
import { hear } from "../connection/tabs.ts";
import type { Conversation } from "../conversation.ts";
import { strings } from "../strings/strings.ts";

/** The longest message the service takes, in characters as people count them. */
export const limit = 4_000;
const warnBelow = 300;
/** Whoever typed within this time is still writing. */
const restMs = 2_000;

export function Composer({ conversation }: { conversation: Conversation }) {
  const [text, setText] = useState(() => recall("draft") ?? "");
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => setText(recall("draft") ?? ""), [conversation.handed]);
  useLayoutEffect(() => grow(box.current!), [text]);
  const written = useRef(-restMs);
  // One customer, one draft: where nobody is writing, it is what is written in another tab.
  useEffect(
    () =>
      hear(
        "draft",
        (_, draft) => void (performance.now() - written.current > restMs && setText(draft ?? "")),
      ),
    [],
  );
  const left = limit - [...text].length;
  const write = (value: string): void => {
    written.current = performance.now();
    setText(value);
    keep("draft", value);
  };
  const send = (event: Event): void => {
    event.preventDefault();
    if (text.trim() && left >= 0) {
      conversation.say(text.trim());
      write("");
    }
    box.current!.focus();
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
  };
  const resolved = conversation.holding.status === "resolved";
  return (
    <form class="composer" onSubmit={send}>
      <textarea
        ref={box}
        rows={1}
        dir="auto"
        aria-label={strings.message}
        aria-describedby={left < warnBelow ? "room" : undefined}
        aria-invalid={left < 0}
        placeholder={resolved ? strings.reopen : strings.placeholder}
        value={text}
        onInput={(event) => {
          write(event.currentTarget.value);
          conversation.typed();
        }}
        onKeyDown={key}
      />
      <button type="submit" class="solid" disabled={!text.trim() || left < 0}>
        {strings.send}
      </button>
      {left < warnBelow && (
        <p id="room" class={left < 0 ? "foot failed" : "foot"}>
          {left < 0 ? strings.over(-left) : strings.left(left)}
        </p>
      )}
    </form>
  );
}

/** As many lines as the text has, up to five. */
function grow(box: HTMLTextAreaElement): void {
  box.rows = 1;
  const line = parseFloat(getComputedStyle(box).lineHeight);
  const padding = box.clientHeight - line;
  box.rows = Math.max(1, Math.min(5, Math.round((box.scrollHeight - padding) / line)));
}
