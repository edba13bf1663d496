// Before the first word.
import type { Conversation } from "../conversation.ts";
import { strings } from "../strings/en.ts";

export function Home({ conversation }: { conversation: Conversation }) {
  return (
    <div class="home">
      <h2>{strings.title}</h2>
      <p>{strings.home}</p>
      <button type="button" class="outlined" onClick={() => conversation.ask("person")}>
        {strings.person}
      </button>
    </div>
  );
}
