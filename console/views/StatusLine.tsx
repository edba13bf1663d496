// One line on top: how many wait, how long the longest, and whether I am there for them.
import { useState } from "preact/hooks";
import { choose, chosen, type Way } from "../alerts.ts";
import { lasting, useNow } from "../clock.ts";
import type { Route } from "../finding/route.ts";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";
import { finding } from "../strings/finding.en.ts";
import { Presence } from "./Presence.tsx";

interface Props {
  station: Station;
  route: Route;
  help: () => void;
  leave: () => void;
}

export function StatusLine({ station, route, help, leave }: Props) {
  const { rows, agent } = station;
  return (
    <header class="status">
      <h1>{strings.product}</h1>
      <Waiting station={station} />
      <button type="button" class="solid" disabled={!rows.waitingInAll} onClick={() => void station.take()}>
        {strings.takeNext} <kbd aria-hidden="true">t</kbd>
      </button>
      <button type="button" data-act="search" onClick={() => route.go({ search: "", board: false })}>
        {finding.search} <kbd aria-hidden="true">/</kbd>
      </button>
      <span class="space" />
      <Presence station={station} />
      <details class="menu" onFocusOut={closeWhenLeft}>
        <summary>{agent.name}</summary>
        <div>
          <Alert way="sound" words={strings.sound} />
          <Alert way="notify" words={strings.notify} />
          <button type="button" onClick={help}>
            {strings.shortcuts} <kbd aria-hidden="true">?</kbd>
          </button>
          <a href="/settings">{strings.settings}</a>
          <button type="button" onClick={leave}>
            {strings.signOut}
          </button>
        </div>
      </details>
    </header>
  );
}

function closeWhenLeft({ currentTarget, relatedTarget }: FocusEvent): void {
  const menu = currentTarget as HTMLDetailsElement;
  if (!menu.contains(relatedTarget as Node | null)) menu.open = false;
}

function Waiting({ station: { rows } }: { station: Station }) {
  const now = useNow();
  const { queue, waitingInAll } = rows;
  if (!queue.length) return <p class="count">{strings.nobody}</p>;
  const oldest = queue.reduce((first, { since }) => (since < first ? since : first), queue[0]!.since);
  return (
    <p class="count somebody">
      <strong>{strings.waiting(waitingInAll)}</strong>, {strings.longest} <time>{lasting(oldest, now)}</time>
    </p>
  );
}

function Alert({ way, words }: { way: Way; words: string }) {
  const [on, setOn] = useState(chosen(way));
  const [blocked, setBlocked] = useState(false);
  const change = async (wanted: boolean): Promise<void> => {
    const allowed = await choose(way, wanted);
    setOn(wanted && allowed);
    setBlocked(!allowed);
  };
  return (
    <label>
      <input type="checkbox" checked={on} onChange={(event) => void change(event.currentTarget.checked)} />{" "}
      {words}
      {blocked && <span class="failed">{strings.notifyBlocked}</span>}
    </label>
  );
}
