// Who gets the conversation: colleagues and teams, each with what it can do now. For transfers and assignments.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Colleagues, Status } from "../../widget/connection/wire.ts";
import type { Station, Target } from "../station.ts";
import { strings } from "../strings/en.ts";
import { called } from "../titles.ts";

/** The list is of now: people come, go and fill up while somebody reads it. */
const lookAgainMs = 3_000;

interface Props {
  station: Station;
  id: string;
  status: Status;
  act: "transfer" | "assign";
  close: () => void;
}

interface Choice {
  key: string;
  to: Target;
  name: string;
  state: string;
  /** What their state looks like. */
  look: string;
  able: boolean;
}

export function PassOn({ station, id, status, act, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [known, setKnown] = useState<Colleagues | null>(null);
  const [chosen, choose] = useState("");
  const [note, write] = useState("");
  const [failed, fail] = useState("");
  useEffect(() => {
    dialog.current!.showModal();
    const look = (): void => void station.colleagues().then((found) => found && setKnown(found));
    look();
    const looking = setInterval(look, lookAgainMs);
    return () => clearInterval(looking);
  }, []);
  useEffect(() => dialog.current!.querySelector<HTMLElement>("input:enabled")?.focus(), [!known]);
  const later = status === "follow_up";
  const holder = station.rows.card(id)?.agent?.id;
  const agents = agentChoices(known, later).filter(({ key }) => key !== holder);
  const teams = act === "assign" && later ? [] : teamChoices(known, act, later);
  const choice = [...agents, ...teams].find(({ key, able }) => key === chosen && able);
  const name = station.name(id);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!choice) return;
    const refusal = await station.pass(act, id, choice.to, note.trim());
    if (refusal) fail(refusal);
    else dialog.current?.close();
  };
  const hint = act === "assign" ? strings.assignHint : later ? strings.laterHint : strings.transferHint;
  const action = act === "assign" ? strings.assign : later ? strings.handOn : strings.offer;
  return (
    <dialog ref={dialog} class="help pass-on" aria-labelledby="pass-on" onClose={close}>
      <form onSubmit={(event) => void submit(event)}>
        <h2 id="pass-on">{act === "assign" ? strings.assignTitle(name) : strings.transferTitle(name)}</h2>
        <p class="foot">{hint}</p>
        <div class="choices">
          {!known && <div class="skeleton" aria-hidden="true" />}
          {known && !agents.length && !teams.length && <p class="empty">{strings.noColleagues}</p>}
          <Choices legend={strings.toAgents} choices={agents} {...{ chosen, choose }} />
          <Choices legend={strings.toTeams} choices={teams} {...{ chosen, choose }} />
        </div>
        {act === "transfer" && (
          <label>
            {strings.noteFor}
            <textarea
              rows={2}
              maxLength={2_000}
              dir="auto"
              value={note}
              onInput={(event) => write(event.currentTarget.value)}
            />
          </label>
        )}
        <p role="alert" class="failed">
          {failed}
        </p>
        <p class="buttons">
          <button type="submit" class="solid" disabled={!choice}>
            {action}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            {strings.cancel}
          </button>
        </p>
      </form>
    </dialog>
  );
}

interface ChoicesProps {
  legend: string;
  choices: Choice[];
  chosen: string;
  choose: (key: string) => void;
}

function Choices({ legend, choices, chosen, choose }: ChoicesProps) {
  if (!choices.length) return null;
  return (
    <fieldset>
      <legend>{legend}</legend>
      {choices.map(({ key, name, state, look, able }) => (
        <label key={key} class="choice">
          <input
            type="radio"
            name="to"
            checked={chosen === key && able}
            disabled={!able}
            onChange={() => choose(key)}
          />
          <span dir="auto">{name}</span> <span class={`foot ${look}`}>{state}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Who can take it comes first. A follow-up waits for whoever is away now. */
function agentChoices(known: Colleagues | null, later: boolean): Choice[] {
  const choices = (known?.agents ?? []).map(({ id, name, state, label, load }) => ({
    key: id,
    to: { to_agent: id },
    name,
    state: `${state === "away" && label ? `${strings.states.away}: ${label}` : strings.states[state]}${state === "away" ? "" : `, ${strings.load(load)}`}`,
    look: state,
    able: later || (state !== "away" && state !== "busy"),
  }));
  return choices.sort((a, b) => Number(b.able) - Number(a.able));
}

function teamChoices(known: Colleagues | null, act: Props["act"], later: boolean): Choice[] {
  return (known?.teams ?? []).map(({ name, open, members, available, waiting }) => ({
    key: `team ${name}`,
    to: { to_team: name },
    name: called(name),
    state: members
      ? `${open ? "" : `${strings.teamClosed}, `}${strings.teamState(available, waiting)}`
      : strings.teamEmpty,
    look: available ? "available" : "away",
    able: members > 0 && (later || act === "assign" || available > 0),
  }));
}
