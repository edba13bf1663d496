// The three panes: who waits and who is mine, the conversation, the customer.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useObserved } from "../../widget/connection/observed.ts";
import { Route } from "../finding/route.ts";
import { SearchPane } from "../finding/SearchPane.tsx";
import { useShortcuts } from "../shortcuts.ts";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";
import { Bars } from "./Bars.tsx";
import { Conversation } from "./Conversation.tsx";
import { Customer } from "./Customer.tsx";
import { Help } from "./Help.tsx";
import { Lists } from "./Lists.tsx";
import { Spoken } from "./Spoken.tsx";
import { StatusLine } from "./StatusLine.tsx";

export function Workplace({ station, leave }: { station: Station; leave: () => void }) {
  useObserved(station);
  const route = useMemo(() => new Route(station), [station]);
  useObserved(route);
  useEffect(() => route.follow(), [route]);
  useEffect(() => route.reads(station.selected), [station.selected]);
  const [help, showHelp] = useState(false);
  const page = useRef<HTMLDivElement>(null);
  useShortcuts(station, page, () => showHelp((shown) => !shown));
  useEffect(() => {
    const waiting = station.rows.waitingInAll;
    document.title = waiting ? `(${waiting}) ${strings.product}` : strings.product;
  }, [station.rows.waitingInAll]);
  return (
    <div class={station.selected ? "workplace reading" : "workplace"} ref={page}>
      <StatusLine station={station} route={route} help={() => showHelp(true)} leave={leave} />
      <Bars station={station} />
      <main class="panes">
        {route.place.search === null ? (
          <Lists station={station} />
        ) : (
          <SearchPane station={station} route={route} />
        )}
        <Conversation key={station.selected} station={station} />
        <Customer station={station} />
      </main>
      <Spoken station={station} />
      {help && <Help close={() => showHelp(false)} />}
    </div>
  );
}
