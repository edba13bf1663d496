// Public questions and answers as the service tells them.

export const path = "/api/studio/community";

export interface Post {
  id: string;
  at: string;
  state: "pending" | "approved" | "rejected";
  text: string;
  name: string | null;
  useful: number;
  reports: number;
  author: { id: string; name: string; role: string } | null;
  reason: string | null;
  decided_by: string | null;
}

export interface Question extends Post {
  entry: string;
  language: string;
  /** Null: the entry is not live any more. */
  title: string | null;
  mail: boolean;
  answers: Post[];
}

export interface Listed {
  questions: Question[];
  pending: number;
}
