// Before the first word.
import type { Conversation } from "../conversation.ts";
import { strings } from "../strings/strings.ts";
import { hours } from "./Header.tsx";
import { part } from "./part.tsx";

const Help = part(() => import("./Help.tsx").then((help) => help.Help));

export function Home({ conversation }: { conversation: Conversation }) {
  return (
    <div class="home">
      <h2>{strings.title}</h2>
      <Help conversation={conversation} />
      <p>{strings.home}</p>
      {conversation.known && !conversation.staff.open && (
        <p>
          {hours(conversation.staff)}. {strings.homeAway}
        </p>
      )}
      <button type="button" class="outlined" onClick={() => conversation.ask("person")}>
        {strings.person}
      </button>
    </div>
  );
}
