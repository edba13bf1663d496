// One event as the customer sees it: a message with its speaker, an answer card, or a line of the system's.
import type { ComponentChildren } from "preact";
import type { LogEvent, Said, Speaker, Status } from "../connection/wire.ts";
import type { Conversation } from "../conversation.ts";
import { OutLink } from "../message/links.tsx";
import { Text } from "../message/Text.tsx";
import { strings } from "../strings/strings.ts";
import { Answer } from "./Answer.tsx";
import { Face, Tile } from "./Face.tsx";
import { Suggestions } from "./Suggestions.tsx";
import { systemLine } from "./system_line.ts";

interface Props {
  event: LogEvent;
  status: Status;
  joint: boolean;
  before: LogEvent | undefined;
  conversation: Conversation;
}

export function Row({ event, status, joint, before, conversation }: Props) {
  const rail = `row ${status}${joint ? " joint" : ""}`;
  if (event.kind === "bot_answered" || event.kind === "bot_suggested") {
    return (
      <Message rail={rail} by={event.by}>
        {event.kind === "bot_answered" ? (
          <Answer event={event} conversation={conversation} />
        ) : (
          <Suggestions event={event} conversation={conversation} />
        )}
      </Message>
    );
  }
  if (
    event.kind === "customer_said" ||
    event.kind === "bot_said" ||
    event.kind === "agent_said" ||
    event.kind === "told"
  ) {
    return (
      <Message
        rail={rail}
        by={event.by}
        byMail={byMail(event)}
        follows={continues(before, event)}
        foot={<Delivery event={event} conversation={conversation} />}
      >
        <div class="bubble">
          <Text text={event.text} />
          {event.link && <OutLink href={event.link}>{event.link}</OutLink>}
        </div>
      </Message>
    );
  }
  const line = systemLine(event);
  if (event.kind === "follow_up_left" && event.text) {
    return (
      <>
        <Message rail={rail} by={event.by}>
          <div class="bubble">
            <Text text={event.text} />
          </div>
        </Message>
        <p class={`row ${status} system`}>{line}</p>
      </>
    );
  }
  return line ? <p class={`${rail} system`}>{line}</p> : null;
}

/** What an agent wrote for a mail that did not go is here and nowhere else. */
export const byMail = ({ channel, mail }: Said): boolean =>
  channel === "mail" && (!mail || mail === "sending");

/** The same speaker goes on in the same way. */
function continues(before: LogEvent | undefined, event: Said): boolean {
  const { role, id } = event.by;
  if (before?.by.role !== role || before.by.id !== id || !("text" in before)) return false;
  return before.kind !== "follow_up_left" && byMail(before as Said) === byMail(event);
}

interface MessageProps {
  rail: string;
  by: Speaker;
  byMail?: boolean;
  follows?: boolean;
  children: ComponentChildren;
  foot?: ComponentChildren;
}

/** Every message names its speaker, also where the eye is spared the repetition. */
export function Message({ rail, by, byMail, follows, children, foot }: MessageProps) {
  return (
    <div class={`${rail} message ${by.role}${follows ? " follows" : ""}`}>
      {by.role === "agent" && <Face person={{ ...by, name: by.name ?? "" }} />}
      {by.role === "bot" && <Tile />}
      <div class="said">
        <p class="speaker">{byMail ? strings.byMail(speaker(by)) : speaker(by)}</p>
        {children}
        {foot}
      </div>
    </div>
  );
}

function speaker(by: Speaker): string {
  if (by.role === "customer") return strings.you;
  return by.role === "agent" ? strings.agent(by.name ?? "") : strings.assistant;
}

/** Under the customer's last words only: further up it goes without saying. */
function Delivery({ event, conversation }: { event: Said; conversation: Conversation }) {
  const { events, read, outbox } = conversation;
  const last = events.findLast(({ kind }) => kind === "customer_said");
  if (event !== last || outbox.parcels.some(({ name }) => name === "say")) return null;
  return (
    // Changes with every glance of the agent's: shown, not spoken.
    <p class="foot" aria-live="off">
      {read && read.seq >= event.seq ? strings.read(read.by) : strings.delivered}
    </p>
  );
}
