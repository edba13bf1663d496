// Somebody else saved first: both versions side by side, field by field, and which of them counts.
import { useState } from "preact/hooks";
import { route } from "../../../settings/route.ts";
import { strings } from "../../strings/entries.en.ts";
import type { Clash as Clashing, Editor } from "./editor.ts";
import { asText, differing, type Name } from "./fields.ts";
import { bare, same, tidied, type Entry, type Versioned } from "./shape.ts";

export function Clash({ editor, clash }: { editor: Editor; clash: Clashing }) {
  return clash.theirs ? (
    <Changed editor={editor} clash={clash} theirs={clash.theirs} />
  ) : (
    <section class="clash" role="alert">
      <h2 ref={arrived} tabIndex={-1}>
        {strings.goneTitle(clash.by?.name ?? null)}
      </h2>
      <p>{clash.message}</p>
      <div class="buttons">
        <button type="button" class="solid" onClick={editor.asNew}>
          {strings.saveAsNew}
        </button>
        <button
          type="button"
          onClick={() => {
            editor.discard();
            setTimeout(() => void route.go("entries"), 50); // Once nothing is unsaved any more.
          }}
        >
          {strings.discardMine}
        </button>
      </div>
    </section>
  );
}

function Changed({ editor, clash, theirs }: { editor: Editor; clash: Clashing; theirs: Versioned }) {
  const mine = tidied(editor.value);
  const names = differing(mine, theirs);
  // What only they changed is theirs; all else is what was just written.
  const [taken, take] = useState<readonly Name[]>(() =>
    names.filter((name) => same(mine[name], editor.saved[name])),
  );
  const who = clash.by?.name ?? strings.theFiles;
  const goOn = (): void => {
    const chosen: Entry = { ...mine };
    for (const name of taken) Object.assign(chosen, { [name]: theirs[name] });
    editor.rebase(theirs, { ...bare(chosen), id: theirs.id });
  };
  return (
    <section class="clash" role="alert">
      <h2 ref={arrived} tabIndex={-1}>
        {strings.clashTitle(clash.by?.name ?? null)}
      </h2>
      <p>{clash.message}</p>
      {names.map((name) => (
        <fieldset key={name} class="differs">
          <legend>{strings.fields[name]}</legend>
          {(["mine", "theirs"] as const).map((side) => (
            <label key={side} class={(side === "theirs") === taken.includes(name) ? "chosen" : ""}>
              <span>
                <input
                  type="radio"
                  name={`clash-${name}`}
                  checked={(side === "theirs") === taken.includes(name)}
                  onChange={() =>
                    take(side === "theirs" ? [...taken, name] : taken.filter((other) => other !== name))
                  }
                />
                {side === "mine" ? strings.keepMine : strings.takeTheirs(who)}
              </span>
              <span class="asis" dir="auto">
                {asText(side === "mine" ? mine : theirs, name) || strings.nothing}
              </span>
            </label>
          ))}
        </fieldset>
      ))}
      <div class="buttons">
        <button type="button" class="solid" onClick={goOn}>
          {strings.useThese}
        </button>
        <button type="button" onClick={editor.stay}>
          {strings.backToMine}
        </button>
      </div>
    </section>
  );
}

/** What had the focus is gone. */
function arrived(heading: HTMLElement | null): void {
  heading?.focus();
}
