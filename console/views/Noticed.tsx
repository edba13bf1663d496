// What the bot recognised in the customer's words and looked up, so that nobody asks for it again.
import type { Fact, Noticed as Notice } from "../../widget/connection/wire.ts";
import { strings } from "../strings/en.ts";

export function Noticed({ events }: { events: readonly Fact[] }) {
  const notices = events.filter((event): event is Fact & Notice => "entities" in event || "note" in event);
  const orders = new Map(
    notices.flatMap(({ note }) => note?.orders ?? []).map((order) => [order.number, order] as const),
  );
  const words = new Map(
    notices
      .flatMap(({ entities }) => entities ?? [])
      .map(({ entity, value }) => [`${entity} ${String(value)}`, { entity, value: String(value) }] as const),
  );
  if (!orders.size && !words.size) return null;
  return (
    <>
      <h2>{strings.noticed}</h2>
      <dl>
        {[...orders.values()].map(({ number, state, carrier }) => (
          <div key={number}>
            <dt>{strings.order(number)}</dt>
            <dd dir="auto">{carrier ? `${state}, ${carrier}` : state}</dd>
          </div>
        ))}
        {[...words].map(([key, { entity, value }]) => (
          <div key={key}>
            <dt>{strings.entities[entity] ?? entity}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
