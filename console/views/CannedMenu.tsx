// What a slash opens: canned responses to choose from while the focus stays in the text.
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useObserved } from "../../widget/connection/observed.ts";
import { plainText } from "../../widget/message/markdown.ts";
import { type Canned, slashed } from "../composing/canned.ts";
import { insert } from "../composing/edit.ts";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";
import { called } from "../titles.ts";

const shown = 8;

type Choose = (one: Canned, from: number, to: number) => void;

export interface Menu {
  query: string | null;
  found: Canned[];
  at: number;
  none: boolean;
  choose: (index: number) => void;
  /** Opens it where the caret stands. */
  begin: () => void;
  close: () => void;
  typed: () => void;
  /** The caret did. */
  moved: () => void;
  /** True if the key was for the menu. */
  press: (event: KeyboardEvent) => boolean;
  attributes: object;
}

export function useCannedMenu(
  station: Station,
  box: RefObject<HTMLTextAreaElement | null>,
  text: string,
  put: Choose,
): Menu {
  const { canned, rows, selected } = station;
  useObserved(canned);
  const [caret, setCaret] = useState<number | null>(null);
  const [at, go] = useState(0);
  const typing = caret === null ? null : slashed(text, caret);
  const team = (selected && rows.card(selected)?.team) || null;
  const found = typing ? canned.matching(typing.query, team) : [];
  const open = !!typing && found.length > 0;
  useEffect(() => go(0), [typing?.query]);
  useEffect(() => {
    if (typing) void canned.refresh();
  }, [!typing]);
  const close = (): void => setCaret(null);
  const look = (): void => setCaret(box.current!.selectionStart);
  const choose = (index: number): void => {
    const one = found[index];
    if (!one || !typing || caret === null) return;
    close();
    put(one, typing.from, caret);
  };
  const press = (event: KeyboardEvent): boolean => {
    if (!typing) return false;
    const last = Math.min(found.length, shown) - 1;
    const acts: Record<string, () => void> = {
      ArrowDown: () => go(at >= last ? 0 : at + 1),
      ArrowUp: () => go(at <= 0 ? last : at - 1),
      Enter: () => choose(at),
      Tab: () => choose(at),
    };
    const act = event.key === "Escape" ? close : open && !event.shiftKey ? acts[event.key] : undefined;
    if (!act) return false;
    event.preventDefault();
    event.stopPropagation();
    act();
    return true;
  };
  const begin = (): void => {
    const { value, selectionStart: start, selectionEnd: end } = box.current!;
    insert(box.current!, !start || /\s/.test(value[start - 1]!) ? "/" : " /", start, end);
    look();
  };
  const moved = (): void => {
    if (caret !== null) look();
  };
  return {
    query: typing?.query ?? null,
    found,
    at,
    none: !!typing && !found.length,
    choose,
    begin,
    close,
    typed: look,
    moved,
    press,
    attributes: {
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      ...(open && { "aria-controls": "canned", "aria-activedescendant": `canned-${at}` }),
    },
  };
}

export function CannedMenu({ menu: { query, found, at, none, choose } }: { menu: Menu }) {
  useEffect(() => document.getElementById(`canned-${at}`)?.scrollIntoView({ block: "nearest" }), [at]);
  const status =
    query === null ? "" : none ? empty(query) : `${strings.cannedFound(found.length)}. ${strings.cannedKeys}`;
  return (
    <>
      <p role="status" class="unseen">
        {status}
      </p>
      {none && query !== null && <p class="canned none">{empty(query)}</p>}
      {found.length > 0 && (
        <div class="canned" onMouseDown={stay}>
          <ul role="listbox" tabIndex={0} id="canned" aria-label={strings.canned}>
            {found.slice(0, shown).map(({ id, shortcut, title, text, team }, index) => (
              <li
                key={id}
                id={`canned-${index}`}
                role="option"
                aria-selected={index === at}
                onClick={() => choose(index)}
              >
                <kbd>/{shortcut}</kbd> <strong dir="auto">{title}</strong>{" "}
                {team && <span class="foot">{called(team)}</span>}
                <span class="last" dir="auto">
                  {plainText(text)}
                </span>
              </li>
            ))}
          </ul>
          {found.length > shown && <p class="foot">{strings.cannedMore(found.length - shown)}</p>}
        </div>
      )}
    </>
  );
}

/** The focus stays in the text. */
const stay = (event: Event): void => event.preventDefault();

const empty = (query: string): string => (query ? strings.cannedNone(query) : strings.cannedEmpty);
