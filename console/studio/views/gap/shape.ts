// Gaps as the service tells them.
export interface Near {
  entry: string;
  title: string;
  likeness: number;
}
export interface Gap {
  id: number;
  title: string;
  state: "open" | "drafted" | "dismissed" | "answered" | "merged";
  revision: number;
  questions: number;
  customers: number;
  agent_minutes: number;
  first: string | null;
  last: string | null;
  weeks: number[];
  reasons: Record<string, number>;
  nearest: Near | null;
  merged_into: number | null;
  entry: { id: string; title: string } | null;
  reason: string | null;
  by: string | null;
  at: string | null;
  back: string | null;
  release: number | null;
  published: string | null;
}
export interface Asked {
  id: number;
  text: string;
  erased: boolean;
  at: string;
  became: string;
  reason: string | null;
  entry: string | null;
  agent_minutes: number;
  conversation: string | null;
  answers: { by: string | null; text: string; at: string }[];
}
export interface Change {
  id: number;
  at: string;
  by: string;
  kind: string;
  reason?: string;
  entry?: string;
  others?: number[];
  into?: number;
  questions?: number;
  was?: string;
}
export interface Whole extends Gap {
  entries: Near[];
  asked: Asked[];
  more: boolean;
  history: Change[];
}
export interface Grouping {
  running: boolean;
  progress: number | null;
  waiting: number;
  trouble: string | null;
}
export interface Listed {
  gaps: Gap[];
  more: boolean;
  counts: Record<string, number>;
  asked: number;
  grouping: Grouping;
}
export interface Changed {
  change: number | null;
  gap?: number;
}

export const gaps = "/api/studio/gaps";
export const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });
