// One line on top: how many wait, how long the longest, and whether I am there for them.
import { lasting, useNow } from "../clock.ts";
import type { Route } from "../finding/route.ts";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";
import { boarding, finding } from "../strings/finding.en.ts";
import { AlertChoices, Muted } from "./AlertChoices.tsx";
import { KnownIssues } from "./KnownIssues.tsx";
import { Presence } from "./Presence.tsx";

interface Props {
  station: Station;
  route: Route;
  help: () => void;
  palette: () => void;
  leave: () => void;
}

export function StatusLine({ station, route, help, palette, leave }: Props) {
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
      {station.supervises && (
        <button
          type="button"
          data-act="board"
          aria-pressed={route.place.board}
          onClick={() => route.go({ board: !route.place.board, conversation: null })}
        >
          {boarding.board} <kbd aria-hidden="true">o</kbd>
        </button>
      )}
      <button type="button" class="palette-button" onClick={palette}>
        {strings.openPalette} <kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      <KnownIssues />
      <span class="space" />
      <Muted alerts={station.alerts} />
      <Presence station={station} />
      <details class="menu" onFocusOut={closeWhenLeft}>
        <summary>{agent.name}</summary>
        <div>
          <AlertChoices alerts={station.alerts} />
          <button type="button" onClick={help}>
            {strings.shortcuts} <kbd aria-hidden="true">?</kbd>
          </button>
          <a href="/studio">{strings.studio}</a>
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
