// The bot's one try: what it offers, and the question whether that was it, with the person as an equal choice.
import type { Answered, Judged } from "../connection/wire.ts";
import type { Conversation } from "../conversation.ts";
import { OutLink } from "../message/links.tsx";
import { Text } from "../message/Text.tsx";
import { part } from "./part.tsx";
import { strings } from "../strings/strings.ts";

const Issue = part(() => import("./Issue.tsx").then((issue) => issue.Issue));
const Media = part(() => import("./Steps.tsx").then((steps) => steps.Media));
const Steps = part(() => import("./Steps.tsx").then((steps) => steps.Steps));

interface Props {
  event: Answered;
  conversation: Conversation;
}

export function Answer({ event, conversation }: Props) {
  const { events, holding } = conversation;
  const judged = events.find(
    (other): other is Judged => other.kind === "feedback_given" && other.answer === event.seq,
  );
  const latest = events.findLast(({ kind }) => kind === "bot_answered") === event;
  const open = !judged && latest && holding.status === "with_bot";
  return (
    <div class="bubble card">
      <p class="title" dir="auto">
        {event.title}
      </p>
      {event.issues?.map((issue) => (
        <Issue key={issue.id} issue={issue} conversation={conversation} />
      ))}
      <Text text={event.text} />
      {event.media && <Media media={event.media} />}
      {event.url && (
        <p class="more">
          <OutLink href={event.url}>{strings.readMore}</OutLink>
        </p>
      )}
      {event.steps && <Steps {...{ event, conversation, open }} />}
      {judged ? (
        <p class={judged.helpful ? "verdict done" : "verdict"}>
          {judged.helpful ? strings.helped : strings.notHelped}
        </p>
      ) : (
        open && <Ask event={event} conversation={conversation} />
      )}
    </div>
  );
}

function Ask({ event, conversation }: Props) {
  const sent = conversation.outbox.parcels.some(
    ({ name, payload }) => name === "feedback" && payload.answer === event.seq,
  );
  const judge = (helpful: boolean) => () => conversation.ask("feedback", { answer: event.seq, helpful });
  return (
    <div class="ask" role="group" aria-label={strings.question}>
      <p>{strings.question}</p>
      <button type="button" class="outlined" disabled={sent} onClick={judge(true)}>
        {strings.yes}
      </button>
      <button type="button" class="outlined" disabled={sent} onClick={judge(false)}>
        {strings.no}
      </button>
      <button type="button" class="outlined" onClick={() => conversation.ask("person")}>
        {strings.person}
      </button>
    </div>
  );
}
