// The three panes: who waits and who is mine, the conversation, the customer.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useObserved } from "../../widget/connection/observed.ts";
import { BoardPage } from "../finding/BoardPage.tsx";
import { Route } from "../finding/route.ts";
import { SearchPane } from "../finding/SearchPane.tsx";
import type { Overlay } from "../keys.ts";
import { useShortcuts } from "../shortcuts.ts";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";
import { Bars } from "./Bars.tsx";
import { Conversation } from "./Conversation.tsx";
import { Customer } from "./Customer.tsx";
import { Help } from "./Help.tsx";
import { Later, part } from "./Later.tsx";
import { Lists } from "./Lists.tsx";
import { Spoken } from "./Spoken.tsx";
import { StatusLine } from "./StatusLine.tsx";

const palette = part(() => import("../palette/Palette.tsx").then(({ Palette }) => Palette));
/** Then the page has settled, and whoever is quick with the keys finds it there. */
const fetchLaterMs = 1_000;

export function Workplace({ station, leave }: { station: Station; leave: () => void }) {
  useObserved(station);
  const route = useMemo(() => new Route(station), [station]);
  useObserved(route);
  useEffect(() => route.follow(), [route]);
  useEffect(() => route.reads(station.selected), [station.selected]);
  const [overlay, show] = useState<Overlay | null>(null);
  const page = useRef<HTMLDivElement>(null);
  const find = (selector: string) => page.current?.querySelector<HTMLElement>(selector) ?? null;
  const at = { station, find, show };
  useShortcuts(at);
  useEffect(() => {
    const later = setTimeout(() => palette.ready().catch(() => undefined), fetchLaterMs);
    return () => clearTimeout(later);
  }, []);
  const waiting = station.rows.waitingInAll;
  useEffect(() => {
    document.title = waiting ? `(${waiting}) ${strings.product}` : strings.product;
  }, [waiting]);
  const boarding = station.supervises && route.place.board && !station.selected;
  return (
    <div class={`workplace${station.selected ? " reading" : boarding ? " boarding" : ""}`} ref={page}>
      <StatusLine {...{ station, route, leave }} help={() => show("help")} palette={() => show("palette")} />
      <Bars station={station} />
      <main class="panes">
        {boarding ? (
          <BoardPage station={station} route={route} />
        ) : (
          <>
            {route.place.search === null ? (
              <Lists station={station} />
            ) : (
              <SearchPane station={station} route={route} />
            )}
            <Conversation key={station.selected} station={station} />
            <Customer station={station} />
          </>
        )}
      </main>
      <Spoken station={station} />
      {overlay === "help" && <Help close={() => show(null)} />}
      {overlay === "palette" && <Later of={palette} at={at} close={() => show(null)} />}
    </div>
  );
}
