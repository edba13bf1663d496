// What publishing would change: numbers that each open their list, before beside after.
import type { ComponentChildren } from "preact";
import { Load, useLoaded } from "../../../settings/kit/load.tsx";
import { Table } from "../../../settings/kit/Table.tsx";
import { address, follow } from "../../../settings/route.ts";
import { strings } from "../../strings/publish.en.ts";
import { candidate, type Decision, type Preview, type PreviewState } from "./shape.ts";
import { Tests } from "./Tests.tsx";
import { Progress } from "./Training.tsx";

export function Previewed({ state, heard }: { state: PreviewState; heard: (preview: Preview) => void }) {
  return (
    <section aria-label={strings.preview}>
      <h2>{strings.preview}</h2>
      {state.state === "done" && <Known heard={heard} />}
      {state.state === "failed" && (
        <p class="told bad" role="alert">
          {state.sentence}
        </p>
      )}
      {state.state === "running" && (
        <Progress
          label={strings.preview}
          share={state.share ?? 0}
          says={strings.progress(strings.comparing, state.share ?? 0, state.left_s ?? null)}
          beside={state.of ? strings.counted(state.done ?? 0, state.of) : ""}
        />
      )}
      {state.state === "idle" && <p class="hint">{strings.asking}</p>}
    </section>
  );
}

function Known({ heard }: { heard: (preview: Preview) => void }) {
  const loaded = useLoaded<Preview>(`${candidate}/preview`);
  return <Load of={loaded}>{(preview) => <Shown of={preview} heard={heard} />}</Load>;
}

function Shown({ of, heard }: { of: Preview; heard: (preview: Preview) => void }) {
  queueMicrotask(() => heard(of));
  return (
    <>
      <p>
        {of.live === null
          ? strings.noLive
          : of.questions
            ? strings.asked(of.questions, of.same)
            : strings.noQuestions}
      </p>
      <ul class="openings">
        {of.changes
          .filter(({ count }) => count > 0)
          .map((one) => (
            <li key={one.change}>
              <Opening title={strings.change[one.change]!(one.count)}>
                {one.count > one.rows.length && <p class="hint">{strings.cut(one.rows.length)}</p>}
                <Table
                  caption={strings.change[one.change]!(one.count)}
                  head={[strings.question, strings.times, strings.before, strings.after]}
                  rows={one.rows.map(({ text, times, before, after }, n) => ({
                    key: `${n}`,
                    cells: [
                      <span key="text" dir="auto">
                        {text ?? strings.erased}
                      </span>,
                      strings.timesOf(times),
                      <Decided key="before" of={before} titles={of.titles} />,
                      <Decided key="after" of={after} titles={of.titles} />,
                    ],
                  }))}
                />
              </Opening>
            </li>
          ))}
        {of.collisions.count > 0 && (
          <li>
            <Collisions of={of} />
          </li>
        )}
      </ul>
      <Scores of={of.scores} />
      <Tests of={of} />
    </>
  );
}

function Opening({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <details class="unfold">
      <summary>{title}</summary>
      {children}
    </details>
  );
}

function Collisions({ of }: { of: Preview }) {
  return (
    <Opening title={strings.collide(of.collisions.count)}>
      <p class="hint">{strings.collideText}</p>
      <Table
        caption={strings.collide(of.collisions.count)}
        head={[strings.entry, strings.otherEntry, strings.alike]}
        rows={of.collisions.rows.map((one) => ({
          key: `${one.first} ${one.second}`,
          cells: [
            <Side key="first" entry={one.first} text={one.first_text} titles={of.titles} />,
            <Side key="second" entry={one.second} text={one.second_text} titles={of.titles} />,
            strings.percent(one.likeness),
          ],
        }))}
      />
    </Opening>
  );
}

function Side({ entry, text, titles }: { entry: string; text: string; titles: Record<string, string> }) {
  return (
    <>
      <a href={address(`entries/${encodeURIComponent(entry)}`)} onClick={follow} dir="auto">
        {titles[entry] ?? entry}
      </a>
      <br />
      <span class="hint" dir="auto">
        {text}
      </span>
    </>
  );
}

export function Decided({ of, titles }: { of: Decision; titles: Record<string, string> }) {
  if (of.kind === "person" || of.kind === "said") return <>{strings[of.kind]}</>;
  const named = (entry: string): string => titles[entry] ?? entry;
  return (
    <span dir="auto">{of.kind === "given" ? named(of.entry!) : strings.titles(of.offer.map(named))}</span>
  );
}

function Scores({ of }: { of: Preview["scores"] }) {
  if (!of.after) return null;
  return (
    <Table
      caption={strings.scores}
      head={[strings.scores, strings.before, strings.after]}
      rows={(["accuracy", "coverage", "precision"] as const).map((name) => ({
        key: name,
        cells: [strings[name], strings.percent(of.before?.[name]), strings.percent(of.after?.[name])],
      }))}
    />
  );
}
