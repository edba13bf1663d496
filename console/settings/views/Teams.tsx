// Every team, and behind each its settings: /settings/teams/support.
import { useState } from "preact/hooks";
import { useObserved } from "../../../widget/connection/observed.ts";
import { atField, type Refused } from "../ask.ts";
import {
  address,
  ask,
  Dialog,
  done,
  Empty,
  follow,
  Load,
  route,
  Table,
  TextField,
  useLoaded,
} from "../kit/index.ts";
import type { View } from "../house.ts";
import { strings as common } from "../strings/en.ts";
import { strings } from "../strings/teams.en.ts";
import { when } from "../when.ts";
import { labelOf, type Team } from "./team.ts";
import { TeamForm } from "./TeamForm.tsx";

const Teams: View = ({ may }) => {
  useObserved(route);
  const name = route.parts[1];
  const loaded = useLoaded<{ teams: Team[] }>("/api/teams");
  return (
    <Load of={loaded}>
      {({ teams }) => {
        if (!name) return <Listed {...{ teams, may }} again={loaded.again} />;
        const team = teams.find((one) => one.name === name);
        if (!team) return <Unknown />;
        const put = (saved: Team): void =>
          loaded.put({ teams: teams.map((one) => (one.name === saved.name ? saved : one)) });
        return (
          <>
            <p>
              <a href={address("teams")} onClick={follow}>
                {strings.allTeams}
              </a>
            </p>
            <h2>{labelOf(team)}</h2>
            <TeamForm key={team.name} {...{ team, teams, may, put }} again={loaded.again} />
          </>
        );
      }}
    </Load>
  );
};

function Unknown() {
  return (
    <Empty title={strings.unknown}>
      <a href={address("teams")} onClick={follow}>
        {strings.allTeams}
      </a>
    </Empty>
  );
}

interface Props {
  teams: Team[];
  may: boolean;
  again: () => Promise<void>;
}

function Listed({ teams, may, again }: Props) {
  const [adding, add] = useState(false);
  return (
    <>
      {may && (
        <p class="buttons">
          <button type="button" class="solid" onClick={() => add(true)}>
            {strings.add}
          </button>
        </p>
      )}
      <Table
        caption={strings.caption}
        head={[strings.team, strings.members, strings.now]}
        rows={teams.map((team) => ({
          key: team.name,
          cells: [
            <a href={address(`teams/${encodeURIComponent(team.name)}`)} key="name" onClick={follow}>
              {labelOf(team)}
            </a>,
            team.members,
            <Now key="now" team={team} />,
          ],
        }))}
      />
      {adding && (
        <Add
          close={() => add(false)}
          added={(name) => {
            add(false);
            done(strings.added(name), async () => {
              const undone = await ask("DELETE", `/api/teams/${encodeURIComponent(name)}`);
              void again();
              return undone;
            });
            void again();
          }}
        />
      )}
    </>
  );
}

/** Whether it is open, and until when, in the reader's time zone. */
export function Now({ team: { open, opens_at, closes_at } }: { team: Team }) {
  if (open) {
    return <span class="badge good">{closes_at ? strings.open(when(closes_at)) : strings.always}</span>;
  }
  return <span class="badge">{opens_at ? strings.closed(when(opens_at)) : strings.never}</span>;
}

function Add({ close, added }: { close: () => void; added: (name: string) => void }) {
  const [name, setName] = useState("");
  const [refused, refuse] = useState<Refused | null>(null);
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const answer = await ask<Team>("POST", "/api/teams", { name });
    if (answer.ok) added(answer.body.name);
    else refuse(answer);
  };
  return (
    <Dialog title={strings.add} close={close}>
      <form noValidate onSubmit={(event) => void send(event)}>
        <p>{strings.addText}</p>
        <TextField
          label={strings.name}
          value={name}
          change={setName}
          error={refused ? atField(refused.message) : undefined}
          maxLength={64}
        />
        <div class="buttons">
          <button type="submit" class="solid">
            {strings.addAct}
          </button>
          <button type="button" onClick={close}>
            {common.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

export default Teams;
