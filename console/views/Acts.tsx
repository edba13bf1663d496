// Ways a conversation leaves its agent. Each tells the customer something, so each is asked for twice.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Ending, Station } from "../station.ts";
import { strings } from "../strings/en.ts";

const labels: Record<Ending, string> = {
  resolve: strings.resolve,
  release: strings.release,
  to_bot: strings.toBot,
};

export function Acts({ station, id }: { station: Station; id: string }) {
  const [sure, ask] = useState<Ending | null>(null);
  const yes = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const asked = useRef<Ending | null>(null);
  useLayoutEffect(() => {
    if (sure) yes.current?.focus();
    else if (asked.current) box.current?.querySelector<HTMLElement>(`[data-act=${asked.current}]`)?.focus();
    asked.current = sure;
  }, [sure]);
  const sent = station.outbox.parcels.find(
    ({ lane, name, refused }) => lane === id && name in labels && !refused,
  );
  if (sure) {
    const act = (): void => {
      station.end(id, sure);
      ask(null);
    };
    return (
      <div class="sure" role="group" aria-label={labels[sure]}>
        <p id="sure">{strings.sure[sure]}</p>
        <button type="button" class="solid" ref={yes} aria-describedby="sure" onClick={act}>
          {strings.yes[sure]}
        </button>
        <button type="button" onClick={() => ask(null)}>
          {strings.no}
        </button>
      </div>
    );
  }
  return (
    <div class="acts" ref={box}>
      {(["to_bot", "release", "resolve"] as const).map((how) => (
        <button type="button" key={how} data-act={how} disabled={!!sent} onClick={() => ask(how)}>
          {labels[how]} {how === "resolve" && <kbd aria-hidden="true">e</kbd>}
        </button>
      ))}
    </div>
  );
}
