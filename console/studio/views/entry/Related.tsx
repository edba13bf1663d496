// Entries that help with what customers ask next: searched by words, picked, and put in order.
import { useEffect, useId, useState } from "preact/hooks";
import { ask } from "../../../settings/ask.ts";
import { Field } from "../../../settings/kit/Field.tsx";
import { strings } from "../../strings/entries.en.ts";
import type { Editor } from "./editor.ts";
import { entries, type Listed, type Row } from "./shape.ts";
import { Wrong } from "./Wrong.tsx";

interface Props {
  editor: Editor;
  titles: Record<string, string>;
  disabled: boolean;
}

export function Related({ editor, titles, disabled }: Props) {
  const { value, set } = editor;
  const [known, know] = useState(titles);
  const [query, ask_] = useState("");
  const found = useFound(query);
  const list = useId();
  const pick = (row: Row): void => {
    know({ ...known, [row.id]: row.title });
    set({ related: [...value.related, row.id] });
    ask_("");
  };
  const offered = found.filter(({ id }) => id !== editor.id && !value.related.includes(id)).slice(0, 6);
  return (
    <section>
      <h3>{strings.related}</h3>
      <ul class="picked">
        {value.related.map((id, number) => (
          <li key={id}>
            <span dir="auto">{known[id] ?? id}</span>
            <button
              type="button"
              class="bare"
              disabled={disabled}
              aria-label={strings.removeLine(known[id] ?? id)}
              onClick={() => set({ related: value.related.filter((other) => other !== id) })}
            >
              <span aria-hidden="true">×</span>
            </button>
            <Wrong problems={editor.problems(`related.${number}`)} />
          </li>
        ))}
      </ul>
      <Field label={strings.addRelated} help={strings.relatedHelp}>
        {(tied) => (
          <input
            {...tied}
            type="search"
            value={query}
            disabled={disabled}
            aria-controls={list}
            onInput={(event) => ask_(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              if (offered[0]) pick(offered[0]);
            }}
          />
        )}
      </Field>
      <ul class="offers" id={list} aria-live="polite">
        {query.trim() &&
          offered.map((row) => (
            <li key={row.id}>
              <button type="button" onClick={() => pick(row)}>
                <span dir="auto">{row.title}</span> <span class="hint">{row.topic}</span>
              </button>
            </li>
          ))}
      </ul>
    </section>
  );
}

function useFound(query: string): Row[] {
  const [found, put] = useState<Row[]>([]);
  useEffect(() => {
    if (!query.trim()) return put([]);
    let wanted = true;
    const timer = setTimeout(() => {
      void ask<Listed>("GET", `${entries}?q=${encodeURIComponent(query)}`).then(
        (answer) => wanted && answer.ok && put(answer.body.entries),
      );
    }, 200);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [query]);
  return found;
}
