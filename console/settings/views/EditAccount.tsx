// What an administrator changes of somebody's account, and the three ways to end it.
import { useState } from "preact/hooks";
import type { Agent } from "../../../widget/connection/wire.ts";
import { atField, type Refused } from "../ask.ts";
import {
  ask,
  Checks,
  confirmed,
  Dialog,
  done,
  failed,
  NumberField,
  SelectField,
  TextField,
  useLoaded,
} from "../kit/index.ts";
import { strings as common } from "../strings/en.ts";
import { strings } from "../strings/accounts.en.ts";
import type { Account, Made } from "./account.ts";
import { labelOf, type Team } from "./team.ts";

interface Props {
  me: Agent;
  account: Account;
  close: () => void;
  passOn: (made: Made, lasts: string, otherwise: string) => void;
}

export function EditAccount({ me, account, close, passOn }: Props) {
  const { id, name } = account;
  const teams = useLoaded<{ teams: Team[] }>("/api/teams").answer;
  const [value, setValue] = useState(account);
  const [refused, refuse] = useState<Refused | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (change: Partial<Account>): void => setValue((before) => ({ ...before, ...change }));
  const put = ({ name, role, teams, capacity }: Account) =>
    ask<Account>("PUT", `/api/agents/${id}`, { name, role, teams, capacity });
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const answer = await put(value);
    setBusy(false);
    if (!answer.ok) return refuse(answer);
    done(strings.changed(answer.body.name), async () => {
      const undone = await put(account);
      close();
      return undone;
    });
    close();
  };
  const error = (field: string): string | undefined =>
    refused?.field === field ? atField(refused.message) : undefined;
  const choices = teams?.ok ? teams.body.teams.map((one) => ({ value: one.name, label: labelOf(one) })) : [];
  return (
    <Dialog title={strings.editTitle(name)} close={close}>
      <form noValidate onSubmit={(event) => void save(event)}>
        <TextField
          label={strings.name}
          value={value.name}
          change={(name) => set({ name })}
          error={error("name")}
          maxLength={120}
        />
        <SelectField
          label={strings.role}
          help={strings.roleHelp}
          value={value.role}
          change={(role) => set({ role })}
          error={error("role")}
          choices={Object.entries(strings.roles).map(([value, label]) => ({ value, label }))}
        />
        <Checks
          legend={strings.teams}
          choices={choices}
          value={value.teams}
          change={(teams) => set({ teams })}
          error={error("teams")}
        />
        <NumberField
          label={strings.capacity}
          help={strings.noLimit}
          min={1}
          value={value.capacity}
          change={(capacity) => set({ capacity })}
          error={error("capacity")}
          optional
        />
        {refused && !refused.field && (
          <p role="alert" class="error">
            {refused.message}
          </p>
        )}
        <div class="buttons">
          <button type="submit" class="solid" disabled={busy}>
            {common.save}
          </button>
          <button type="button" onClick={close}>
            {common.cancel}
          </button>
        </div>
      </form>
      {me.id === id ? (
        <p class="foot ending">{strings.own}</p>
      ) : (
        <Ending account={account} close={close} passOn={passOn} />
      )}
    </Dialog>
  );
}

function Ending({ account: { id, name, disabled }, close, passOn }: Omit<Props, "me">) {
  const turn = (way: "disable" | "enable") => ask<Account>("POST", `/api/agents/${id}/${way}`);
  const undo = (way: "disable" | "enable") => async () => {
    const answer = await turn(way);
    close();
    return answer;
  };
  const disable = async (): Promise<void> => {
    close();
    const { disableTitle, disableText } = strings;
    const question = { title: disableTitle(name), text: disableText(name), action: strings.disable };
    if (!(await confirmed(question))) return;
    const answer = await turn("disable");
    if (answer.ok) done(strings.disabledNow(name), undo("enable"));
    else failed(answer.message);
    close();
  };
  const enable = async (): Promise<void> => {
    const answer = await turn("enable");
    if (answer.ok) done(strings.enabled(name), undo("disable"));
    else failed(answer.message);
    close();
  };
  const remove = async (): Promise<void> => {
    close();
    const { removeTitle, removeText } = strings;
    const question = { title: removeTitle(name), text: removeText(name), action: strings.remove };
    if (!(await confirmed(question))) return;
    const answer = await ask("DELETE", `/api/agents/${id}`);
    if (answer.ok) done(strings.removed(name));
    else failed(answer.message);
    close();
  };
  const link = async (): Promise<void> => {
    const answer = await ask<Made>("POST", `/api/agents/${id}/password-link`);
    close();
    if (answer.ok) passOn(answer.body, strings.hour, strings.passwordSent(name));
    else failed(answer.message);
  };
  return (
    <div class="buttons ending">
      {disabled ? (
        <button type="button" onClick={() => void enable()}>
          {strings.enable}
        </button>
      ) : (
        <>
          <button type="button" onClick={() => void link()}>
            {strings.passwordLink}
          </button>
          <button type="button" class="danger" onClick={() => void disable()}>
            {strings.disable}
          </button>
        </>
      )}
      <button type="button" class="danger" onClick={() => void remove()}>
        {strings.remove}
      </button>
    </div>
  );
}
