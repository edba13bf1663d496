// Where the agent is: which conversation, which search, the board. It stands in the address, so that reloading,
// the back button and links in notifications lead there, also through the sign-in.

export interface Place {
  conversation: string | null;
  /** What is searched for, as the service is asked; null: the lists are shown. */
  search: string | null;
  board: boolean;
}

export const nowhere: Place = { conversation: null, search: null, board: false };

const oneConversation = /^\/conversation\/([0-9a-f-]{36})$/i;

/** Anything else in the address is nobody's place. */
export function placeOf(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?", 2);
  const conversation = oneConversation.exec(path)?.[1]?.toLowerCase() ?? null;
  if (path === "/search") return { ...nowhere, search: query };
  const search = conversation ? new URLSearchParams(query).get("search") : null;
  return { conversation, search, board: path === "/board" };
}

export function hashOf({ conversation, search, board }: Place): string {
  if (conversation) {
    const kept = search === null ? "" : `?${new URLSearchParams({ search })}`;
    return `#/conversation/${conversation}${kept}`;
  }
  if (search !== null) return `#/search${search && `?${search}`}`;
  return board ? "#/board" : "#/";
}
