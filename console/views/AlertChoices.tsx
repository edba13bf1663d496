// How an agent wants to be told: which sound, how loud, and whether the desktop says it too.
import { useObserved } from "../../widget/connection/observed.ts";
import type { Alerts } from "../alerting/alerts.ts";
import { type Sound, sounds } from "../alerting/sounds.ts";
import { strings } from "../strings/en.ts";

const words = strings.alerts;

export function AlertChoices({ alerts }: { alerts: Alerts }) {
  useObserved(alerts);
  const { sound, volume, permission } = alerts;
  return (
    <fieldset class="alerts">
      <legend>{words.legend}</legend>
      <label>
        {words.sound}{" "}
        <select
          value={sound ?? ""}
          onChange={(event) => alerts.choose("sound", event.currentTarget.value || null)}
        >
          <option value="">{words.none}</option>
          {(Object.keys(sounds) as Sound[]).map((one) => (
            <option key={one} value={one}>
              {words.sounds[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.volume}{" "}
        <input
          type="range"
          min={10}
          max={100}
          step={10}
          value={volume}
          disabled={!sound}
          onChange={(event) => alerts.choose("volume", event.currentTarget.value)}
        />
      </label>
      <label>
        <input
          type="checkbox"
          checked={alerts.quietWhileWriting}
          disabled={!sound}
          onChange={(event) => alerts.choose("quiet", event.currentTarget.checked ? "1" : null)}
        />{" "}
        {words.quiet}
      </label>
      <label>
        <input
          type="checkbox"
          checked={alerts.notifies}
          disabled={permission === "missing"}
          onChange={(event) => void alerts.allow(event.currentTarget.checked)}
        />{" "}
        {words.notify}
      </label>
      {permission === "denied" && <p class="failed">{words.denied}</p>}
      {permission === "missing" && <p class="foot">{words.missing}</p>}
      <p class="buttons">
        <button type="button" disabled={!sound && !alerts.notifies} onClick={() => alerts.test()}>
          {words.test}
        </button>
        <button
          type="button"
          aria-pressed={alerts.muted}
          onClick={() => alerts.choose("muted", alerts.muted ? null : "1")}
        >
          {words.mute} <kbd aria-hidden="true">m</kbd>
        </button>
      </p>
    </fieldset>
  );
}

/** In sight, so that nobody wonders why it is so quiet. */
export function Muted({ alerts }: { alerts: Alerts }) {
  useObserved(alerts);
  if (!alerts.muted) return null;
  return (
    <button type="button" class="muted" onClick={() => alerts.choose("muted", null)}>
      {words.muted} <kbd aria-hidden="true">m</kbd>
    </button>
  );
}
