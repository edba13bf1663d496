// What came of a gap's entry: asked, answered, helped, still handed over, before and since.
import { Load, Table, useLoaded } from "../../../settings/kit/index.ts";
import { whichDay } from "../../../settings/when.ts";
import { strings } from "../../strings/gaps.en.ts";
import { gaps } from "./shape.ts";

interface Counted {
  asked: number;
  answered: number;
  helped: number;
  refused: number;
  handed_over: number;
}
interface Told {
  published: string | null;
  weeks: ({ from: string; after: boolean } & Counted)[];
  before?: { weeks: number } & Counted;
  after?: { weeks: number } & Counted;
}

const names = ["asked", "answered", "helped", "refused", "handed_over"] as const;

export function Effect({ id }: { id: number }) {
  const loaded = useLoaded<Told>(`${gaps}/${id}/effect`);
  return (
    <section aria-label={strings.effect}>
      <h3>{strings.effect}</h3>
      <Load of={loaded}>
        {({ weeks, before, after }) =>
          before && after ? (
            <>
              <Table
                caption={strings.effectTable}
                head={["", ...names.map((name) => strings.columns[name]!)]}
                rows={[
                  row(strings.before, strings.beforeAfter(before.weeks), before),
                  row(strings.after, strings.beforeAfter(after.weeks), after),
                ]}
              />
              <details class="gap-by-week">
                <summary>{strings.week}…</summary>
                <Table
                  caption={strings.effectTable}
                  head={[strings.week, ...names.map((name) => strings.columns[name]!)]}
                  rows={weeks.map((one) => ({
                    ...row(whichDay(one.from), one.after ? strings.after : strings.before, one),
                    quiet: !one.after,
                  }))}
                />
              </details>
            </>
          ) : (
            <p class="gap-facts">{strings.effectNone}</p>
          )
        }
      </Load>
    </section>
  );
}

const row = (title: string, about: string, counted: Counted) => ({
  key: title,
  cells: [
    <>
      {title}
      <p>{about}</p>
    </>,
    ...names.map((name) => counted[name].toLocaleString("en")),
  ],
});
