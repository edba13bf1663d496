// What floats above every page: the question before something is done, and the notice after it.
import { useEffect, useRef } from "preact/hooks";
import { useObserved } from "../../../widget/connection/observed.ts";
import { strings } from "../strings/en.ts";
import { asking } from "./confirm.ts";
import { Dialog } from "./Dialog.tsx";
import { notices } from "./notice.ts";

export function Confirm() {
  useObserved(asking);
  const { question } = asking;
  if (!question) return null;
  return (
    <Dialog title={question.title} close={() => asking.say(false)}>
      <p>{question.text}</p>
      <div class="buttons">
        <button type="button" class="solid" onClick={() => asking.say(true)}>
          {question.action}
        </button>
        <button type="button" autofocus onClick={() => asking.say(false)}>
          {question.keep ?? strings.cancel}
        </button>
      </div>
    </Dialog>
  );
}

/** The live region is always there: what appears in it is spoken. */
export function Notice() {
  useObserved(notices);
  const button = useRef<HTMLButtonElement>(null);
  const notice = notices.shown;
  useEffect(() => {
    const dismiss = ({ key }: KeyboardEvent): void => {
      if (key === "Escape" && !document.querySelector("dialog[open]")) notices.dismiss();
    };
    addEventListener("keydown", dismiss);
    return () => removeEventListener("keydown", dismiss);
  }, []);
  return (
    <div class="notice-place">
      <div class={notice ? (notice.failed ? "notice failed" : "notice") : ""}>
        <p role="status">{notice?.busy ? strings.undoing : notice?.text}</p>
        {notice?.undo && (
          <button type="button" class="link" disabled={notice.busy} onClick={() => void notices.undo()}>
            {notice.failed ? strings.retry : strings.undo}
          </button>
        )}
        {notice && (
          <button type="button" class="plain" aria-label={strings.dismiss} ref={button} onClick={dismissed}>
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
              <path d="m4 4 8 8m0-8-8 8" stroke="currentColor" stroke-width="1.5" />
            </svg>
          </button>
        )}
      </div>
    </div>
  );
}

function dismissed(): void {
  notices.dismiss();
  document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
}
