// Not ours to answer: who has it, and what may be done about that.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Status } from "../../widget/connection/wire.ts";
import { Later } from "../finding/Later.tsx";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";
import { later } from "../strings/finding.en.ts";
import { Answers } from "./Answers.tsx";
import { Reply } from "./Reply.tsx";

interface Props {
  station: Station;
  status: Status;
}

export function Elsewhere({ station, status }: Props) {
  const thread = station.current!;
  const { id, holding } = thread;
  const { rows, supervises } = station;
  const card = rows.card(id);
  const holder = (holding.agent ?? card?.agent)?.name;
  if (card?.offer && rows.has("offers", id)) {
    const { by, to_team, note } = card.offer;
    return (
      <div class="reply elsewhere">
        <p dir="auto">
          {strings.offersYou(by.name, to_team)}
          {note && `: “${note}”`}
        </p>
        <Answers station={station} summary={card} />
      </div>
    );
  }
  if (status === "queued" && rows.has("queue", id)) {
    return <Takeable station={station} id={id} words={strings.preview} act={strings.take} />;
  }
  if (status === "follow_up" && !holder) {
    const words = strings.previewLater(card?.email ?? strings.visitor);
    return <Takeable station={station} id={id} words={words} act={strings.takeLater} />;
  }
  if (supervises && status === "with_agent" && holder) {
    return (
      <div class="watching">
        <Watching words={strings.watchingAgent(holder)} />
        <Reply station={station} thread={thread} name={holder} mail={null} whisper />
      </div>
    );
  }
  if (supervises && status === "with_bot") return <Watching words={strings.watchingBot} />;
  return (
    <div class="reply elsewhere">
      <p>{sentence(status, holder)}</p>
      {status === "resolved" && <Again station={station} id={id} />}
    </div>
  );
}

function sentence(status: Status, holder = ""): string {
  if (status === "resolved") return strings.closed;
  if (status === "follow_up") return strings.heldLater(holder);
  if (status === "with_agent") return strings.heldBy(holder);
  return status === "queued" ? strings.preview : strings.withBot;
}

function Watching({ words }: { words: string }) {
  return (
    <p class="watch-line">
      <strong>{strings.watching}</strong> {words}
    </p>
  );
}

/** Something is left to say about what was closed. */
function Again({ station, id }: { station: Station; id: string }) {
  const [planning, plan] = useState(false);
  return (
    <>
      <button type="button" data-act="follow_up" onClick={() => plan(true)}>
        {later.again} <kbd aria-hidden="true">p</kbd>
      </button>
      {planning && <Later station={station} id={id} close={() => plan(false)} />}
    </>
  );
}

interface TakeableProps {
  station: Station;
  id: string;
  words: string;
  act: string;
}

function Takeable({ station, id, words, act }: TakeableProps) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (station.justOpened !== id) return;
    station.justOpened = null;
    button.current!.focus();
  });
  return (
    <div class="reply elsewhere">
      <p>{words}</p>
      <button type="button" class="solid" ref={button} onClick={() => void station.take(id)}>
        {act} <kbd aria-hidden="true">t</kbd>
      </button>
    </div>
  );
}
