// What the agent did that the service has not confirmed yet.
import type { Outbox, Parcel } from "../../widget/connection/outbox.ts";
import { Text } from "../../widget/message/Text.tsx";
import { strings } from "../strings/en.ts";

const labels: Record<string, string> = strings.acts;

export function Pending({ parcel, outbox }: { parcel: Parcel; outbox: Outbox }) {
  const { text } = parcel.payload;
  return (
    <div class="row with_agent message pending">
      <div class="said">
        <p class="speaker">{strings.you}</p>
        <div class="bubble">{typeof text === "string" ? <Text text={text} /> : labels[parcel.name]}</div>
        {parcel.refused ? (
          <p class="failed">
            {parcel.refused}{" "}
            <button type="button" class="link" onClick={() => again(parcel, outbox)}>
              {parcel.field === "entry" ? strings.yesAnyway : strings.again}
            </button>{" "}
            <button type="button" class="link" onClick={() => outbox.drop(parcel)}>
              {strings.remove}
            </button>
          </p>
        ) : (
          <p class="foot">{parcel.late ? strings.late : strings.sending}</p>
        )}
      </div>
    </div>
  );
}

/** Refused because the customer knows that answer, which was news to this page: whoever asks again means it. */
function again(parcel: Parcel, outbox: Outbox): void {
  if (parcel.field === "entry") parcel.payload.anyway = true;
  outbox.again(parcel);
}
