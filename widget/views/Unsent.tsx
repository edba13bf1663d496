// The customer's own words while the views that will show them are on their way, which takes long on a bad line.
import type { Conversation } from "../conversation.ts";
import { strings } from "../strings/strings.ts";

export const Unsent = ({ conversation }: { conversation: Conversation }) =>
  conversation.outbox.parcels.map(
    ({ client_id, payload, late }) =>
      typeof payload.text === "string" && (
        <div key={client_id} class="unsent">
          <p dir="auto">{payload.text}</p>
          <p class="quiet">{late ? strings.late : strings.sending}</p>
        </div>
      ),
  );
