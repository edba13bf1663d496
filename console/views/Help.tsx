// The keys, each beside what it does, and the switch for those whose software types letters by itself.
import { useEffect, useRef, useState } from "preact/hooks";
import { singleKeys, setSingleKeys } from "../shortcuts.ts";
import { strings } from "../strings/en.ts";

const keys: [string, string][] = [
  ["j", strings.helpNext],
  ["k", strings.helpPrevious],
  ["t", strings.helpTake],
  ["a", strings.helpAccept],
  ["f", strings.helpLater],
  ["r", strings.helpReply],
  ["n", strings.helpNote],
  ["x", strings.helpTransfer],
  ["e", strings.helpResolve],
  ["b", strings.helpBot],
  ["/", strings.helpSearch],
  ["?", strings.helpHelp],
  ["Esc", strings.helpLeave],
];

export function Help({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [on, setOn] = useState(singleKeys());
  useEffect(() => dialog.current!.showModal(), []);
  const change = (wanted: boolean): void => {
    setSingleKeys(wanted);
    setOn(wanted);
  };
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={close}>
      <h2 id="help-title">{strings.helpTitle}</h2>
      <dl>
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
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
