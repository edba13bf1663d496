// One event as agents see it, with its rail.
import type { ComponentChildren } from "preact";
import type { Agent, Answered, LogEvent, Posting, Said, Speaker } from "../../widget/connection/wire.ts";
import { OutLink } from "../../widget/message/links.tsx";
import { Text } from "../../widget/message/Text.tsx";
import { Face, Tile } from "../../widget/views/Face.tsx";
import { moment } from "../clock.ts";
import { strings } from "../strings/en.ts";
import { systemLine } from "../system_line.ts";
import { Understood } from "./BotPart.tsx";
import type { Held } from "./Transcript.tsx";

interface Props extends Held {
  name: string;
  agent: Agent;
}

export function Fact({ event, status, joint, name, agent }: Props) {
  const rail = `row ${status}${joint ? " joint" : ""}`;
  const who = speaker(event.by, name, agent);
  switch (event.kind) {
    case "customer_said":
    case "bot_said":
    case "agent_said":
    case "told":
      return (
        <Said rail={rail} event={event} who={beside(who, event)}>
          <Text text={event.text} />
          {event.link && <OutLink href={event.link}>{event.link}</OutLink>}
          <NotMailed mail={event.mail} />
        </Said>
      );
    case "bot_answered":
      return (
        <Said rail={rail} event={event} who={who}>
          <Answer event={event} />
        </Said>
      );
    case "bot_suggested":
      return (
        <Said rail={rail} event={event} who={who}>
          <p>{strings.titles}</p>
          <ul>
            {event.entries.map(({ entry, title }) => (
              <li key={entry} dir="auto">
                {title}
              </li>
            ))}
          </ul>
        </Said>
      );
    case "note_added":
    case "whispered":
      return (
        <Said
          rail={rail}
          event={event}
          who={`${who} · ${strings[noteWords[event.kind]]}`}
          look={looks[event.kind]}
        >
          <Text text={event.text} />
        </Said>
      );
    case "follow_up_left":
      return (
        <>
          {event.text && (
            <Said rail={rail} event={event} who={who}>
              <Text text={event.text} />
            </Said>
          )}
          <p class={`row ${status} system`}>{systemLine(event)}</p>
          <NotMailed mail={event.mail} />
        </>
      );
    default: {
      const line = systemLine(event);
      return line ? (
        <p class={`${rail} system`}>
          {line} <time>{moment(event.at)}</time>
        </p>
      ) : null;
    }
  }
}

/** How it was said, where that is not here and now. */
function beside(who: string, { kind, channel }: Said): string {
  if (kind === "told") return `${who} · ${strings.told}`;
  return channel === "mail" ? `${who} · ${strings.byMail}` : who;
}

/** Words that wait at the page because no mail took them: whoever wrote them must know. */
function NotMailed({ mail }: { mail: Posting | undefined }) {
  if (!mail || mail === "sending") return null;
  return <p class="not-mailed">{strings.notMailed[mail]}</p>;
}

const noteWords = { note_added: "note", whispered: "whisper" } as const;
const looks = { note_added: "note", whispered: "note whispered" } as const;

interface SaidProps {
  rail: string;
  event: LogEvent;
  who: string;
  look?: string;
  children: ComponentChildren;
}

function Said({ rail, event, who, look, children }: SaidProps) {
  const { by } = event;
  return (
    <div class={`${rail} message ${look ?? by.role}`}>
      {by.role === "bot" ? <Tile /> : <Face person={{ ...by, name: by.name ?? who }} />}
      <div class="said">
        <p class="speaker">
          <span dir="auto">{who}</span> <time>{moment(event.at)}</time>
        </p>
        <div class="bubble">{children}</div>
      </div>
    </div>
  );
}

function Answer({ event }: { event: Answered }) {
  return (
    <>
      <p class="answer-title" dir="auto">
        {event.title}
      </p>
      <Text text={event.text} />
      {event.media?.map(({ url, alt }) => (
        <p key={url}>
          <OutLink href={url}>{alt || url}</OutLink>
        </p>
      ))}
      {event.url && <OutLink href={event.url}>{event.url}</OutLink>}
      <p>
        <Understood answer={event} />
      </p>
    </>
  );
}

function speaker(by: Speaker, customer: string, me: Agent): string {
  if (by.role === "customer") return customer;
  if (by.role === "agent")
    return by.id === me.id ? `${by.name ?? me.name} (${strings.you.toLowerCase()})` : (by.name ?? "");
  return strings.automated;
}
