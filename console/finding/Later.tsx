// A follow-up that an agent makes, moves, or takes up again: until when, whose, and where the reply goes.
import { useEffect, useRef, useState } from "preact/hooks";
import { newClientId } from "../../widget/connection/client_id.ts";
import type { Station } from "../station.ts";
import { later as strings } from "../strings/finding.en.ts";

interface Props {
  station: Station;
  id: string;
  close: () => void;
}

const two = (n: number): string => String(n).padStart(2, "0");

/** As the browser's field has it: the agent's own time. */
const local = (at: Date): string =>
  `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;

function inHours(hours: number): Date {
  const at = new Date(Date.now() + hours * 3_600_000);
  at.setSeconds(0, 0);
  return at;
}

/** The next morning of such a day; left out: tomorrow. */
function morning(weekday?: number): Date {
  const at = new Date();
  do at.setDate(at.getDate() + 1);
  while (weekday !== undefined && at.getDay() !== weekday);
  at.setHours(9, 0, 0, 0);
  return at;
}

export function Later({ station, id, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const card = station.rows.card(id);
  const [due, setDue] = useState(local(morning()));
  const [email, setEmail] = useState(card?.email ?? "");
  const [note, setNote] = useState("");
  const [owner, setOwner] = useState("me");
  const [failed, fail] = useState("");
  useEffect(() => dialog.current!.showModal(), []);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const ack = await station.call("follow_up", {
      conversation: id,
      due: new Date(due).toISOString(),
      owner,
      ...(email.trim() && { email: email.trim() }),
      ...(note.trim() && { note: note.trim() }),
      client_id: newClientId(),
    });
    if (ack.ok) dialog.current?.close();
    else fail(ack.message || strings.notDone);
  };
  const named: [string, Date][] = [
    [strings.hour, inHours(1)],
    [strings.tomorrow, morning()],
    [strings.monday, morning(1)],
  ];
  // On a Sunday tomorrow is that Monday.
  const presets = named.filter(
    ([, at], index) => named.findIndex(([, one]) => local(one) === local(at)) === index,
  );
  return (
    <dialog ref={dialog} class="help pass-on later-on" aria-labelledby="later-on" onClose={close}>
      <form onSubmit={(event) => void submit(event)}>
        <h2 id="later-on">{strings.title(station.name(id))}</h2>
        <p class="foot">{strings.hint}</p>
        <div class="buttons">
          {presets.map(([words, at]) => (
            <button
              type="button"
              key={words}
              aria-pressed={due === local(at)}
              onClick={() => setDue(local(at))}
            >
              {words}
            </button>
          ))}
        </div>
        <label>
          {strings.due}
          <input
            type="datetime-local"
            required
            min={local(new Date())}
            value={due}
            onInput={(event) => setDue(event.currentTarget.value)}
          />
        </label>
        <label>
          {strings.email}
          <input
            type="email"
            required
            maxLength={254}
            value={email}
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
        </label>
        <label>
          {strings.note}
          <textarea
            rows={2}
            maxLength={2000}
            value={note}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        </label>
        <label>
          {strings.owner}
          <select value={owner} onChange={(event) => setOwner(event.currentTarget.value)}>
            <option value="me">{strings.me}</option>
            <option value="team">{strings.team(card?.team ?? "")}</option>
          </select>
        </label>
        <p role="alert" class="failed">
          {failed}
        </p>
        <div class="buttons">
          <button type="submit" class="solid">
            {strings.set}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            {strings.cancel}
          </button>
        </div>
      </form>
    </dialog>
  );
}
