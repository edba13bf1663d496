// Supervisors keep a visitor out, and let them in again.
import { useState } from "preact/hooks";
import { moment } from "../clock.ts";
import type { Known } from "../record.ts";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";

const dayMs = 24 * 3_600_000;

export function Blocking({ station, known }: { station: Station; known: Known }) {
  const [reason, write] = useState("");
  const [days, choose] = useState(7);
  const { conversation, blocked } = known;
  if (blocked) {
    return (
      <section class="kept blocked">
        <h2>{strings.blockedBadge}</h2>
        <p dir="auto">{blocked.reason}</p>
        <p class="empty">
          {strings.blockedBy(blocked.by.name, moment(blocked.at))}
          {blocked.until && ` ${strings.blockedUntil(moment(blocked.until))}`}
        </p>
        {station.supervises && (
          <button type="button" onClick={() => void station.record.letIn(conversation, blocked.id)}>
            {strings.letIn}
          </button>
        )}
      </section>
    );
  }
  if (!station.supervises) return null;
  const block = async (event: Event): Promise<void> => {
    event.preventDefault();
    const until = days ? new Date(Date.now() + days * dayMs).toISOString() : null;
    if (await station.record.block(conversation, reason.trim(), until)) write("");
  };
  return (
    <details class="kept">
      <summary>{strings.blockTitle}</summary>
      <form onSubmit={block}>
        <p class="empty">{strings.blockExplains}</p>
        <label>
          {strings.blockReason}
          <input
            required
            maxLength={300}
            value={reason}
            onInput={(event) => write(event.currentTarget.value)}
          />
        </label>
        <label>
          {strings.blockFor}
          <select value={days} onChange={(event) => choose(Number(event.currentTarget.value))}>
            {[1, 7, 30, 0].map((n) => (
              <option key={n} value={n}>
                {strings.blockDays[n]}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" disabled={!reason.trim()}>
          {strings.block}
        </button>
      </form>
    </details>
  );
}
