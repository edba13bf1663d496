// What the service tells of the draft, its candidate and what publishing it would change.
import type { Difference } from "../Changes.tsx";

export interface Draft extends Difference {
  live: number | null;
  needs_training: boolean;
  model: string | null;
}

export interface Problem {
  file: string;
  line: number;
  level: "error" | "warning";
  sentence: string;
  entry?: string | null;
}

export interface Checked {
  problems: Problem[];
  errors: number;
  warnings: number;
}

interface By {
  id: string;
  name: string;
}

interface Course {
  share: number;
  left_s: number | null;
  done: number;
  of: number;
}

export interface PreviewState extends Partial<Course> {
  state: "idle" | "running" | "done" | "failed";
  sentence?: string;
}

export type Candidate =
  | { state: "idle" }
  | ({ state: "running"; stage: string; by: By; since: string } & Course)
  | {
      state: "done";
      candidate: { name: string; entries: number; by: By };
      fits: boolean;
      preview: PreviewState;
    }
  | { state: "failed"; sentence: string; problems: Problem[] }
  | { state: "cancelled" };

export interface Decision {
  kind: "given" | "offered" | "said" | "person";
  entry: string | null;
  offer: string[];
}

export interface Asked {
  text: string | null;
  times: number;
  before: Decision;
  after: Decision;
}

export interface Test {
  entry: string;
  title: string;
  kind: string;
  text: string;
  passed_before: boolean | null;
  after: Decision;
}

type Scores = Record<"accuracy" | "coverage" | "precision", number | null> | null;

export interface Preview {
  live: string | null;
  questions: number;
  same: number;
  changes: { change: string; count: number; rows: Asked[] }[];
  collisions: {
    count: number;
    rows: { first: string; second: string; first_text: string; second_text: string; likeness: number }[];
  };
  scores: { before: Scores; after: Scores };
  tests: { all: number; passed: number; passed_before: number | null; failed: Test[]; newly_failing: number };
  titles: Record<string, string>;
}

export const candidate = "/api/studio/candidate";
export const releases = "/api/studio/releases";

/** Whether something goes on that is worth asking for again in a second. */
export const goesOn = (one: Candidate | null): boolean =>
  one?.state === "running" || (one?.state === "done" && one.preview.state === "running");
