// Asks for the little an invitation needs.
import { useState } from "preact/hooks";
import { atField, type Refused } from "../ask.ts";
import { ask, Dialog, SelectField, TextField, useLoaded } from "../kit/index.ts";
import { strings as common } from "../strings/en.ts";
import { strings } from "../strings/accounts.en.ts";
import type { Made } from "./account.ts";
import { labelOf, type Team } from "./team.ts";

interface Props {
  /** Whether mail goes out. */
  mail: boolean;
  close: () => void;
  passOn: (made: Made, lasts: string, otherwise: string) => void;
}

export function Invite({ mail, close, passOn }: Props) {
  const teams = useLoaded<{ teams: Team[] }>("/api/teams").answer;
  const names = teams?.ok ? teams.body.teams : [];
  const [email, setEmail] = useState("");
  const [role, setRole] = useState("agent");
  const [team, setTeam] = useState("");
  const [refused, refuse] = useState<Refused | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const body = { email, role, team: team || names[0]?.name || "" };
    const answer = await ask<Made>("POST", "/api/invitations", body);
    setBusy(false);
    if (!answer.ok) return refuse(answer);
    close();
    passOn(answer.body, strings.hours72, strings.invited(email.trim()));
  };
  const error = (field: string): string | undefined =>
    refused?.field === field ? atField(refused.message) : undefined;
  return (
    <Dialog title={strings.invite} close={close}>
      <form noValidate onSubmit={(event) => void send(event)}>
        <p>{mail ? strings.inviteText : strings.inviteByHand}</p>
        <TextField
          label={strings.email}
          type="email"
          value={email}
          change={setEmail}
          error={error("email")}
          autocomplete="off"
          maxLength={254}
        />
        <SelectField
          label={strings.role}
          help={strings.roleHelp}
          value={role}
          change={setRole}
          error={error("role")}
          choices={Object.entries(strings.roles).map(([value, label]) => ({ value, label }))}
        />
        <SelectField
          label={strings.team}
          value={team || names[0]?.name || ""}
          change={setTeam}
          error={error("team")}
          choices={names.map((one) => ({ value: one.name, label: labelOf(one) }))}
        />
        {refused && !refused.field && (
          <p role="alert" class="error">
            {refused.message}
          </p>
        )}
        <div class="buttons">
          <button type="submit" class="solid" disabled={busy || !names.length}>
            {mail ? strings.send : strings.makeLink}
          </button>
          <button type="button" onClick={close}>
            {common.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
