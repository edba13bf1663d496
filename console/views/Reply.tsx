// Where the agent writes: to the customer, for the team, or as a supervisor to a colleague. Drafts are kept apart.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { keep, recall } from "../../widget/connection/keep.ts";
import { filled, firstGap } from "../composing/canned.ts";
import { useDraft } from "../composing/draft.ts";
import { apply, insert } from "../composing/edit.ts";
import { type Known, knownAnswers, knownIn, linksTo } from "../composing/known.ts";
import { type Mark, marked } from "../composing/markup.ts";
import type { Station, Words } from "../station.ts";
import { strings } from "../strings/en.ts";
import type { Thread } from "../thread.ts";
import { CannedMenu, useCannedMenu } from "./CannedMenu.tsx";
import { AskFirst, Flags, Gone } from "./Flags.tsx";
import { Modes } from "./Modes.tsx";
import { Preview } from "./Preview.tsx";
import { Suggestions } from "./Suggestions.tsx";
import { Tools } from "./Tools.tsx";

/** The longest message the service takes, in characters as people count them. */
const limit = 4_000;

const keyMarks: Record<string, Mark> = { b: "bold", i: "italic", k: "link" };

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
  const form = mode === "say" && mail !== null ? "mail" : mode;
  const { text, write, inserted, putIn, drop } = useDraft(thread.id, mode);
  const [asked, ask] = useState<Known[]>([]);
  const [trouble, setTrouble] = useState("");
  const [previewing, preview] = useState(recall("preview") === "1");
  const box = useRef<HTMLTextAreaElement>(null);
  const values = station.values(thread.id);
  const menu = useCannedMenu(station, box, text, ({ text: canned }, from, to) => {
    const words = filled(canned, values);
    const gap = firstGap(words);
    insert(box.current!, words, from, to);
    if (gap) box.current!.setSelectionRange(from + gap.from, from + gap.to);
  });
  useLayoutEffect(() => {
    if (station.justTaken !== thread.id) return;
    station.justTaken = null;
    box.current!.focus();
  });
  const left = limit - [...text].length;
  const known = mode === "say" ? knownIn(text, knownAnswers(thread.events).values()) : [];
  const entry = inserted && linksTo(text, inserted.url) ? inserted.entry : known[0]?.entry;
  const refuse = (words: string, from: number, to: number): void => {
    setTrouble(words);
    box.current!.focus();
    box.current!.setSelectionRange(from, to);
  };
  const send = (anyway = false): void => {
    const gap = mode === "say" && firstGap(text);
    if (!text.trim() || left < 0) return;
    if (gap) return refuse(strings.fillIn(strings.gaps[gap.name] ?? gap.name), gap.from, gap.to);
    if (known.length && !anyway) return ask(known);
    station.say(thread.id, text.trim(), mode, mode === "say" && entry ? { entry, anyway } : {});
    drop();
    ask([]);
    box.current!.focus();
  };
  const type = (value: string): void => {
    write(value);
    setTrouble("");
    ask([]);
    menu.typed();
    if (form === "say") station.typed(thread.id);
  };
  const mark = (how: Mark): void => {
    const { value, selectionStart, selectionEnd } = box.current!;
    apply(box.current!, marked(how, value, selectionStart, selectionEnd));
  };
  /** A mail has many lines: there, Enter alone begins the next one. */
  const press = (event: KeyboardEvent): void => {
    const command = event.ctrlKey || event.metaKey;
    const how = command && !event.shiftKey && !event.altKey && keyMarks[event.key.toLowerCase()];
    if (event.isComposing || menu.press(event)) return;
    if (how && (how !== "link" || !isCaret(box.current!))) {
      event.preventDefault();
      event.stopPropagation();
      mark(how);
    } else if (event.key === "Enter" && !event.shiftKey && (form !== "mail" || command)) {
      event.preventDefault();
      send();
    }
  };
  const putAnswer = (words: string, from: { entry: string; url: string }): void => {
    const { value, selectionStart: start, selectionEnd: end } = box.current!;
    insert(box.current!, value.slice(0, start).trim() ? `\n\n${words}` : words, start, end);
    putIn(from);
  };
  return (
    <>
      {!whisper && <Suggestions station={station} thread={thread} put={putAnswer} />}
      <form
        class={`reply ${mode}`}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {!whisper && <Modes mode={mode} mail={mail} choose={setMode} />}
        <div class="writing">
          <CannedMenu menu={menu} />
          <textarea
            ref={box}
            rows={form === "mail" ? 6 : 2}
            dir="auto"
            spellcheck
            aria-label={labels[form](mail ?? name)}
            aria-invalid={left < 0 || !!trouble}
            aria-describedby="reply-foot"
            {...menu.attributes}
            placeholder={strings.placeholders[form]}
            value={text}
            onInput={(event) => type(event.currentTarget.value)}
            onKeyDown={press}
            onKeyUp={menu.moved}
            onClick={menu.moved}
            onBlur={menu.close}
          />
        </div>
        {previewing && <Preview text={text} mode={mode} name={name} agent={station.agent} />}
        <div class="under">
          <Tools
            mark={mark}
            canned={menu.begin}
            previewing={previewing}
            preview={(on) => {
              keep("preview", on ? "1" : null);
              preview(on);
            }}
          />
          <button type="submit" class="solid" disabled={!text.trim() || left < 0}>
            {strings.sends[form]}
          </button>
        </div>
        <Flags known={known} name={name} />
        <Gone left={left} trouble={trouble} live={station.live || !station.known} />
        {asked.length > 0 && (
          <AskFirst send={() => send(true)} keep={() => (ask([]), box.current!.focus())} />
        )}
      </form>
    </>
  );
}

const isCaret = ({ selectionStart, selectionEnd }: HTMLTextAreaElement): boolean =>
  selectionStart === selectionEnd;

const labels = {
  say: strings.replyTo,
  mail: strings.mailTo,
  note: () => strings.noteLabel,
  whisper: strings.whisperTo,
};
