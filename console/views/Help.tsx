// The keys, each beside what it does, and the switch for those whose software types letters by itself.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Key, keys, otherKeys } from "../keys.ts";
import { setSingleKeys, singleKeys } from "../shortcuts.ts";
import { strings } from "../strings/en.ts";

const groups = Object.entries(strings.keyGroups) as [Key["group"], string][];
const all = [...keys, ...otherKeys];

export function Help({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [on, setOn] = useState(singleKeys());
  useLayoutEffect(() => dialog.current!.showModal(), []);
  const change = (wanted: boolean): void => {
    setSingleKeys(wanted);
    setOn(wanted);
  };
  return (
    <dialog ref={dialog} class="help keys" aria-labelledby="help-title" onClose={close}>
      <h2 id="help-title">{strings.helpTitle}</h2>
      <div class="key-groups">
        {groups.map(([group, name]) => (
          <section key={group} aria-labelledby={`keys-${group}`}>
            <h3 id={`keys-${group}`}>{name}</h3>
            <dl>
              {all
                .filter((one) => one.group === group)
                .map(({ key, does }) => (
                  <div key={key}>
                    <dt>
                      {key.split(" ").map((part) => (
                        <kbd key={part}>{part}</kbd>
                      ))}
                    </dt>
                    <dd>{does}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <label>
        <input type="checkbox" checked={on} onChange={(event) => change(event.currentTarget.checked)} />{" "}
        {strings.singleKeys}
      </label>
      <button type="button" class="solid" onClick={() => dialog.current!.close()}>
        {strings.close}
      </button>
    </dialog>
  );
}
