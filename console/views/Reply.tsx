// Where the agent writes, to the customer or for the team only. Both drafts are kept per conversation.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { keep, recall } from "../../widget/connection/keep.ts";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";
import type { Thread } from "../thread.ts";

type Mode = "say" | "note";

/** The longest message the service takes, in characters as people count them. */
const limit = 4_000;
const warnBelow = 300;

interface Props {
  station: Station;
  thread: Thread;
  name: string;
}

export function Reply({ station, thread, name }: Props) {
  const [mode, setMode] = useState<Mode>("say");
  const draft = (of: Mode): string => `draft:${thread.id}:${of}`;
  const [text, setText] = useState(() => recall(draft("say")) ?? "");
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    if (station.justTaken !== thread.id) return;
    station.justTaken = null;
    box.current!.focus();
  });
  const left = limit - [...text].length;
  const switchTo = (to: Mode): void => {
    setMode(to);
    setText(recall(draft(to)) ?? "");
  };
  const write = (value: string): void => {
    setText(value);
    keep(draft(mode), value);
  };
  const send = (event: Event): void => {
    event.preventDefault();
    if (!text.trim() || left < 0) return;
    station.say(thread.id, text.trim(), mode);
    write("");
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
  };
  return (
    <form class={`reply ${mode}`} onSubmit={send}>
      <div class="modes" role="group">
        <ModeButton mode="say" now={mode} choose={switchTo} words={strings.reply} hint="r" />
        <ModeButton mode="note" now={mode} choose={switchTo} words={strings.noteLabel} hint="n" />
      </div>
      <textarea
        ref={box}
        rows={3}
        dir="auto"
        aria-label={mode === "say" ? strings.replyTo(name) : strings.noteLabel}
        aria-invalid={left < 0}
        placeholder={mode === "say" ? strings.replyPlaceholder : strings.notePlaceholder}
        value={text}
        onInput={(event) => {
          write(event.currentTarget.value);
          if (mode === "say") station.typed(thread.id);
        }}
        onKeyDown={key}
      />
      <p class={left < 0 ? "failed" : "foot"} role="status">
        {left < 0 ? strings.over(-left) : left < warnBelow && strings.left(left)}
      </p>
      <button type="submit" class="solid" disabled={!text.trim() || left < 0}>
        {mode === "say" ? strings.send : strings.addNote}
      </button>
    </form>
  );
}

interface ModeProps {
  mode: Mode;
  now: Mode;
  choose: (mode: Mode) => void;
  words: string;
  hint: string;
}

function ModeButton({ mode, now, choose, words, hint }: ModeProps) {
  return (
    <button type="button" data-mode={mode} aria-pressed={now === mode} onClick={() => choose(mode)}>
      {words} <kbd aria-hidden="true">{hint}</kbd>
    </button>
  );
}
