// What an agent must not miss, above everything else: refusals, lost customers, and those who are about to be.
import { moment } from "../clock.ts";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";

export function Bars({ station }: { station: Station }) {
  const { known, live, notice, status, lost, nudges, rows } = station;
  const missed = !status.available && status.label === strings.missedLabel;
  return (
    <section class="bars" aria-label={strings.notices}>
      {known && !live && (
        <p class="state" role="status">
          {strings.reconnecting}
        </p>
      )}
      <div role="alert" aria-atomic="false">
        {notice && <p class="state">{notice}</p>}
        {missed && (
          <Bar words={strings.missed} act={strings.imBack} does={() => void station.setAvailable(true)} />
        )}
        {lost.map((loss) => (
          <Bar
            key={loss.conversation}
            words={strings.lost(
              loss.customer.name ?? strings.visitor,
              strings.lostWhy[loss.reason] ?? loss.reason,
              moment(loss.at),
            )}
            act={strings.read_}
            does={() => station.dismiss(loss)}
          />
        ))}
        {nudges.map(({ id, requeued_at }) => (
          <Bar
            key={id}
            words={
              requeued_at
                ? strings.nudgedUntil(station.name(id), moment(requeued_at))
                : strings.nudged(station.name(id))
            }
            act={station.selected === id ? "" : strings.open}
            does={() => station.select(id)}
          />
        ))}
        {rows.offers.map(({ id, offer }) => (
          <div key={id} class="only-narrow" hidden={station.selected === id}>
            <Bar
              words={strings.offered(offer!.by.name, station.name(id))}
              act={strings.open}
              does={() => station.select(id)}
            />
          </div>
        ))}
      </div>
    </section>
  );
}

function Bar({ words, act, does }: { words: string; act: string; does: () => void }) {
  return (
    <p class="state">
      <span>{words}</span>
      {act && (
        <button type="button" onClick={does}>
          {act}
        </button>
      )}
    </p>
  );
}
