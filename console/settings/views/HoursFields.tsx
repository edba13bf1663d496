// The week of a team: several spans a day, also past midnight, on the team's own clock.
import { useId } from "preact/hooks";
import { Field, FieldError } from "../kit/index.ts";
import { strings } from "../strings/teams.en.ts";
import { days, type Day, type Hours } from "./team.ts";

interface Props {
  hours: Hours | null;
  setHours: (hours: Hours | null) => void;
  error: (field: string) => string | undefined;
  zones: string[];
}

const workday = ["09:00-17:00"];

const blank = (): Hours => ({
  time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  week: { mon: workday, tue: workday, wed: workday, thu: workday, fri: workday, sat: [], sun: [] },
  holidays: null,
  closed: {},
  special: {},
});

export function HoursFields({ hours, setHours, error, zones }: Props) {
  const list = useId();
  const radio = useId();
  const setDay = (day: Day, spans: string[]): void =>
    setHours(hours && { ...hours, week: { ...hours.week, [day]: spans } });
  const copyMonday = (): void => {
    if (!hours) return;
    const { mon } = hours.week;
    setHours({ ...hours, week: { ...hours.week, tue: mon, wed: mon, thu: mon, fri: mon } });
  };
  return (
    <section>
      <h3>{strings.sections.hours}</h3>
      <fieldset class="checks">
        <legend>{strings.hoursMode}</legend>
        <div>
          <label>
            <input type="radio" name={radio} checked={!hours} onChange={() => setHours(null)} />
            {strings.alwaysThere}
          </label>
          <label>
            <input type="radio" name={radio} checked={!!hours} onChange={() => setHours(hours ?? blank())} />
            {strings.ownHours}
          </label>
        </div>
      </fieldset>
      {hours && (
        <>
          <Field label={strings.timeZone} help={strings.timeZoneHelp} error={error("hours.time_zone")}>
            {(tied) => (
              <>
                <input
                  {...tied}
                  type="text"
                  list={list}
                  value={hours.time_zone}
                  onInput={(event) => setHours({ ...hours, time_zone: event.currentTarget.value })}
                />
                <datalist id={list}>
                  {zones.map((zone) => (
                    <option key={zone} value={zone} />
                  ))}
                </datalist>
              </>
            )}
          </Field>
          <div class="week">
            {days.map((day) => (
              <Spans
                key={day}
                name={strings.days[day]}
                spans={hours.week[day]}
                change={(spans) => setDay(day, spans)}
                error={error(`hours.week.${day}`)}
              />
            ))}
          </div>
          <p>
            <button type="button" onClick={copyMonday}>
              {strings.copyWeek}
            </button>
          </p>
          <FieldError error={onlyWhole(error)} />
        </>
      )}
    </section>
  );
}

/** What is wrong with the hours as a whole: "they never open". */
const onlyWhole = (error: Props["error"]): string | undefined => {
  const parts = ["time_zone", "holidays", "closed", "special", ...days.map((day) => `week.${day}`)];
  return parts.some((part) => error(`hours.${part}`)) ? undefined : error("hours");
};

interface SpansProps {
  name: string;
  spans: string[];
  change: (spans: string[]) => void;
  error: string | undefined;
}

export function Spans({ name, spans, change, error }: SpansProps) {
  const set = (index: number, from: string, until: string): void =>
    change(spans.map((span, n) => (n === index ? `${from}-${until}` : span)));
  return (
    <div class="day" role="group" aria-label={name}>
      <strong>{name}</strong>
      <div class="spans">
        {spans.length === 0 && <span class="foot">{strings.closedDay}</span>}
        {spans.map((span, index) => {
          const [from = "", until = ""] = span.split("-");
          return (
            <div class="span" key={index}>
              <Clock label={strings.fromOf(name)} value={from} change={(at) => set(index, at, until)} />
              <span aria-hidden="true">–</span>
              <Clock
                label={strings.untilOf(name)}
                value={until === "24:00" ? "00:00" : until}
                change={(at) => set(index, from, at === "00:00" ? "24:00" : at)}
              />
              {until && until <= from && <span class="foot">{strings.nextDay}</span>}
              <button
                type="button"
                class="link"
                aria-label={strings.removeSpanOf(name)}
                onClick={() => change(spans.filter((_, n) => n !== index))}
              >
                {strings.removeSpan}
              </button>
            </div>
          );
        })}
        <button
          type="button"
          class="link"
          aria-label={strings.addSpanOf(name)}
          onClick={() => change([...spans, spans.length ? "13:00-17:00" : "09:00-17:00"])}
        >
          {strings.addSpan}
        </button>
        <FieldError error={error} />
      </div>
    </div>
  );
}

function Clock({ label, value, change }: { label: string; value: string; change: (at: string) => void }) {
  return (
    <input
      type="time"
      aria-label={label}
      value={value}
      onInput={(event) => change(event.currentTarget.value)}
    />
  );
}
