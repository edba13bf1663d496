// The customer's verdict at the end, and the way to begin again.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Conversation } from "../conversation.ts";
import look from "../look/rating.css" with { type: "text" };
import { wear } from "../look/worn.ts";
import { more, strings } from "../strings/strings.ts";

wear(look);

export function Rating({ conversation }: { conversation: Conversation }) {
  const rated = conversation.events.some(({ kind }) => kind === "rated");
  const sent = conversation.outbox.parcels.some(({ name, refused }) => name === "rate" && !refused);
  return (
    <div class="end">
      {!rated && !sent && <Form conversation={conversation} />}
      <button type="button" class="outlined" onClick={() => conversation.ask("restart")}>
        {more.restart}
      </button>
    </div>
  );
}

function Form({ conversation }: { conversation: Conversation }) {
  const [score, setScore] = useState(0);
  const [repeated, setRepeated] = useState<boolean>();
  const [knew_who, setKnewWho] = useState<boolean>();
  const [comment, setComment] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const begun = score > 0;
  useLayoutEffect(() => {
    if (begun) form.current!.scrollIntoView({ block: "nearest" });
  }, [begun]);
  const send = (event: Event): void => {
    event.preventDefault();
    const asked = Object.entries({ comment: comment.trim() || undefined, repeated, knew_who });
    conversation.ask("rate", {
      score,
      ...Object.fromEntries(asked.filter(([, value]) => value !== undefined)),
    });
  };
  return (
    <form ref={form} class="waiting plain" onSubmit={send}>
      <fieldset class="scores">
        <legend>{more.rateTitle}</legend>
        {[1, 2, 3, 4, 5].map((n) => (
          <label key={n}>
            <input
              type="radio"
              name="score"
              checked={score === n}
              onChange={() => setScore(n)}
              aria-label={more.score(n)}
            />
            <span aria-hidden="true">{n}</span>
          </label>
        ))}
        <p class="ends" aria-hidden="true">
          <span>{more.worst}</span>
          <span>{more.best}</span>
        </p>
      </fieldset>
      {begun && (
        <>
          <YesNo question={more.repeated} value={repeated} choose={setRepeated} />
          <YesNo question={more.knewWho} value={knew_who} choose={setKnewWho} />
          <label class="comment">
            {more.comment}
            <textarea
              rows={2}
              maxLength={4000}
              value={comment}
              onInput={(event) => setComment(event.currentTarget.value)}
            />
          </label>
          <button type="submit" class="solid">
            {more.sendRating}
          </button>
        </>
      )}
    </form>
  );
}

interface YesNoProps {
  question: string;
  value: boolean | undefined;
  choose: (yes: boolean) => void;
}

function YesNo({ question, value, choose }: YesNoProps) {
  const option = (yes: boolean, words: string) => (
    <label>
      <input type="radio" name={question} checked={value === yes} onChange={() => choose(yes)} />
      <span>{words}</span>
    </label>
  );
  return (
    <fieldset class="yes-no">
      <legend>{question}</legend>
      {option(true, strings.yes)}
      {option(false, strings.no)}
    </fieldset>
  );
}
