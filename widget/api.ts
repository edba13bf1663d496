// What a page can ask of the chat that it carries: `window.handrail`, described in docs/embedding.md.

/** A token that the site signs, as docs/protocol.md has it, or an id with its hash where that is switched on. */
export type Identity = string | { id: string; hash: string; [attribute: string]: unknown };

export interface Happenings {
  open: undefined;
  close: undefined;
  /** How many of the assistant's and agents' messages the visitor has not seen. */
  unread: number;
  /** One arrived. Its words are the visitor's alone. */
  message: { by: "bot" | "agent"; name: string | null };
  /** Who holds the conversation now. */
  status: "with_bot" | "queued" | "with_agent" | "follow_up" | "resolved";
}

export type Happening = keyof Happenings;
export type Listener = (told: unknown) => void;

/** A call by its name, as pages write it that can't wait for the script. */
export type Call = [name: string, ...given: unknown[]];

export interface Handrail {
  /** Opens the chat, at an entry of the help pages if one is named; with "person", one is asked for at once, who sees
   * which entry was read or what was asked. */
  open(entry?: string | null, then?: "person", question?: string | null): void;
  close(): void;
  /** Says who the visitor is; what stood there of somebody else before goes out of sight. */
  identify(identity: Identity): void;
  /** Another page of a site that does not load pages: noticed by itself where the address changes. */
  page(url?: string, title?: string): void;
  /** Calls back until the function that it returns is called. */
  on<Name extends Happening>(name: Name, listener: (told: Happenings[Name]) => void): () => void;
  push(call: Call): void;
}

declare global {
  interface Window {
    handrail: Handrail | (Call[] & { on?: undefined }) | undefined;
  }
}
