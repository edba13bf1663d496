// Accounts and invitations as the service tells them.
export interface Account {
  id: string;
  name: string;
  email: string;
  role: string;
  teams: string[];
  sees_all: boolean;
  capacity: number | null;
  avatar: string | null;
  here: boolean;
  seen_at: string | null;
  disabled: boolean;
}

export interface Invitation {
  id: string;
  email: string;
  role: string;
  team: string;
  invited_by: string;
  invited_at: string;
  expires_at: string;
  expired: boolean;
  mail: "waiting" | "sent" | "failed" | null;
  trouble: string | null;
}

export interface Staff {
  agents: Account[];
  invitations: Invitation[];
  mail: boolean;
}

/** A link that is passed on by hand; null: it travels by mail. */
export interface Made {
  id: string;
  link: string | null;
}
