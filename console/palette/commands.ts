// What the palette offers. A source makes commands from what is before the agent; other parts add theirs.
import type { Colleagues } from "../../widget/connection/wire.ts";
import { filled, firstGap } from "../composing/canned.ts";
import { insert } from "../composing/edit.ts";
import { type AtWork, keys } from "../keys.ts";
import { strings } from "../strings/en.ts";

export interface Command {
  id: string;
  group: keyof typeof strings.paletteGroups;
  words: string;
  /** Said smaller beside it. */
  hint?: string;
  key?: string;
  run: () => void;
}

export interface Asked extends AtWork {
  colleagues: Colleagues | null;
}

export type Source = (asked: Asked) => Command[];

const acts: Source = (at) =>
  keys
    .filter(({ can }) => !can || can(at))
    .map(({ key, does, act }) => ({
      id: `key ${key}`,
      group: "actions",
      words: does,
      key,
      run: () => act(at),
    }));

const conversations: Source = ({ station }) =>
  station.rows.everything.map((one) => ({
    id: one.id,
    group: "conversations",
    words: station.name(one.id),
    hint: [whose(station.rows.has("mine", one.id), one.status, one.agent?.name), one.last?.text]
      .filter(Boolean)
      .join(" · "),
    run: () => station.open(one.id),
  }));

function whose(mine: boolean, status: string, agent: string | undefined): string {
  if (mine) return strings.toMine;
  if (status === "queued") return strings.toWaiting;
  return agent ? strings.toColleague(agent) : strings.toLater;
}

const canned: Source = ({ station, find }) => {
  const box = find(".reply:not(.whisper) textarea") as HTMLTextAreaElement | null;
  if (!box || !station.selected) return [];
  const values = station.values(station.selected);
  return station.canned.all.map(({ id, shortcut, title, text }) => ({
    id,
    group: "canned",
    words: title,
    hint: `/${shortcut}`,
    run: () => {
      const [from, words] = [box.selectionStart, filled(text, values)];
      const gap = firstGap(words);
      insert(box, words, from, box.selectionEnd);
      if (gap) box.setSelectionRange(from + gap.from, from + gap.to);
    },
  }));
};

/** Offered by who holds the customer; assigned by who looks after everybody. */
const people: Source = ({ station, colleagues }) => {
  const id = station.selected;
  const card = id && station.rows.card(id);
  if (!card || card.status === "resolved") return [];
  const act = station.holds(id) ? "transfer" : station.supervises ? "assign" : null;
  if (!act) return [];
  const words = act === "transfer" ? strings.offerTo : strings.assignTo;
  return (colleagues?.agents ?? [])
    .filter((one) => one.state === "available" && one.id !== card.agent?.id)
    .map((one) => ({
      id: one.id,
      group: "people",
      words: words(station.name(id), one.name),
      hint: strings.load(one.load),
      run: () => {
        void station
          .pass(act, id, { to_agent: one.id }, "")
          .then((refusal) => refusal && station.mention(refusal));
      },
    }));
};

const places: Source = () => [
  { id: "studio", group: "places", words: strings.goStudio, run: () => location.assign("/studio") },
  { id: "settings", group: "places", words: strings.goSettings, run: () => location.assign("/settings") },
];

const sources: Source[] = [acts, conversations, canned, people, places];

/** For other parts of the console; nothing is offered twice under one id. */
export const addCommands = (source: Source): void => void sources.push(source);

const most = 60;
const plain = (words: string): string => words.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** Those that have every word of the query, those that begin with it first; grouped in the order of the groups. */
export function found(asked: Asked, query: string): Command[] {
  const wanted = plain(query).split(/\s+/).filter(Boolean);
  const ranked = sources
    .flatMap((source) => source(asked))
    .flatMap((command) => {
      const text = plain(`${command.words} ${command.hint ?? ""}`);
      return wanted.every((word) => text.includes(word))
        ? [{ command, first: text.startsWith(wanted[0] ?? "") }]
        : [];
    })
    .sort((a, b) => order(a.command) - order(b.command) || Number(b.first) - Number(a.first));
  return ranked.slice(0, most).map(({ command }) => command);
}

const groups = Object.keys(strings.paletteGroups);
const order = ({ group }: Command): number => groups.indexOf(group);
