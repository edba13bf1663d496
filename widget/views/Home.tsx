// Before the first word.
import type { Conversation } from "../conversation.ts";
import { strings } from "../strings/strings.ts";
import { hours } from "./Header.tsx";

export function Home({ conversation }: { conversation: Conversation }) {
  return (
    <div class="home">
      <h2>{strings.title}</h2>
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
