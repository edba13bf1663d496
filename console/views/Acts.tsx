// Ways a conversation changes hands. Each tells the customer something, so each is asked for twice.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Status } from "../../widget/connection/wire.ts";
import type { Ending, Station } from "../station.ts";
import { strings } from "../strings/en.ts";
import { Later } from "../finding/Later.tsx";
import { later } from "../strings/finding.en.ts";
import { Closing, useLastWords } from "./Closing.tsx";
import { PassOn } from "./PassOn.tsx";

type Sure = Ending | "take_over";
type Act = Sure | "transfer" | "assign" | "follow_up";

const keys: Partial<Record<Act, string>> = { resolve: "e", transfer: "x", assign: "x", follow_up: "p" };

interface Props {
  station: Station;
  id: string;
  status: Status;
  mine: boolean;
}

function offered(mine: boolean, status: Status): Act[] {
  if (!mine) return ["assign", "take_over"];
  return status === "follow_up"
    ? ["transfer", "follow_up", "release", "resolve"]
    : ["transfer", "follow_up", "to_bot", "release", "resolve"];
}

export function Acts({ station, id, status, mine }: Props) {
  const [sure, ask] = useState<Sure | null>(null);
  const [passing, pass] = useState<"transfer" | "assign" | "follow_up" | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const asked = useRef<Sure | null>(null);
  useLayoutEffect(() => {
    if (!sure && asked.current)
      box.current?.querySelector<HTMLElement>(`[data-act=${asked.current}]`)?.focus();
    asked.current = sure;
  }, [sure]);
  const acts = offered(mine, status);
  const sent = station.outbox.parcels.find(
    ({ lane, name, refused }) => lane === id && acts.includes(name as Act) && !refused,
  );
  const choose = (act: Act): void =>
    act === "transfer" || act === "assign" || act === "follow_up" ? pass(act) : ask(act);
  if (sure) return <AreYouSure {...{ station, id, status, sure }} done={() => ask(null)} />;
  return (
    <div class="acts" ref={box}>
      {acts.map((act) => (
        <button
          type="button"
          key={act}
          data-act={act === "assign" ? "transfer" : act}
          disabled={!!sent}
          onClick={() => choose(act)}
        >
          {act === "follow_up" ? later.act : strings.acts[act]}{" "}
          {keys[act] && <kbd aria-hidden="true">{keys[act]}</kbd>}
        </button>
      ))}
      {passing === "follow_up" && <Later station={station} id={id} close={() => pass(null)} />}
      {passing && passing !== "follow_up" && (
        <PassOn station={station} id={id} status={status} act={passing} close={() => pass(null)} />
      )}
    </div>
  );
}

interface SureProps {
  station: Station;
  id: string;
  status: Status;
  sure: Sure;
  done: () => void;
}

function AreYouSure({ station, id, status, sure, done }: SureProps) {
  const [outcome, setOutcome] = useState("solved");
  const [words, setWords] = useState("");
  const yes = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => yes.current?.focus(), []);
  const last = useLastWords(station, id, sure === "resolve");
  const act = (): void => {
    if (last.missing) return;
    if (last.text) station.say(id, last.text, "say");
    if (sure === "take_over") void station.takeOver(id);
    else station.end(id, sure, sure === "resolve" ? words.trim() || outcome : "");
    done();
  };
  const asking = sure === "release" && status === "follow_up" ? "release_later" : sure;
  return (
    <div class="sure" role="group" aria-label={strings.acts[sure]}>
      <p id="sure">{strings.sure[asking]}</p>
      {sure === "resolve" && (
        <label>
          {strings.outcome}{" "}
          <select
            value={outcome}
            onChange={(event) => {
              setOutcome(event.currentTarget.value);
              setWords("");
            }}
          >
            {strings.choosable.map((one) => (
              <option key={one} value={one}>
                {strings.outcomes[one]}
              </option>
            ))}
            <option value="other">{later.otherReason}</option>
          </select>
        </label>
      )}
      {outcome === "other" && (
        <input
          type="text"
          maxLength={200}
          aria-label={later.reason}
          placeholder={later.reason}
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
      )}
      {sure === "resolve" && <Closing station={station} words={last} />}
      <button
        type="button"
        class="solid"
        ref={yes}
        aria-describedby="sure"
        disabled={!!last.missing}
        onClick={act}
      >
        {strings.yes[sure]}
      </button>
      <button type="button" onClick={done}>
        {sure === "take_over" ? strings.notNow : strings.no}
      </button>
    </div>
  );
}
