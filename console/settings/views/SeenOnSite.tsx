// A clear yes or not yet, and what to check.
import { Load, Table, useLoaded } from "../kit/index.ts";
import { strings } from "../strings/look.en.ts";
import { when } from "../when.ts";

interface Sighting {
  origin: string;
  page: string;
  allowed: boolean;
  seen_at: string;
  own: boolean;
}

interface Sightings {
  own: string;
  origins: string[];
  seen: Sighting[];
}

export function SeenOnSite() {
  const loaded = useLoaded<Sightings>("/api/sightings");
  return (
    <section>
      <h2>{strings.seen}</h2>
      <Load of={loaded}>
        {({ origins, seen }) => {
          const connected = seen.find(({ allowed, own }) => allowed && !own);
          return (
            <>
              <p class={connected ? "verdict good" : "verdict"}>
                {connected ? strings.yes(connected.origin, when(connected.seen_at)) : strings.notYet}
              </p>
              {seen
                .filter(({ allowed }) => !allowed)
                .map(({ origin }) => (
                  <p key={origin} class="failed">
                    {strings.refused(origin)}
                  </p>
                ))}
              {!connected && (
                <>
                  <h3>{strings.check}</h3>
                  <ul class="checklist">
                    {strings.checks.map((one) => (
                      <li key={one}>{one}</li>
                    ))}
                    <li>{origins.length ? strings.allowed(origins.join(", ")) : strings.noneAllowed}</li>
                  </ul>
                </>
              )}
              {seen.length > 0 && (
                <Table
                  caption={strings.seen}
                  head={[strings.site, strings.page, strings.last, strings.state]}
                  rows={seen.map((one) => ({
                    key: one.origin,
                    cells: [
                      <>
                        {one.origin} {one.own && <span class="foot">({strings.own})</span>}
                      </>,
                      one.page,
                      when(one.seen_at),
                      <span key="state" class={one.allowed ? "badge good" : "badge bad"}>
                        {one.allowed ? strings.connects : strings.wasRefused}
                      </span>,
                    ],
                  }))}
                />
              )}
              <p>
                <button type="button" onClick={() => void loaded.again()}>
                  {strings.again}
                </button>
              </p>
            </>
          );
        }}
      </Load>
    </section>
  );
}
