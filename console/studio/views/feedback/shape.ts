// What readers said, as the service tells it.

export const path = "/api/studio/feedback";

export interface Counted {
  entry: string;
  /** Null: the entry is not live any more. */
  title: string | null;
  yes: number;
  no: number;
  comments: number;
  open: number;
}

export interface Comment {
  id: string;
  entry: string;
  language: string;
  at: string;
  /** Null: erased. */
  text: string | null;
  conversation: string | null;
  state: "open" | "owned" | "done";
  owner: { id: string; name: string } | null;
}

export interface Search {
  query: string;
  language: string;
  asked: number;
  last: string;
}
