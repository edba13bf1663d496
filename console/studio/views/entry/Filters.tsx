// What of the list is shown. How many are in each state stands on the button that shows them.
import { SelectField, TextField } from "../../../settings/kit/Field.tsx";
import { strings } from "../../strings/entries.en.ts";
import type { Listed } from "./shape.ts";

export interface Wanted {
  q: string;
  topic: string;
  state: string;
  sort: string;
  page: number;
}

interface Props {
  wanted: Wanted;
  want: (wanted: Wanted) => void;
  known: Listed;
}

const states = ["live", "draft", "changed", "review", "expired", "agents", "errors"];

export function Filters({ wanted, want, known }: Props) {
  const set = (change: Partial<Wanted>): void => want({ ...wanted, page: 1, ...change });
  const shown = states.filter((state) => known.counts[state] || wanted.state === state);
  return (
    <search class="filters">
      <p class="states" role="group" aria-label={strings.byState}>
        <button type="button" aria-pressed={!wanted.state} onClick={() => set({ state: "" })}>
          <strong>{known.all.toLocaleString("en")}</strong> {strings.entriesIn(known.all)}
        </button>
        {shown.map((state) => (
          <button
            key={state}
            type="button"
            aria-pressed={wanted.state === state}
            onClick={() => set({ state: wanted.state === state ? "" : state })}
          >
            <strong>{(known.counts[state] ?? 0).toLocaleString("en")}</strong>{" "}
            {strings.counted[state]!(known.counts[state] ?? 0)}
          </button>
        ))}
      </p>
      <div class="row-of-fields">
        <div class="wide">
          <TextField
            label={strings.search}
            type="search"
            value={wanted.q}
            change={(q) => set({ q })}
            maxLength={200}
          />
        </div>
        <SelectField
          label={strings.topic}
          value={wanted.topic}
          change={(topic) => set({ topic })}
          choices={[
            { value: "", label: strings.everyTopic },
            ...known.topics.map(({ name, entries }) => ({ value: name, label: `${name} (${entries})` })),
          ]}
        />
        <SelectField
          label={strings.sort}
          value={wanted.sort}
          change={(sort) => set({ sort })}
          choices={Object.entries(strings.sorts).map(([value, label]) => ({ value, label }))}
        />
      </div>
    </search>
  );
}
