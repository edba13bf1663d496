// Sentences, one a line: Enter begins another, Backspace in an empty one takes it away, pasting lines makes lines.
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { strings } from "../../strings/entries.en.ts";
import { limits, type Problem } from "./shape.ts";
import { Wrong } from "./Wrong.tsx";

interface Props {
  legend: string;
  help?: string;
  value: readonly string[];
  change: (value: string[]) => void;
  /** What is wrong with the line of that number, or with all of them: null. */
  problems: (number: number | null) => readonly Problem[];
  /** These came from a gap. */
  fresh?: readonly string[];
  dir?: "auto" | "rtl" | "ltr";
  lang?: string | undefined;
  disabled?: boolean;
  foot?: string | undefined;
}

export function Lines({ legend, help, value, change, problems, fresh = [], foot, ...look }: Props) {
  const list = useRef<HTMLOListElement>(null);
  const wanted = useRef<number | null>(null);
  const id = useId();
  // Before anything else is typed.
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const fields = list.current!.querySelectorAll("input");
    fields[Math.min(Math.max(wanted.current, 0), fields.length - 1)]?.focus();
    wanted.current = null;
  });
  const put = (number: number, ...lines: string[]): void =>
    change([...value.slice(0, number), ...lines, ...value.slice(number + 1)]);
  const add = (after: number): void => {
    wanted.current = after + 1;
    change([...value.slice(0, after + 1), "", ...value.slice(after + 1)]);
  };
  const remove = (number: number): void => {
    wanted.current = Math.max(0, number - 1);
    put(number);
  };
  const keys = (number: number) => (event: KeyboardEvent) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      add(number);
    } else if (event.key === "Backspace" && value[number] === "" && value.length > 1) {
      event.preventDefault();
      remove(number);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const fields = list.current!.querySelectorAll("input");
      fields[number + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
      event.preventDefault();
    }
  };
  const paste = (number: number) => (event: ClipboardEvent) => {
    const lines = (event.clipboardData?.getData("text") ?? "").split(/\r?\n/).map((line) => line.trim());
    const full = lines.filter(Boolean);
    if (full.length < 2) return;
    event.preventDefault();
    const here = value[number] ?? "";
    put(number, ...(here ? [here] : []), ...full);
    wanted.current = number + full.length - (here ? 0 : 1);
  };
  const whole = problems(null);
  return (
    <fieldset class="lines" disabled={look.disabled} aria-describedby={help && `${id}-help`}>
      <legend>{legend}</legend>
      {help && <p id={`${id}-help`}>{help}</p>}
      <ol ref={list}>
        {value.map((line, number) => {
          const wrong = problems(number);
          const fails = wrong.some(({ level }) => level === "error");
          return (
            <li key={number}>
              <input
                type="text"
                value={line}
                dir={look.dir ?? "auto"}
                lang={look.lang}
                maxLength={limits.phrasing}
                aria-label={strings.lineOf(legend, number + 1)}
                aria-invalid={fails ? "true" : undefined}
                aria-describedby={wrong.length ? `${id}-${number}` : undefined}
                onInput={(event) => put(number, event.currentTarget.value)}
                onKeyDown={keys(number)}
                onPaste={paste(number)}
              />
              {fresh.includes(line) && <span class="badge good">{strings.fresh}</span>}
              <button
                type="button"
                class="bare"
                aria-label={strings.removeLine(line)}
                onClick={() => remove(number)}
              >
                <span aria-hidden="true">×</span>
              </button>
              <Wrong problems={wrong} id={`${id}-${number}`} />
            </li>
          );
        })}
      </ol>
      <p class="line-foot">
        <button type="button" onClick={() => add(value.length - 1)}>
          {strings.addLine}
        </button>
        {foot && <span class="foot">{foot}</span>}
      </p>
      <Wrong problems={whole} />
    </fieldset>
  );
}
