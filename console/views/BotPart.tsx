// What the assistant did: folded, its questions, answers and verdicts; unfolded, every word.
import { useState } from "preact/hooks";
import type { Agent, Answered, LogEvent } from "../../widget/connection/wire.ts";
import { strings } from "../strings/en.ts";
import { verdictOf } from "../verdict.ts";
import { Fact } from "./Fact.tsx";
import type { Held } from "./Transcript.tsx";

interface Props {
  facts: Held[];
  events: readonly LogEvent[]; // of the whole conversation: a verdict may come after the bot's part
  name: string;
  agent: Agent;
  latest: boolean;
}

export function BotPart({ facts, events, name, agent, latest }: Props) {
  const [whole, showWhole] = useState(false);
  const short = facts.filter(({ event }) => event.kind === "customer_said" || event.kind === "bot_answered");
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
  return event.kind === "bot_answered" ? <ShortAnswer answer={event} events={events} /> : null;
}

function ShortAnswer({ answer, events }: { answer: Answered; events: readonly LogEvent[] }) {
  return (
    <p class="row with_bot short">
      <span class="label">{strings.shown}</span> <Verdict answer={answer} events={events} />
      <Understood answer={answer} />
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
  const sure = `${Math.round((answer.confidence ?? 0) * 100)} %`;
  return <span class="understood">{strings.understood(answer.intent, sure)}</span>;
}
