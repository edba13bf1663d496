// Every key of the console, in one table: the keyboard, the list of shortcuts and the palette are made from it.
import type { Summary } from "../widget/connection/wire.ts";
import type { Station } from "./station.ts";
import { strings } from "./strings/en.ts";
import { boarding, finding, later } from "./strings/finding.en.ts";

export type Overlay = "help" | "palette";

/** What an act may use: the agent's work, the page before them, and what lies over it. */
export interface AtWork {
  station: Station;
  find: (selector: string) => HTMLElement | null;
  show: (overlay: Overlay) => void;
}

export interface Key {
  key: string;
  does: string;
  group: keyof typeof strings.keyGroups;
  act: (at: AtWork) => void;
  /** False where it would do nothing; left out: always. */
  can?: (at: AtWork) => boolean;
}

/** A button that stands on the page at the moment. */
const presses = (selector: string): Pick<Key, "act" | "can"> => ({
  act: ({ find }) => find(selector)?.click(),
  can: ({ find }) => !!find(selector),
});

export const keys: Key[] = [
  { key: "j", does: strings.keyNext, group: "moving", act: (at) => step(at, 1) },
  { key: "k", does: strings.keyPrevious, group: "moving", act: (at) => step(at, -1) },
  {
    key: "u",
    does: strings.keyUnanswered,
    group: "moving",
    act: (at) => go(at, unanswered(at)),
    can: (at) => !!unanswered(at),
  },
  {
    key: "f",
    does: strings.keyLater,
    group: "moving",
    act: (at) => go(at, at.station.rows.followUps[0]),
    can: ({ station }) => station.rows.followUps.length > 0,
  },
  {
    key: "t",
    does: strings.keyTake,
    group: "conversation",
    act: ({ station }) => take(station),
    can: ({ station }) => station.rows.waitingInAll > 0 || station.rows.followUps.some(({ agent }) => !agent),
  },
  {
    key: "a",
    does: strings.keyAccept,
    group: "conversation",
    act: ({ station }) => accept(station),
    can: ({ station }) => station.rows.offers.length > 0,
  },
  { key: "r", does: strings.keyReply, group: "conversation", act: (at) => write(at, "say"), can: writable },
  { key: "n", does: strings.keyNote, group: "conversation", act: (at) => write(at, "note"), can: writable },
  {
    key: "s",
    does: strings.keyFitting,
    group: "conversation",
    act: searchAnswers,
    can: ({ find }) => !!find("[data-fitting]"),
  },
  { key: "x", does: strings.keyTransfer, group: "conversation", ...presses("[data-act=transfer]") },
  { key: "e", does: strings.keyResolve, group: "conversation", ...presses("[data-act=resolve]") },
  { key: "b", does: strings.keyBot, group: "conversation", ...presses("[data-fold=true]") },
  { key: "l", does: strings.keyNewest, group: "conversation", ...presses("[data-act=newest]") },
  { key: "p", does: later.key, group: "conversation", ...presses("[data-act=follow_up]") },
  { key: "o", does: boarding.key, group: "page", ...presses("[data-act=board]") },
  { key: "/", does: finding.searchAll, group: "page", ...presses("[data-act=search]") },
  { key: "m", does: strings.keyMute, group: "page", act: mute },
  { key: "?", does: strings.keyHelp, group: "page", act: ({ show }) => show("help") },
];

/** Told in the list of shortcuts, and done elsewhere. */
export const otherKeys: Pick<Key, "key" | "does" | "group">[] = [
  { key: "Ctrl K", does: strings.keyPalette, group: "page" },
  { key: "Esc", does: strings.keyLeave, group: "page" },
  { key: "/", does: strings.keySlash, group: "conversation" },
  { key: "Ctrl B I K", does: strings.keyMarks, group: "conversation" },
];

function go({ station, find }: AtWork, summary: Summary | undefined): void {
  if (!summary) return;
  station.select(summary.id);
  requestAnimationFrame(() => find("[aria-current=true]")?.focus());
}

function step({ station, find }: AtWork, by: 1 | -1): void {
  station.step(by);
  requestAnimationFrame(() => find("[aria-current=true]")?.focus());
}

/** Of mine the next after the one being read; when I owe nobody anything, whoever waits longest. */
function unanswered({ station }: AtWork): Summary | undefined {
  const { rows, selected } = station;
  const mine = rows.mine;
  const at = mine.findIndex(({ id }) => id === selected);
  const inTurn = [...mine.slice(at + 1), ...mine.slice(0, at + 1)];
  const owed = inTurn.find(({ id }) => id !== selected && station.unanswered(id) > 0);
  return owed ?? (selected && station.unanswered(selected) > 0 ? rows.card(selected) : rows.queue[0]);
}

function writable({ find }: AtWork): boolean {
  return !!find(".reply textarea");
}

/** While watching there is nothing to reply, only to whisper. */
function write({ find }: AtWork, mode: "say" | "note"): void {
  const button = find(`[data-mode=${mode}]`);
  button?.click();
  if (button || mode === "note") find(".reply textarea")?.focus();
}

function searchAnswers({ find }: AtWork): void {
  const button = find("[data-fitting]");
  if (button?.ariaExpanded === "false") button.click();
  requestAnimationFrame(() => find(".fitting input")?.focus());
}

function mute({ station }: AtWork): void {
  const { alerts } = station;
  alerts.choose("muted", alerts.muted ? null : "1");
  station.mention(alerts.muted ? strings.alerts.nowMuted : strings.alerts.nowHeard);
}

/** The waiting one being read, or the follow-up nobody has; else the next in line. */
function take(station: Station): void {
  const { rows, selected } = station;
  const later = rows.followUps.some(({ id, agent }) => id === selected && !agent);
  const reading = selected && (later || rows.has("queue", selected));
  void station.take(reading ? selected : undefined);
}

/** The offer being read, else the oldest. */
function accept(station: Station): void {
  const { rows, selected } = station;
  const id = selected && rows.has("offers", selected) ? selected : rows.offers[0]?.id;
  if (id) void station.accept(id);
}
