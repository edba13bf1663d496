// The whole conversation: the assistant's part, folded to what matters, and the people's part, apart.
import { Fragment } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { holdings } from "../../widget/connection/holder.ts";
import type { Agent, LogEvent, Status } from "../../widget/connection/wire.ts";
import { useReading } from "../reading.ts";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";
import type { Thread } from "../thread.ts";
import { BotPart } from "./BotPart.tsx";
import { Pending } from "./Pending.tsx";
import { Fact } from "./Fact.tsx";

export interface Held {
  event: LogEvent;
  status: Status;
  joint: boolean;
}

interface Props {
  station: Station;
  thread: Thread;
  name: string;
}

export function Transcript({ station, thread, name }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [announce, setAnnounce] = useState(false);
  useEffect(() => {
    const settled = setTimeout(() => setAnnounce(true), 700); // History is not news.
    return () => clearTimeout(settled);
  }, []);
  const { events } = thread;
  const arrived = new Set(events.map((event) => "client_id" in event && event.client_id));
  const pending = station.outbox.parcels.filter(
    (one) => one.lane === thread.id && !arrived.has(one.client_id),
  );
  const reading = useReading(scroller, thread, pending.length, () => station.look());
  const { newAfter } = reading;
  const firstNew =
    newAfter !== null && events.find(({ seq, kind }) => kind === "customer_said" && seq > newAfter);
  // Drawn anew only when something of it changed: much else is heard meanwhile.
  const log = useMemo(
    () => <Log {...{ events, name, announce, agent: station.agent }} newFrom={firstNew ? firstNew.seq : 0} />,
    [events, name, announce, firstNew],
  );
  return (
    <div class="transcript-frame">
      <div class="transcript" ref={scroller} tabIndex={0} role="region" aria-label={strings.transcript}>
        {!events.length && <div class="skeleton" aria-hidden="true" />}
        {log}
        {/* Not in the log yet, which would say it now and once more when it is there. */}
        {pending.map((parcel) => (
          <Pending key={parcel.client_id} parcel={parcel} outbox={station.outbox} />
        ))}
        <p class="row typing with_agent">
          {thread.typing ? strings.typing(name) : delivery(thread, station)}
        </p>
      </div>
      {!reading.atEnd && (
        <button type="button" class="newest" data-act="newest" onClick={reading.toEnd}>
          {reading.unseen ? strings.newMessages(reading.unseen) : strings.newest}{" "}
          <kbd aria-hidden="true">l</kbd>
        </button>
      )}
    </div>
  );
}

interface LogProps {
  events: readonly LogEvent[];
  name: string;
  agent: Agent;
  announce: boolean;
  /** The seq of the first new words; 0 if none are. */
  newFrom: number;
}

function Log({ events, name, agent, announce, newFrom }: LogProps) {
  const parts = partsOf(events);
  return (
    <div role="log" aria-live={announce ? "polite" : "off"} aria-label={strings.messages}>
      {parts.map((part, index) =>
        part.bot ? (
          <BotPart
            key={index}
            facts={part.facts}
            latest={index >= parts.length - 2}
            {...{ events, name, agent }}
          />
        ) : (
          <section key={index} aria-label={strings.peoplePart}>
            <h3 class={`row ${part.facts[0]!.status}`}>{strings.peoplePart}</h3>
            {part.facts.map((fact) => (
              <Fragment key={fact.event.seq}>
                {fact.event.seq === newFrom && (
                  <p class={`row ${fact.status} new-below`}>
                    <span>{strings.newBelow}</span>
                  </p>
                )}
                <Fact {...fact} name={name} agent={agent} />
              </Fragment>
            ))}
          </section>
        ),
      )}
    </div>
  );
}

interface Part {
  bot: boolean;
  facts: Held[];
}

/** The call for a person begins the people's part, though nobody is there yet. */
function partsOf(events: readonly LogEvent[]): Part[] {
  const held = holdings(events);
  const parts: Part[] = [];
  events.forEach((event, index) => {
    const { status } = held[index]!;
    const bot = status === "with_bot" && event.kind !== "handoff_requested";
    const fact = { event, status, joint: index > 0 && held[index - 1]!.status !== status };
    if (parts.at(-1)?.bot !== bot) parts.push({ bot, facts: [] });
    parts.at(-1)!.facts.push(fact);
  });
  return parts;
}

function delivery(thread: Thread, station: Station): string {
  const { agent, outbox } = station;
  if (!station.rows.has("mine", thread.id)) return "";
  const last = thread.events.findLast(({ kind }) => kind === "agent_said" || kind === "customer_said");
  if (
    last?.kind !== "agent_said" ||
    last.by.id !== agent.id ||
    outbox.parcels.some(({ lane }) => lane === thread.id)
  ) {
    return "";
  }
  return thread.readByCustomer >= last.seq ? strings.read : strings.delivered;
}
