// An entry's fields by name, each as text that two people can compare.
import { strings } from "../../strings/entries.en.ts";
import { nameOf } from "./Languages.tsx";
import { same, type Entry, type Medium, type Step } from "./shape.ts";

export type Name = Exclude<keyof Entry, "id">;

export const all = Object.keys(strings.fields) as Name[];

export const differing = (one: Entry, other: Entry): Name[] =>
  all.filter((name) => !same(one[name], other[name]));

export function asText(entry: Entry, name: Name): string {
  const value = entry[name];
  if (name === "languages") {
    return Object.entries(entry.languages)
      .map(([code, one]) =>
        [`${nameOf(code)}: ${one.title}`, one.answer, ...one.phrasings, one.url].filter(Boolean).join("\n"),
      )
      .join("\n\n");
  }
  if (name === "media") return media(entry.media);
  if (name === "steps") return steps(entry.steps, 0);
  if (name === "state") return strings.states[entry.state]!;
  if (name === "visible") return entry.visible === "agents" ? strings.states.agents! : strings.everybody;
  return Array.isArray(value) ? value.join("\n") : String(value ?? "");
}

const media = (some: readonly Medium[]): string => some.map(({ url, alt }) => `${alt}: ${url}`).join("\n");

function steps(some: readonly Step[], depth: number): string {
  const indent = "  ".repeat(depth);
  return some
    .map(({ label, text, media: shown, steps: below, ends }) =>
      [
        `${indent}${label}: ${text}${ends ? ` (${ends === "helped" ? strings.helpedShort : strings.personShort})` : ""}`,
        ...(shown.length ? [`${indent}${media(shown)}`] : []),
        ...(below.length ? [steps(below, depth + 1)] : []),
      ].join("\n"),
    )
    .join("\n");
}
