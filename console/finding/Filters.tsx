// What a search is narrowed by.
import { useEffect, useState } from "preact/hooks";
import type { Colleagues } from "../../widget/connection/wire.ts";
import type { Station } from "../station.ts";
import { strings as words } from "../strings/en.ts";
import { finding as strings } from "../strings/finding.en.ts";

interface Props {
  station: Station;
  query: URLSearchParams;
  change: (name: string, value: string) => void;
  set: (whole: string) => void;
}

const narrowing = [
  "status",
  "team",
  "agent",
  "reason",
  "rating",
  "channel",
  "customer",
  "tag",
  "entry",
  "from",
  "to",
];

/** The day of the agent's own calendar. */
function today(): string {
  const now = new Date();
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export function Filters({ station, query, change, set }: Props) {
  const [known, know] = useState<Colleagues | null>(null);
  useEffect(() => void station.colleagues().then(know), [station.live]);
  const chosen = narrowing.filter((name) => query.get(name)).length;
  const keep = (names: Record<string, string>): void => {
    const kept = query.get("q");
    set(new URLSearchParams({ ...(kept && { q: kept }), ...names }).toString());
  };
  const named = (list: { id: string; name: string }[]): Record<string, string> =>
    Object.fromEntries(list.map(({ id, name }) => [id, name]));
  const choices: Record<string, Record<string, string>> = {
    status: strings.statuses,
    agent: { me: strings.me, ...named(known?.agents ?? []) },
    team: named((known?.teams ?? []).map(({ name }) => ({ id: name, name }))),
    reason: words.reasons as Record<string, string>,
    rating: strings.ratings,
    channel: strings.channels,
  };
  const labels = strings as unknown as Record<string, string>;
  return (
    <>
      <div class="buttons">
        <button type="button" onClick={() => keep({ agent: "me", status: "resolved", from: today() })}>
          {strings.mineToday}
        </button>
        {chosen > 0 && (
          <button type="button" onClick={() => keep({})}>
            {strings.clear}
          </button>
        )}
      </div>
      <details open={chosen > 0}>
        <summary>{chosen ? strings.filtersChosen(chosen) : strings.filters}</summary>
        <div class="filters">
          {Object.entries(choices).map(([name, choice]) => (
            <Choice
              key={name}
              {...{ name, choice, change }}
              label={labels[name]!}
              value={query.get(name) ?? ""}
            />
          ))}
          {["customer", "entry", "tag"].map((name) => (
            <label key={name}>
              {labels[name]}
              <input
                type="text"
                maxLength={200}
                value={query.get(name) ?? ""}
                onInput={(event) => change(name, event.currentTarget.value)}
              />
            </label>
          ))}
          {["from", "to"].map((name) => (
            <label key={name}>
              {labels[name]}
              <input
                type="date"
                value={query.get(name) ?? ""}
                onInput={(event) => change(name, event.currentTarget.value)}
              />
            </label>
          ))}
          <label>
            {strings.order}
            <select
              value={query.get("order") ?? "newest"}
              onChange={({ currentTarget: { value } }) => change("order", value === "newest" ? "" : value)}
            >
              {Object.entries(strings.orders).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        </div>
      </details>
    </>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  value: string;
  choice: Record<string, string>;
  change: (name: string, value: string) => void;
}

function Choice({ name, label, value, choice, change }: ChoiceProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => change(name, event.currentTarget.value)}>
        <option value="">{strings.any}</option>
        {value && !(value in choice) && <option value={value}>{value}</option>}
        {Object.entries(choice).map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
