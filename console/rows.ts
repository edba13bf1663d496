// The lists an agent has before them, as the service keeps them: who waits, who is theirs, what is offered.
import { learnTitles } from "./titles.ts";
import type { AgentWelcome, Summary, SummaryChange } from "../widget/connection/wire.ts";

export type Shelf = "offers" | "queue" | "mine" | "followUps" | "held";
export const shelves: Shelf[] = ["offers", "queue", "mine", "followUps", "held"];

/** So many rows of a list are drawn before somebody asks for more. */
const shownFirst = 30;

/** Cards of conversations that left every list, kept for who still reads one. */
const keptGone = 200;

export class Rows {
  offers: Summary[] = [];
  queue: Summary[] = [];
  mine: Summary[] = [];
  followUps: Summary[] = [];
  /** What colleagues hold: for supervisors. */
  held: Summary[] = [];
  /** How many wait in each team's line, of which `queue` has the first. */
  waiting: Record<string, number> = {};
  private unfolded = new Set<Shelf>();
  private cards = new Map<string, Summary>();
  private mostCards = keptGone;

  constructor(private me: string) {}

  welcome({ queue, mine, follow_ups, offers, held, waiting, titles }: AgentWelcome): void {
    learnTitles(titles);
    this.queue = inLine(queue);
    this.mine = mine;
    this.followUps = dueFirst(follow_ups);
    this.offers = offers.filter((one) => this.isForMe(one));
    this.held = held.filter(({ agent }) => agent?.id !== this.me);
    this.waiting = waiting;
    for (const one of shelves.flatMap((shelf) => this[shelf])) this.cards.set(one.id, one);
  }

  change(shelf: Shelf, { op, conversation }: SummaryChange): void {
    this.note(conversation);
    if (shelf === "mine" && conversation.status === "follow_up") shelf = "followUps";
    if (shelf === "mine" && op === "remove") this.followUps = put(this.followUps, op, conversation);
    const away = shelf === "held" && conversation.agent?.id === this.me;
    const list = put(this[shelf], away ? "remove" : op, conversation);
    if (shelf === "queue") this.queue = inLine(list);
    else if (shelf === "followUps") this.followUps = dueFirst(list);
    else if (shelf === "offers") this.offers = list.filter((one) => this.isForMe(one));
    else this[shelf] = list;
  }

  /** Newest last; of those that left every list only the newest are kept. */
  private note(card: Summary): void {
    this.cards.delete(card.id);
    this.cards.set(card.id, card);
    if (this.cards.size <= this.mostCards) return;
    const listed = new Set(shelves.flatMap((shelf) => this[shelf].map(({ id }) => id)));
    const gone = [...this.cards.keys()].filter((id) => !listed.has(id));
    for (const id of gone.slice(0, -keptGone)) this.cards.delete(id);
    this.mostCards = this.cards.size + keptGone;
  }

  /** The last that was heard of it, also after it left every list. */
  card(id: string): Summary | undefined {
    return this.cards.get(id);
  }

  /** In any of the lists. */
  listed(id: string): boolean {
    return shelves.some((shelf) => this.has(shelf, id));
  }

  /** One that stands in no list: found, or come to by a link. */
  meet(summary: Summary): void {
    if (!this.listed(summary.id)) this.note(summary);
  }

  has(shelf: Shelf, id: string): boolean {
    return this[shelf].some((one) => one.id === id);
  }

  shown(shelf: Shelf): Summary[] {
    return this.unfolded.has(shelf) ? this[shelf] : this[shelf].slice(0, shownFirst);
  }

  unfold(shelf: Shelf): void {
    this.unfolded.add(shelf);
  }

  /** In the order they are read, each once. */
  get all(): Summary[] {
    return once(shelves.flatMap((shelf) => this.shown(shelf)));
  }

  /** Also those that nobody has unfolded. */
  get everything(): Summary[] {
    return once(shelves.flatMap((shelf) => this[shelf]));
  }

  get waitingInAll(): number {
    const counted = Object.values(this.waiting).reduce((sum, n) => sum + n, 0);
    return Math.max(counted, this.queue.length);
  }

  /** Offered to a team, it is offered to whoever offers it too. */
  private isForMe({ offer }: Summary): boolean {
    return !!offer && offer.by.id !== this.me && (!offer.to_agent || offer.to_agent.id === this.me);
  }
}

const once = (rows: Summary[]): Summary[] => [...new Map(rows.map((one) => [one.id, one])).values()];

function put(list: Summary[], op: SummaryChange["op"], summary: Summary): Summary[] {
  const at = list.findIndex(({ id }) => id === summary.id);
  if (op === "remove") return at < 0 ? list : list.toSpliced(at, 1);
  return at < 0 ? [...list, summary] : list.with(at, summary);
}

/** Returned customers, then urgent ones, then by the first request. Numbers told earlier have moved since. */
const rank = ({ returned, urgent }: Summary): number => (returned ? 0 : urgent ? 1 : 2);
const inLine = (queue: Summary[]): Summary[] =>
  [...queue].sort((a, b) => rank(a) - rank(b) || a.since.localeCompare(b.since) || a.id.localeCompare(b.id));

const dueFirst = (list: Summary[]): Summary[] =>
  [...list].sort((a, b) => (a.due ?? "9").localeCompare(b.due ?? "9"));
