// Yes or no to a transfer. Of a team's, whoever says nothing leaves it to the others.
import type { Summary } from "../../widget/connection/wire.ts";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";

export function Answers({ station, summary: { id, offer } }: { station: Station; summary: Summary }) {
  return (
    <p class="answer-offer">
      <button type="button" class="solid" onClick={() => void station.accept(id)}>
        {strings.accept} <kbd aria-hidden="true">a</kbd>
      </button>
      {offer?.to_agent && (
        <button type="button" onClick={() => void station.decline(id)}>
          {strings.decline}
        </button>
      )}
    </p>
  );
}
