// Teams as the service tells them; see PUT /api/teams/{name}.
export type Day = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
export const days: readonly Day[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

export interface Hours {
  time_zone: string;
  week: Record<Day, string[]>;
  holidays: { country: string; subdivision: string | null } | null;
  closed: Record<string, string>;
  special: Record<string, string[]>;
}

export interface TeamSettings {
  title: string | null;
  topics: string[];
  languages: string[];
  reasons: string[];
  urgent: string[];
  overflow_to: string | null;
  overflow_s: number;
  assignment: "manual" | "automatic";
  sticky: boolean;
  wrap_up_s: number;
  wait_limit_s: number;
  reply_within_s: number;
  callbacks: boolean;
  hours: Hours | null;
}

export interface ClosedDay {
  day: string;
  name: string;
}

export interface Team {
  name: string;
  members: number;
  open: boolean;
  opens_at: string | null;
  closes_at: string | null;
  settings: TeamSettings;
  /** The next closed days. */
  holidays: ClosedDay[];
  notices: string[];
}

/** What people call it. Its name stays what commands and links call it. */
export const labelOf = ({ name, settings }: Team): string => settings.title || name;
