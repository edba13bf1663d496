// The supervisor's board: the teams' lines, the agents, and what each of them holds.
import { useEffect, useMemo, useRef } from "preact/hooks";
import { useObserved } from "../../widget/connection/observed.ts";
import { lasting, moment, useNow } from "../clock.ts";
import type { Station } from "../station.ts";
import { strings as words } from "../strings/en.ts";
import { boarding as strings } from "../strings/finding.en.ts";
import { AgentsTable } from "./AgentsTable.tsx";
import { Board, type TeamOnBoard } from "./board.ts";
import type { Route } from "./route.ts";

const staleMs = 6_000;

export function BoardPage({ station, route }: { station: Station; route: Route }) {
  const board = useMemo(() => new Board(station), [station]);
  const title = useRef<HTMLHeadingElement>(null);
  useObserved(board);
  useEffect(() => board.look(), [board]);
  useEffect(() => title.current?.focus(), []);
  const { seen, message } = board;
  return (
    <section class="board" aria-labelledby="board">
      <div class="board-top">
        <h2 id="board" tabIndex={-1} ref={title}>
          {strings.title}
        </h2>
        <button type="button" onClick={() => route.go({ board: false })}>
          {strings.close}
        </button>
      </div>
      <p role="status" class="said-so failed">
        {message}
      </p>
      {seen && <Age at={seen.at} />}
      {!seen && (
        <>
          <div class="skeleton" aria-hidden="true" />
          <div class="skeleton" aria-hidden="true" />
        </>
      )}
      {seen && <Teams teams={seen.teams} />}
      {seen && <AgentsTable station={station} board={board} agents={seen.agents} />}
    </section>
  );
}

/** Said only when it is not of now. */
function Age({ at }: { at: string }) {
  const now = useNow();
  if (now - Date.parse(at) < staleMs) return null;
  return <p class="state">{strings.stale(lasting(at, now))}</p>;
}

function Teams({ teams }: { teams: TeamOnBoard[] }) {
  return (
    <ul class="teams-now" aria-label={strings.teams}>
      {teams.map((team) => (
        <li key={team.name} class={team.waiting ? "somebody" : undefined}>
          <h3 dir="auto">{team.name}</h3>
          <p class="big">
            <strong>{team.waiting}</strong> {strings.waiting}
          </p>
          <p>{team.longest ? <Longest since={team.longest} /> : words.nobody}</p>
          <dl>
            <Fact name={strings.nextWait} value={team.wait ? strings.range(team.wait) : strings.unknown} />
            <Fact name={strings.there} value={strings.outOf(team.available, team.there, team.members)} />
            <Fact name={strings.today} value={strings.counted(team.taken, team.left)} />
            <Fact name={strings.hours} value={hours(team)} />
          </dl>
        </li>
      ))}
    </ul>
  );
}

function hours({ open, opens_at }: TeamOnBoard): string {
  if (open) return strings.open;
  return opens_at ? strings.opens(moment(opens_at)) : strings.closed;
}

function Longest({ since }: { since: string }) {
  return (
    <>
      {words.longest} <time class="wait">{lasting(since, useNow())}</time>
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
