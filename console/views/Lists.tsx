// The first pane: what is offered, the queue with the longest waiting on top, and what is theirs.
import { Component, type ComponentProps } from "preact";
import type { Summary } from "../../widget/connection/wire.ts";
import type { Shelf } from "../rows.ts";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";
import { called } from "../titles.ts";
import { Answers } from "./Answers.tsx";
import { Entry } from "./Entry.tsx";

export function Lists({ station }: { station: Station }) {
  const { rows, supervises } = station;
  return (
    <nav class="lists" aria-label={strings.conversations}>
      {rows.offers.length > 0 && <List station={station} shelf="offers" />}
      <List station={station} shelf="queue" />
      <List station={station} shelf="mine" />
      <List station={station} shelf="followUps" />
      {supervises && <List station={station} shelf="held" />}
    </nav>
  );
}

interface ListProps {
  station: Station;
  shelf: Shelf;
}

function List({ station, shelf }: ListProps) {
  const { rows, known } = station;
  const shown = rows.shown(shelf);
  const length = shelf === "queue" ? rows.waitingInAll : rows[shelf].length;
  const hidden = rows[shelf].length - shown.length;
  const places = new Map<string | null, number>();
  return (
    <section data-shelf={shelf}>
      <h2>
        {strings.shelves[shelf]} <span class="figure">{length}</span>
      </h2>
      {shelf === "queue" && <Teams waiting={rows.waiting} />}
      {!known && <div class="skeleton" aria-hidden="true" />}
      {known && !rows[shelf].length && <p class="empty">{strings.empty[shelf]}</p>}
      <ul>
        {shown.map((summary) => {
          const place = (places.get(summary.team) ?? 0) + 1;
          places.set(summary.team, place);
          return <Row key={summary.id} station={station} shelf={shelf} summary={summary} place={place} />;
        })}
      </ul>
      {hidden > 0 && (
        <button type="button" class="link more" onClick={() => station.unfold(shelf)}>
          {strings.more(hidden)}
        </button>
      )}
    </section>
  );
}

/** Of those who see several teams: how many wait for each. */
function Teams({ waiting }: { waiting: Record<string, number> }) {
  const teams = Object.entries(waiting).filter(([, n]) => n > 0);
  if (teams.length < 2) return null;
  return <p class="teams">{teams.map(([team, n]) => `${called(team)} ${n}`).join(" · ")}</p>;
}

interface RowProps extends ListProps {
  summary: Summary;
  place: number;
}

function Row({ station, shelf, summary, place }: RowProps) {
  const { id } = summary;
  const current = station.selected === id;
  const unanswered = station.unanswered(id);
  const last = station.lastWords(summary);
  const passing = station.passing(id);
  const nudged = shelf === "mine" && station.nudges.some((nudge) => nudge.id === id);
  return <Item {...{ station, shelf, summary, place, current, unanswered, last, passing, nudged }} />;
}

type Shown = ComponentProps<typeof Entry>;

/** What of a row is seen. */
const seen = ({ shelf, summary, place, current, unanswered, last, passing, nudged }: Shown): unknown[] => [
  ...[shelf, summary, place, current, unanswered, nudged],
  ...[last?.by, last?.text, passing?.state, passing?.to],
];

/** Drawn anew only when something of it changed: a long queue has hundreds of rows. A memo of what was drawn
 * would do the same, but hold the whole page as it was then, once for each row. */
class Item extends Component<Shown> {
  override shouldComponentUpdate(next: Shown): boolean {
    const before = seen(this.props);
    return seen(next).some((value, at) => value !== before[at]);
  }

  render({ shelf, station, summary, ...rest }: Shown) {
    return (
      <li class={shelf === "offers" ? "offer" : undefined}>
        <Entry {...{ station, shelf, summary, ...rest }} />
        {shelf === "offers" && <Answers station={station} summary={summary} />}
      </li>
    );
  }
}
