// Before words go: that the customer knows this answer already, that something is missing, or that nothing goes now.
import { useLayoutEffect, useRef } from "preact/hooks";
import { moment } from "../clock.ts";
import type { Known } from "../composing/known.ts";
import { strings } from "../strings/en.ts";

const warnBelow = 300;

export function Flags({ known, name }: { known: Known[]; name: string }) {
  return (
    <div role="status" class="flags">
      {known.map(({ entry, title, how, at }) => (
        <p key={entry} class={how}>
          {strings.knows[how](name, moment(at))}
          {how === "refused" ? <s dir="auto">{title}</s> : <span dir="auto">{title}</span>}
        </p>
      ))}
    </div>
  );
}

/** How much is left of the limit, and what stands against sending. */
export function Gone({ left, trouble, live }: { left: number; trouble: string; live: boolean }) {
  return (
    <p id="reply-foot" class={left < 0 || trouble ? "failed" : "foot"} role="status">
      {trouble || (left < 0 ? strings.over(-left) : left < warnBelow && strings.left(left))}
      {!live && ` ${strings.offlineKept}`}
    </p>
  );
}

export function AskFirst({ send, keep }: { send: () => void; keep: () => void }) {
  const no = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => no.current?.focus(), []);
  const press = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    keep();
  };
  return (
    <div class="sure" role="group" aria-labelledby="anyway" onKeyDown={press}>
      <p id="anyway">{strings.sendAnyway}</p>
      <button type="button" onClick={send}>
        {strings.yesAnyway}
      </button>
      <button type="button" ref={no} aria-describedby="anyway" onClick={keep}>
        {strings.keepWriting}
      </button>
    </div>
  );
}
