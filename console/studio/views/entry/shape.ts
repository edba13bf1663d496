// An entry as the studio's service tells it, and what the pages ask of one.

export interface Medium {
  url: string;
  alt: string;
}

export interface Step {
  label: string;
  text: string;
  media: Medium[];
  steps: Step[];
  ends: "helped" | "person" | null;
}

export interface Translation {
  title: string;
  answer: string;
  phrasings: string[];
  url: string;
}

export interface Entry {
  id: string;
  title: string;
  topic: string;
  url: string;
  answer: string;
  phrasings: string[];
  state: "live" | "draft";
  visible: "all" | "agents";
  valid_from: string | null;
  valid_until: string | null;
  review_by: string | null;
  related: string[];
  media: Medium[];
  languages: Record<string, Translation>;
  steps: Step[];
  must_answer: string[];
  must_not_answer: string[];
}

export type Versioned = Entry & { version: string };

export interface Problem {
  field: string;
  level: "error" | "warning";
  sentence: string;
}

export interface Scorecard {
  shown: number;
  helped: number;
  not_helped: number;
}

export interface Opened {
  entry: Versioned;
  file: string;
  states: string[];
  /** As customers see it; null: they don't. */
  live: Entry | null;
  problems: Problem[];
  titles: Record<string, string>;
  named_by: { id: string; title: string }[];
  scorecard: Scorecard;
  editable: boolean;
  refusal: string | null;
}

export interface Row {
  id: string;
  title: string;
  topic: string;
  state: "live" | "draft";
  visible: "all" | "agents";
  states: string[];
  review_by: string | null;
  valid_from: string | null;
  valid_until: string | null;
  languages: string[];
  phrasings: number;
  scorecard: Scorecard;
  problems: { error: number; warning: number };
}

export interface Topic {
  file: string;
  name: string;
  entries: number;
}

export interface Listed {
  entries: Row[];
  total: number;
  page: number;
  pages: number;
  all: number;
  counts: Record<string, number>;
  topics: Topic[];
  unread: { level: string; sentence: string; file: string; line: number }[];
  editable: boolean;
  refusal: string | null;
}

export interface Saved {
  entry: Versioned | null;
  act: string | null;
}

export interface Person {
  id: string;
  name: string;
}

export interface Change {
  act: string | null;
  kind: string;
  at: string | null;
  by: Person | null;
  before: Entry | null;
  after: Entry | null;
  undo?: boolean;
}

export const entries = "/api/studio/entries";
export const content = "/api/studio/content";
export const at = (id: string): string => `${entries}/${encodeURIComponent(id)}`;

export const blank: Entry = {
  id: "",
  title: "",
  topic: "",
  url: "",
  answer: "",
  phrasings: [],
  state: "live",
  visible: "all",
  valid_from: null,
  valid_until: null,
  review_by: null,
  related: [],
  media: [],
  languages: {},
  steps: [],
  must_answer: [],
  must_not_answer: [],
};

export const few = 8;
export const limits = {
  title: 120,
  topic: 120,
  url: 500,
  answer: 2000,
  phrasing: 300,
  alt: 300,
  label: 80,
  step: 1000,
  choices: 6,
  depth: 5,
};

export const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

export function bare({ version: _, ...entry }: Entry & { version?: string }): Entry {
  return entry;
}

/** Without the lines that are still empty, which mean nothing. */
export function tidied(entry: Entry): Entry {
  const lines = (some: string[]): string[] => some.filter((line) => line.trim());
  const languages = Object.fromEntries(
    Object.entries(entry.languages).map(([code, one]) => [code, { ...one, phrasings: lines(one.phrasings) }]),
  );
  return {
    ...entry,
    languages,
    phrasings: lines(entry.phrasings),
    must_answer: lines(entry.must_answer),
    must_not_answer: lines(entry.must_not_answer),
  };
}
