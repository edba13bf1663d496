// One event as agents see it, with its rail.
import type { ComponentChildren } from "preact";
import type { Agent, Answered, LogEvent, Speaker } from "../../widget/connection/wire.ts";
import { OutLink, Text } from "../../widget/message/Text.tsx";
import { Face, Tile } from "../../widget/views/Face.tsx";
import { moment } from "../clock.ts";
import { strings } from "../strings/en.ts";
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
      return (
        <Said rail={rail} event={event} who={who}>
          <Text text={event.text} />
          {event.link && <OutLink href={event.link}>{event.link}</OutLink>}
        </Said>
      );
    case "bot_answered":
      return (
        <Said rail={rail} event={event} who={who}>
          <Answer event={event} />
        </Said>
      );
    case "note_added":
    case "whispered":
      return (
        <Said rail={rail} event={event} who={`${who} · ${strings.note}`} look="note">
          <Text text={event.text} />
        </Said>
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

export function systemLine(event: LogEvent): string | null {
  const { system, reasons } = strings;
  const reason = ("reason" in event && event.reason) || "";
  switch (event.kind) {
    case "handoff_requested":
    case "queued":
      return system[event.kind](reasons[reason] ?? reason);
    case "agent_joined":
      return system.agent_joined(event.agent.name);
    case "agent_left":
      return system.agent_left(event.agent.name, strings.left_[reason] ?? reason);
    case "rated":
      return ratedLine(event);
    case "conversation_started":
    case "returned_to_bot":
    case "follow_up_left":
    case "resolved":
    case "reopened":
      return system[event.kind];
    case "feedback_given":
      return event.helpful ? `${strings.helped}.` : `${strings.refused}.`;
    default:
      return null;
  }
}

function ratedLine({ score, comment, repeated, knew_who }: Extract<LogEvent, { kind: "rated" }>): string {
  const more = [
    repeated && strings.repeatedYes,
    knew_who === false && strings.knewWhoNo,
    comment && `“${comment}”`,
  ];
  return [strings.system.rated(score), ...more].filter(Boolean).join(" ");
}
