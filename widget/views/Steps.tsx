// Guided steps under an answer: a choice at a time, back again, and what was tried once somebody else takes over.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Answered, Step, Stepped } from "../connection/wire.ts";
import type { Conversation } from "../conversation.ts";
import look from "../look/steps.css" with { type: "text" };
import { wear } from "../look/worn.ts";
import { Text } from "../message/Text.tsx";
import { more } from "../strings/strings.ts";
import { Media } from "./Media.tsx";

export { Media };

wear(look);

interface Props {
  event: Answered;
  conversation: Conversation;
  /** Nobody has judged the answer, given another or taken over. */
  open: boolean;
}

export function Steps({ event, conversation, open }: Props) {
  const { events, outbox } = conversation;
  const taken = events.filter(
    (other): other is Stepped => other.kind === "step_taken" && other.answer === event.seq,
  );
  const [at, goTo] = useState<readonly number[]>(taken.at(-1)?.path ?? []);
  const here = useRef<HTMLParagraphElement>(null);
  const acted = useRef(false);
  // What was chosen is shown once it is stored: here, or in another tab.
  useEffect(() => goTo(taken.at(-1)?.path ?? []), [taken.length]);
  useEffect(() => {
    if (acted.current) here.current?.focus();
    acted.current = false;
  }, [at]);
  if (!open) return <Tried taken={taken} />;

  const trail = trailOf(event.steps!, at);
  const step = trail.at(-1);
  const choices = step ? (step.steps ?? []) : event.steps!;
  const sent = outbox.parcels.some(
    ({ name, payload, refused }) => name === "step" && payload.answer === event.seq && !refused,
  );
  // Words that wait for their answer come first.
  const answering = events.findLast(({ kind }) => /_(said|answered)$/.test(kind))?.kind === "customer_said";
  const choose = (number: number) => (): void => {
    const path = [...at, number];
    acted.current = true;
    const known = taken.some((other) => String(other.path) === String(path));
    if (known && !choices[number]!.ends) goTo(path);
    else conversation.ask("step", { answer: event.seq, path });
  };
  const back = (): void => {
    acted.current = true;
    goTo(at.slice(0, -1));
  };
  return (
    <div class="steps">
      <p class="trail" ref={here} tabIndex={-1} dir="auto">
        {step ? trail.map(({ label }) => label).join(" › ") : more.steps}
      </p>
      {step?.text && <Text text={step.text} />}
      <Media media={step?.media} />
      {choices.length > 0 && (
        <div class="choices" role="group" aria-label={more.steps}>
          {choices.map(({ label }, number) => (
            <button
              key={number}
              type="button"
              class="outlined"
              dir="auto"
              disabled={sent || answering}
              onClick={choose(number)}
            >
              {label}
            </button>
          ))}
        </div>
      )}
      {step && (
        <button type="button" class="link" onClick={back}>
          {more.stepBack}
        </button>
      )}
    </div>
  );
}

function Tried({ taken }: { taken: readonly Stepped[] }) {
  const last = taken.at(-1);
  if (!last) return null;
  return (
    <div class="steps">
      <p class="trail">{more.tried}</p>
      <ul>
        {taken.map(({ seq, trail }) => (
          <li key={seq} dir="auto">
            {trail.join(" › ")}
          </li>
        ))}
      </ul>
      {last.text && <Text text={last.text} />}
    </div>
  );
}

/** Cut off where a newer service's steps are not as we know them. */
function trailOf(steps: readonly Step[], path: readonly number[]): Step[] {
  const trail: Step[] = [];
  let choices: readonly Step[] = steps;
  for (const number of path) {
    const step = choices[number];
    if (!step) break;
    trail.push(step);
    choices = step.steps ?? [];
  }
  return trail;
}
