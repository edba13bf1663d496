// Everything by name: a field, and a list that the arrow keys move in while the focus stays in the field.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useObserved } from "../../widget/connection/observed.ts";
import type { Colleagues } from "../../widget/connection/wire.ts";
import type { AtWork } from "../keys.ts";
import { strings } from "../strings/en.ts";
import { type Command, found } from "./commands.ts";

export function Palette({ at, close }: { at: AtWork; close: () => void }) {
  const { station } = at;
  useObserved(station.canned);
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, search] = useState("");
  const [current, go] = useState(0);
  const [colleagues, meet] = useState<Colleagues | null>(null);
  useLayoutEffect(() => {
    dialog.current!.showModal();
    void station.canned.refresh();
    void station.colleagues().then(meet);
  }, []);
  useEffect(() => {
    dialog.current!.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [current]);
  const commands = found({ ...at, colleagues }, query);
  const chosen = Math.min(current, commands.length - 1);
  const run = (command: Command | undefined): void => {
    if (!command) return;
    dialog.current!.close(); // The focus is back where it was before the command moves it.
    command.run();
  };
  const press = (event: KeyboardEvent): void => {
    const last = commands.length - 1;
    const acts: Record<string, () => void> = {
      ArrowDown: () => go(chosen >= last ? 0 : chosen + 1),
      ArrowUp: () => go(chosen <= 0 ? last : chosen - 1),
      PageDown: () => go(Math.min(last, chosen + 8)),
      PageUp: () => go(Math.max(0, chosen - 8)),
      Enter: () => run(commands[chosen]),
    };
    const act = event.isComposing ? undefined : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <dialog
      ref={dialog}
      class="help palette"
      aria-label={strings.palette}
      onClose={close}
      onClick={(event) => event.target === event.currentTarget && event.currentTarget.close()}
    >
      <input
        type="text"
        role="combobox"
        dir="auto"
        autocomplete="off"
        aria-label={strings.paletteHint}
        placeholder={strings.paletteHint}
        aria-expanded={commands.length > 0}
        aria-controls="commands"
        aria-autocomplete="list"
        {...(commands.length > 0 && { "aria-activedescendant": `command-${chosen}` })}
        value={query}
        onInput={(event) => {
          search(event.currentTarget.value);
          go(0);
        }}
        onKeyDown={press}
      />
      <div role="listbox" id="commands" class="commands" aria-label={strings.palette} tabIndex={-1}>
        {inGroups(commands).map(({ group, members }) => (
          <div key={group} role="group" aria-label={strings.paletteGroups[group]}>
            <h3 aria-hidden="true">{strings.paletteGroups[group]}</h3>
            {members.map(({ command, index }) => (
              <div
                key={command.id}
                id={`command-${index}`}
                role="option"
                aria-selected={index === chosen}
                onClick={() => run(command)}
              >
                <span dir="auto">{command.words}</span>
                {command.hint && (
                  <span class="foot" dir="auto">
                    {command.hint}
                  </span>
                )}
                {command.key && <kbd aria-hidden="true">{command.key}</kbd>}
              </div>
            ))}
          </div>
        ))}
      </div>
      <p role="status" class={commands.length ? "unseen" : "empty"}>
        {commands.length ? strings.paletteFound(commands.length) : strings.paletteNone(query.trim())}
      </p>
    </dialog>
  );
}

interface Group {
  group: Command["group"];
  members: { command: Command; index: number }[];
}

function inGroups(commands: Command[]): Group[] {
  const groups: Group[] = [];
  commands.forEach((command, index) => {
    if (groups.at(-1)?.group !== command.group) groups.push({ group: command.group, members: [] });
    groups.at(-1)!.members.push({ command, index });
  });
  return groups;
}
