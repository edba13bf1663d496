// What the assistant did: folded, its questions, answers and verdicts; unfolded, every word.
import { Fragment } from "preact";
import { useState } from "preact/hooks";
import type { Agent, Answered, Kind, LogEvent, Stepped, Suggested } from "../../widget/connection/wire.ts";
import { strings } from "../strings/en.ts";
import { verdictOf } from "../verdict.ts";
import { Fact } from "./Fact.tsx";
import type { Held } from "./Transcript.tsx";

/** Questions, answers, and titles to choose from. */
const inShort = new Set<Kind>(["customer_said", "bot_answered", "bot_suggested"]);

interface Props {
  facts: Held[];
  events: readonly LogEvent[]; // of the whole conversation: a verdict may come after the bot's part
  name: string;
  agent: Agent;
  latest: boolean;
}

export function BotPart({ facts, events, name, agent, latest }: Props) {
  const [whole, showWhole] = useState(false);
  const short = facts.filter(({ event }) => inShort.has(event.kind));
  return (
    <section aria-label={strings.botPart}>
      <h3 class="row with_bot">
        {strings.botPart}
        <button
          type="button"
          class="fold"
          aria-expanded={whole}
          data-fold={latest}
          onClick={() => showWhole(!whole)}
        >
          {whole ? strings.showShort : strings.showWhole} {latest && <kbd aria-hidden="true">b</kbd>}
        </button>
      </h3>
      {whole
        ? facts.map((fact) => <Fact key={fact.event.seq} {...fact} name={name} agent={agent} />)
        : short.map(({ event }) => <Short key={event.seq} event={event} events={events} />)}
    </section>
  );
}

function Short({ event, events }: { event: LogEvent; events: readonly LogEvent[] }) {
  if (event.kind === "customer_said") {
    return (
      <p class="row with_bot short" dir="auto">
        <span class="label">{strings.question}</span> <span class="asked">{event.text}</span>
      </p>
    );
  }
  if (event.kind === "bot_suggested") return <ShortSuggestion suggested={event} events={events} />;
  return event.kind === "bot_answered" ? <ShortAnswer answer={event} events={events} /> : null;
}

function ShortAnswer({ answer, events }: { answer: Answered; events: readonly LogEvent[] }) {
  return (
    <p class="row with_bot short">
      <span class="label">{strings.shown}</span> <Verdict answer={answer} events={events} />
      <Understood answer={answer} />
      <Tried answer={answer} events={events} />
    </p>
  );
}

/** The guided steps they have been through: nobody sends them there again. */
export function Tried({ answer, events }: { answer: Answered; events: readonly LogEvent[] }) {
  const taken = events.filter(
    (event): event is Stepped => event.kind === "step_taken" && event.answer === answer.seq,
  );
  if (!taken.length) return null;
  return (
    <span class="tried">
      <span class="label">{strings.stepsTried}</span>{" "}
      {taken.map(({ seq, trail }, index) => (
        <Fragment key={seq}>
          {index > 0 && " · "}
          <span dir="auto">{trail.join(" › ")}</span>
        </Fragment>
      ))}
    </span>
  );
}

/** What was offered and what became of it; titles of which none was right are struck through. */
function ShortSuggestion({ suggested, events }: { suggested: Suggested; events: readonly LogEvent[] }) {
  const { seq, entries } = suggested;
  const settled = events.find((event) => "suggestion" in event && event.suggestion === seq);
  const chosen = settled?.kind === "bot_answered" ? settled.entry : null;
  return (
    <p class="row with_bot short">
      <span class="label">{strings.titles}</span>{" "}
      {entries.map(({ entry, title }, index) => (
        <>
          {index > 0 && " · "}
          {settled && !chosen ? <s dir="auto">{title}</s> : <span dir="auto">{title}</span>}
          {entry === chosen && <span class="verdict helped"> {strings.chosen}</span>}
        </>
      ))}{" "}
      {!chosen && (
        <span class={`verdict ${settled ? "refused" : "unjudged"}`}>
          {settled ? strings.noneChosen : strings.nothingChosen}
        </span>
      )}
    </p>
  );
}

/** An answer's title as it stands with the customer: struck through where they refused it. */
export function Verdict({ answer, events }: { answer: Answered; events: readonly LogEvent[] }) {
  const verdict = verdictOf(answer, events);
  return (
    <>
      {verdict === "refused" ? <s dir="auto">{answer.title}</s> : <span dir="auto">{answer.title}</span>}{" "}
      <span class={`verdict ${verdict}`}>{strings[verdict]}</span>
    </>
  );
}

export function Understood({ answer }: { answer: Answered }) {
  if (!answer.intent) return null;
  const { intent, confidence } = answer;
  const sure = typeof confidence === "number" && `${Math.round(confidence * 100)} %`;
  const words = sure ? strings.understood(intent, sure) : strings.byChoice; // Then there was no guess.
  return <span class="understood">{words}</span>;
}
