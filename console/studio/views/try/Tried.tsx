// What became of a tried question: the answer as customers see it, how sure, and why.
import { Table } from "../../../settings/kit/Table.tsx";
import { address, follow } from "../../../settings/route.ts";
import { strings } from "../../strings/try.en.ts";
import { Preview } from "../entry/Preview.tsx";
import type { Entry, Medium, Step } from "../entry/shape.ts";

interface Near {
  text: string;
  label: string;
  likeness: number;
  by_meaning: number;
  by_grams: number;
}

interface Answer {
  entry: string;
  title: string;
  text: string;
  url: string | null;
  topic: string;
  media?: Medium[];
  steps?: Step[];
}

export interface Told {
  which: "live" | "candidate";
  model: string;
  question: string;
  words: string[];
  mended: [string, string][];
  entities: [string, string][];
  guess: string;
  confidence: number;
  threshold: number;
  offer: string[];
  answer: Answer | null;
  reply: string | null;
  person: boolean;
  kept_back: boolean;
  nearest: Near[];
  runners_up: [string, number][];
  titles: Record<string, string>;
}

export function Tried({ of }: { of: Told }) {
  return (
    <article
      class={of.which === "live" ? "paper tried" : "paper draft tried"}
      aria-label={strings.asked(of.question)}
    >
      <p class="hint">
        {strings.by[of.which]} · {strings.model_is(of.model)}
      </p>
      <h2 dir="auto">{strings.asked(of.question)}</h2>
      <div role="status">
        <Outcome of={of} />
      </div>
      <p class="sure">
        <meter
          aria-label={strings.meter}
          min={0}
          max={1}
          low={of.threshold}
          optimum={1}
          value={of.confidence}
        />{" "}
        {strings.sure(of.confidence, of.threshold)}
      </p>
      <Why of={of} />
    </article>
  );
}

function Outcome({ of }: { of: Told }) {
  const { answer } = of;
  if (answer)
    return (
      <>
        <p>
          <strong>{strings.given}</strong>
        </p>
        {of.kept_back && <p class="told">{strings.keptBack}</p>}
        <Preview key={JSON.stringify(answer)} entry={shown(answer)} />
      </>
    );
  if (of.offer.length)
    return (
      <>
        <p>
          <strong>{strings.offered}</strong>
        </p>
        <ol class="plain-lines">
          {of.offer.map((entry) => (
            <li key={entry}>
              <Named label={`faq/${entry}`} titles={of.titles} />
            </li>
          ))}
        </ol>
      </>
    );
  return (
    <>
      <p>
        <strong>{of.person ? strings.person : strings.small}</strong>
      </p>
      {of.reply && (
        <p class="asis" dir="auto">
          {of.reply}
        </p>
      )}
      <p>
        {strings.guess("")}
        <Named label={of.guess} titles={of.titles} />
      </p>
    </>
  );
}

/** An answer as the entry it is from, for the card of the chat. */
const shown = ({ entry, title, text, url, topic, media, steps }: Answer): Entry => ({
  id: entry,
  title,
  topic,
  url: url ?? "",
  answer: text,
  phrasings: [],
  state: "live",
  visible: "all",
  valid_from: null,
  valid_until: null,
  review_by: null,
  related: [],
  media: media ?? [],
  languages: {},
  steps: (steps ?? []).map(whole),
  must_answer: [],
  must_not_answer: [],
});

const whole = (step: Partial<Step>): Step => ({
  label: step.label ?? "",
  text: step.text ?? "",
  media: step.media ?? [],
  steps: (step.steps ?? []).map(whole),
  ends: step.ends ?? null,
});

function Why({ of }: { of: Told }) {
  return (
    <section aria-label={strings.why}>
      <h3>{strings.why}</h3>
      <dl class="whys">
        <dt>{strings.read}</dt>
        <dd dir="auto">{of.words.join(" ") || strings.readNothing}</dd>
        {of.mended.length > 0 && (
          <>
            <dt>{strings.mendedTitle}</dt>
            <dd dir="auto">{of.mended.map(([typed, meant]) => strings.mended(typed, meant)).join(", ")}</dd>
          </>
        )}
        {of.entities.length > 0 && (
          <>
            <dt>{strings.mentioned}</dt>
            <dd dir="auto">
              {of.entities.map(([kind, value]) => `${value} (${kind.replaceAll("_", " ")})`).join(", ")}
            </dd>
          </>
        )}
      </dl>
      <h3>{strings.nearest}</h3>
      <Table
        caption={strings.nearest}
        head={[strings.phrasing, strings.entry, strings.likeness, strings.meaning, strings.letters]}
        rows={of.nearest.map((near, n) => ({
          key: `${n}`,
          cells: [
            <span key="text" dir="auto">
              {near.text}
            </span>,
            <Named key="entry" label={near.label} titles={of.titles} />,
            strings.number(near.likeness),
            strings.number(near.by_meaning),
            strings.number(near.by_grams),
          ],
        }))}
      />
      <h3>{strings.runnersUp}</h3>
      <Table
        caption={strings.runnersUp}
        head={[strings.entry, strings.score]}
        rows={of.runners_up.map(([label, score]) => ({
          key: label,
          cells: [<Named key="entry" label={label} titles={of.titles} />, strings.number(score)],
        }))}
      />
    </section>
  );
}

function Named({ label, titles }: { label: string; titles: Record<string, string> }) {
  if (!label.startsWith("faq/")) return <>{`${strings.talk}: ${label.replaceAll("_", " ")}`}</>;
  const entry = label.slice(4);
  return (
    <a href={address(`entries/${encodeURIComponent(entry)}`)} onClick={follow} dir="auto">
      {titles[label] ?? entry}
    </a>
  );
}
