// Agents on the board: what they are since when, what they hold, and what a supervisor can do about it.
import { lasting, useNow } from "../clock.ts";
import type { Station } from "../station.ts";
import { strings as words } from "../strings/en.ts";
import { boarding as strings } from "../strings/finding.en.ts";
import type { Board, OnBoard } from "./board.ts";

interface Props {
  station: Station;
  board: Board;
  agents: OnBoard[];
}

const order = ["available", "busy", "wrapping_up", "away"];

export function AgentsTable({ station, board, agents }: Props) {
  if (!agents.length) return <p class="empty">{strings.noAgents}</p>;
  const sorted = [...agents].sort(
    (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.name!.localeCompare(b.name!),
  );
  return (
    <table class="agents-now">
      <caption>{strings.agents}</caption>
      <thead>
        <tr>
          {strings.columns.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sorted.map((agent) => (
          <Agent key={agent.id} {...{ station, board, agent }} />
        ))}
      </tbody>
    </table>
  );
}

function Agent({ station, board, agent }: { station: Station; board: Board; agent: OnBoard }) {
  const now = useNow();
  const { id, name, state, label, since, load, capacity, teams, longest, connected } = agent;
  const held = [...station.rows.held, ...station.rows.mine].filter((one) => one.agent?.id === id);
  const said = !connected && state === "away" ? strings.notThere : strings.states[state];
  return (
    <tr>
      <th scope="row" dir="auto">
        {name}
        <span class="foot">{teams?.join(", ") ?? strings.everyTeam}</span>
      </th>
      <td data-label={strings.columns[1]}>
        <span class={`now ${state}`}>{said}</span>
        {label && ` · ${label}`} {since && <time>{lasting(since, now)}</time>}
      </td>
      <td data-label={strings.columns[2]}>
        {strings.holds(load, capacity)}
        {held.length > 0 && (
          <span class="held-now">
            {held.map((one) => (
              <button type="button" class="link" key={one.id} onClick={() => station.select(one.id)}>
                {station.name(one.id)}
              </button>
            ))}
          </span>
        )}
      </td>
      <td data-label={strings.columns[3]}>
        {longest ? (
          <button type="button" class="link" onClick={() => station.select(longest.conversation)}>
            <time class="wait">{lasting(longest.since, now)}</time>
            <span class="unseen"> {words.waitsForWords}</span>
          </button>
        ) : (
          strings.none
        )}
      </td>
      <td>{id !== station.agent.id && <Setting board={board} agent={agent} />}</td>
    </tr>
  );
}

/** Somebody forgot to say that they are at lunch, or that they are back. */
function Setting({ board, agent }: { board: Board; agent: OnBoard }) {
  const { name, state, connected, label } = agent;
  if (state === "away" && connected && label !== null)
    return (
      <button type="button" onClick={() => void board.setAvailable(agent)}>
        {strings.setBack}
        <span class="unseen"> {name}</span>
      </button>
    );
  if (state === "away") return null;
  return (
    <select
      aria-label={strings.setAway(name ?? "")}
      value=""
      onChange={({ currentTarget: { value } }) => value && void board.setAway(agent, value)}
    >
      <option value="">{strings.setAwayShort}</option>
      {[...words.awayLabels, words.awayPlain].map((one) => (
        <option key={one} value={one}>
          {one}
        </option>
      ))}
    </select>
  );
}
