// The whole conversation: the assistant's part, folded to what matters, and the people's part, apart.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { holdings } from "../../widget/connection/holder.ts";
import type { LogEvent, Status } from "../../widget/connection/wire.ts";
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
  useLayoutEffect(() => {
    scroller.current!.scrollTop = scroller.current!.scrollHeight;
  }, [thread.last, station.outbox.parcels.length]);
  useEffect(() => {
    const settled = setTimeout(() => setAnnounce(true), 700); // History is not news.
    return () => clearTimeout(settled);
  }, []);
  const parts = partsOf(thread.events);
  const arrived = new Set(thread.events.map((event) => "client_id" in event && event.client_id));
  const pending = station.outbox.parcels.filter(
    (one) => one.lane === thread.id && !arrived.has(one.client_id),
  );
  return (
    <div class="transcript" ref={scroller} tabIndex={0} role="region" aria-label={strings.transcript}>
      {!thread.events.length && <div class="skeleton" aria-hidden="true" />}
      <div role="log" aria-live={announce ? "polite" : "off"} aria-label={strings.messages}>
        {parts.map((part, index) =>
          part.bot ? (
            <BotPart
              key={index}
              facts={part.facts}
              events={thread.events}
              name={name}
              agent={station.agent}
              latest={index >= parts.length - 2}
            />
          ) : (
            <section key={index} aria-label={strings.peoplePart}>
              <h3 class={`row ${part.facts[0]!.status}`}>{strings.peoplePart}</h3>
              {part.facts.map((fact) => (
                <Fact key={fact.event.seq} {...fact} name={name} agent={station.agent} />
              ))}
            </section>
          ),
        )}
      </div>
      {/* Not in the log yet, which would say it now and once more when it is there. */}
      {pending.map((parcel) => (
        <Pending key={parcel.client_id} parcel={parcel} outbox={station.outbox} />
      ))}
      <p class="row typing with_agent">{thread.typing ? strings.typing(name) : delivery(thread, station)}</p>
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
