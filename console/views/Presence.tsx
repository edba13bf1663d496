// Whether I am there for customers: what I said, and what the service makes of it.
import { useEffect } from "preact/hooks";
import { lasting, useNow } from "../clock.ts";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";

export function Presence({ station }: { station: Station }) {
  const { available, label, state, until } = station.status;
  return (
    <div class="presence">
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          checked={available}
          onChange={(event) => void station.setAvailable(event.currentTarget.checked)}
        />
        {strings.available}
      </label>
      {!available && <Away station={station} label={label ?? ""} />}
      {state === "busy" && <span class="count">{strings.busy}</span>}
      {state === "wrapping_up" && <WrappingUp station={station} until={until} />}
    </div>
  );
}

/** Colleagues and supervisors see why. */
function Away({ station, label }: { station: Station; label: string }) {
  const labels = [...new Set([...strings.awayLabels, label])].filter(Boolean);
  return (
    <select
      aria-label={strings.awayBecause}
      value={label}
      onChange={(event) => void station.setAvailable(false, event.currentTarget.value || null)}
    >
      <option value="">{strings.awayPlain}</option>
      {labels.map((one) => (
        <option key={one} value={one}>
          {one}
        </option>
      ))}
    </select>
  );
}

function WrappingUp({ station, until }: { station: Station; until: string | null }) {
  const now = useNow();
  const left = until ? Date.parse(until) - now : 0;
  useEffect(() => {
    if (left <= 0) station.wrappedUp();
  }, [left <= 0]);
  return (
    <>
      <span class="count">{strings.wrappingUp(lasting(new Date(now).toISOString(), now + left))}</span>
      <button type="button" onClick={() => void station.setAvailable(true)}>
        {strings.readyNow}
      </button>
    </>
  );
}
