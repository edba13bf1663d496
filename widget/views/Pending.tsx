// What the customer did that the service has not confirmed yet, shown as exactly that.
import type { Outbox, Parcel } from "../connection/outbox.ts";
import type { Status } from "../connection/wire.ts";
import { Text } from "../message/Text.tsx";
import { refusal } from "../strings/refused.ts";
import { strings } from "../strings/strings.ts";
import { Message } from "./Row.tsx";

export function Pending({ parcel, status, outbox }: { parcel: Parcel; status: Status; outbox: Outbox }) {
  const { text } = parcel.payload;
  if (typeof text === "string") {
    const foot = parcel.late ? strings.late : strings.sending;
    return (
      <Message
        rail={`row ${status}`}
        by={{ role: "customer" }}
        foot={<Foot parcel={parcel} outbox={outbox} words={foot} />}
      >
        <div class="bubble pending">
          <Text text={text} />
        </div>
      </Message>
    );
  }
  const words = parcel.late ? strings.lateAsk : asksForPerson(parcel) && strings.asking;
  if (!words && !parcel.refused) return null;
  return (
    <div class={`row system ${status}`}>
      <Foot parcel={parcel} outbox={outbox} words={words || ""} />
    </div>
  );
}

const asksForPerson = ({ name, payload }: Parcel): boolean =>
  name === "person" || name === "unhelped" || (name === "choose" && payload.entry === null);

function Foot({ parcel, outbox, words }: { parcel: Parcel; outbox: Outbox; words: string }) {
  if (!parcel.refused) return <p class="foot">{words}</p>;
  return (
    <p class="foot failed">
      {refusal(parcel.code, parcel.refused)}{" "}
      <button type="button" class="link" onClick={() => outbox.again(parcel)}>
        {strings.again}
      </button>
      <button type="button" class="link" onClick={() => outbox.drop(parcel)}>
        {strings.remove}
      </button>
    </p>
  );
}
