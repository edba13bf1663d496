// Days that are not like the week: public holidays, own closed days, days with other hours.
import { useState } from "preact/hooks";
import { FieldError, SelectField } from "../kit/index.ts";
import { strings } from "../strings/teams.en.ts";
import { whichDay } from "../when.ts";
import { Spans } from "./HoursFields.tsx";
import type { ClosedDay, Hours } from "./team.ts";

interface Props {
  hours: Hours;
  setHours: (hours: Hours | null) => void;
  error: (field: string) => string | undefined;
  countries: Record<string, string[]>;
  next: ClosedDay[];
}

const regions = new Intl.DisplayNames(["en"], { type: "region" });
const countryName = (code: string): string => {
  try {
    return regions.of(code) ?? code;
  } catch {
    return code; // A code that browsers have no name for.
  }
};

export function OtherDays({ hours, setHours, error, countries, next }: Props) {
  const parts = countries[hours.holidays?.country ?? ""] ?? [];
  const choose = (country: string): void =>
    setHours({ ...hours, holidays: country ? { country, subdivision: null } : null });
  return (
    <section>
      <h3>{strings.sections.holidays}</h3>
      <div class="row-of-fields">
        <SelectField
          label={strings.country}
          value={hours.holidays?.country ?? ""}
          change={choose}
          error={error("hours.holidays.country")}
          choices={[
            { value: "", label: strings.noCountry },
            ...Object.keys(countries)
              .map((value) => ({ value, label: countryName(value) }))
              .sort((a, b) => a.label.localeCompare(b.label)),
          ]}
        />
        {hours.holidays && parts.length > 0 && (
          <SelectField
            label={strings.subdivision}
            value={hours.holidays.subdivision ?? ""}
            change={(part) =>
              setHours({ ...hours, holidays: { ...hours.holidays!, subdivision: part || null } })
            }
            error={error("hours.holidays.subdivision")}
            choices={[
              { value: "", label: strings.wholeCountry },
              ...parts.map((value) => ({ value, label: value })),
            ]}
          />
        )}
      </div>
      <h4>{strings.next}</h4>
      {next.length ? (
        <ul class="next-days">
          {next.map(({ day, name }) => (
            <li key={day}>
              <time dateTime={day}>{whichDay(`${day}T12:00`)}</time> {name}
            </li>
          ))}
        </ul>
      ) : (
        <p class="foot">{strings.noNext}</p>
      )}
      <Closed {...{ hours, setHours, error }} />
      <Special {...{ hours, setHours, error }} />
    </section>
  );
}

type Days = Pick<Props, "hours" | "setHours" | "error">;

function Closed({ hours, setHours, error }: Days) {
  const [day, setDay] = useState("");
  const [why, setWhy] = useState("");
  const add = (): void => {
    setHours({ ...hours, closed: { ...hours.closed, [day]: why } });
    setDay("");
    setWhy("");
  };
  return (
    <>
      <h4>{strings.closedDays}</h4>
      <p class="foot">{strings.closedHelp}</p>
      <ul class="own-days">
        {Object.entries(hours.closed)
          .sort()
          .map(([one, name]) => (
            <li key={one}>
              <time dateTime={one}>{whichDay(`${one}T12:00`)}</time> {name}
              <Gone day={one} go={() => setHours({ ...hours, closed: without(hours.closed, one) })} />
              <FieldError error={error(`hours.closed.${one}`)} />
            </li>
          ))}
      </ul>
      <div class="row-of-fields">
        <label>
          {strings.day}
          <input type="date" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
        </label>
        <label class="wide">
          {strings.why}
          <input
            type="text"
            maxLength={80}
            value={why}
            onInput={(event) => setWhy(event.currentTarget.value)}
          />
        </label>
        <button type="button" disabled={!day || !why.trim()} onClick={add}>
          {strings.addDay}
        </button>
      </div>
    </>
  );
}

function Special({ hours, setHours, error }: Days) {
  const [day, setDay] = useState("");
  const set = (one: string, spans: string[]): void =>
    setHours({
      ...hours,
      special: spans.length ? { ...hours.special, [one]: spans } : without(hours.special, one),
    });
  const add = (): void => {
    set(day, ["09:00-12:00"]);
    setDay("");
  };
  return (
    <>
      <h4>{strings.specialDays}</h4>
      <p class="foot">{strings.specialHelp}</p>
      <div class="week">
        {Object.entries(hours.special)
          .sort()
          .map(([one, spans]) => (
            <Spans
              key={one}
              name={whichDay(`${one}T12:00`)}
              spans={spans}
              change={(spans) => set(one, spans)}
              error={error(`hours.special.${one}`)}
            />
          ))}
      </div>
      <div class="row-of-fields">
        <label>
          {strings.day}
          <input type="date" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
        </label>
        <button type="button" disabled={!day} onClick={add}>
          {strings.addSpecial}
        </button>
      </div>
    </>
  );
}

function Gone({ day, go }: { day: string; go: () => void }) {
  return (
    <button type="button" class="link" aria-label={strings.removeDay(whichDay(`${day}T12:00`))} onClick={go}>
      {strings.removeSpan}
    </button>
  );
}

function without<T>(all: Record<string, T>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([one]) => one !== key));
}
