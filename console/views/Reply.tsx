// Where the agent writes: to the customer, for the team, or as a supervisor to a colleague. Drafts are kept apart.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { keep, recall } from "../../widget/connection/keep.ts";
import type { Station, Words } from "../station.ts";
import { strings } from "../strings/en.ts";
import type { Thread } from "../thread.ts";

/** The longest message the service takes, in characters as people count them. */
const limit = 4_000;
const warnBelow = 300;

interface Props {
  station: Station;
  thread: Thread;
  /** Of the customer; of the colleague whom a supervisor whispers to. */
  name: string;
  /** The customer has gone and is answered at this address. */
  mail: string | null;
  whisper?: boolean;
}

export function Reply({ station, thread, name, mail, whisper }: Props) {
  const [chosen, setMode] = useState<Words>("say");
  const mode = whisper ? "whisper" : chosen;
  const draft = (of: Words): string => `draft:${thread.id}:${of}`;
  const [text, setText] = useState(() => recall(draft(mode)) ?? "");
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    if (station.justTaken !== thread.id) return;
    station.justTaken = null;
    box.current!.focus();
  });
  const left = limit - [...text].length;
  const switchTo = (to: Words): void => {
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
  const form = mode === "say" && mail !== null ? "mail" : mode;
  /** A mail has many lines: there, Enter alone begins the next one. */
  const key = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (form !== "mail" || event.ctrlKey || event.metaKey) send(event);
  };
  return (
    <form class={`reply ${mode}`} onSubmit={send}>
      {!whisper && (
        <div class="modes" role="group">
          <ModeButton
            mode="say"
            now={mode}
            choose={switchTo}
            words={mail === null ? strings.reply : strings.mailTo(mail)}
            hint="r"
          />
          <ModeButton mode="note" now={mode} choose={switchTo} words={strings.noteLabel} hint="n" />
        </div>
      )}
      <textarea
        ref={box}
        rows={form === "mail" ? 6 : whisper ? 2 : 3}
        dir="auto"
        aria-label={labels[form](mail ?? name)}
        aria-invalid={left < 0}
        placeholder={strings.placeholders[form]}
        value={text}
        onInput={(event) => {
          write(event.currentTarget.value);
          if (form === "say") station.typed(thread.id);
        }}
        onKeyDown={key}
      />
      <p class={left < 0 ? "failed" : "foot"} role="status">
        {left < 0 ? strings.over(-left) : left < warnBelow && strings.left(left)}
      </p>
      <button type="submit" class="solid" disabled={!text.trim() || left < 0}>
        {strings.sends[form]}
      </button>
    </form>
  );
}

const labels = {
  say: strings.replyTo,
  mail: strings.mailTo,
  note: () => strings.noteLabel,
  whisper: strings.whisperTo,
};

interface ModeProps {
  mode: Words;
  now: Words;
  choose: (mode: Words) => void;
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
