// Everybody who works here: who may do what, who is there, who is invited.
import { useState } from "preact/hooks";
import type { Agent } from "../../../widget/connection/wire.ts";
import { Face } from "../../../widget/views/Face.tsx";
import { ask, confirmed, done, failed, Load, Table, useLoaded } from "../kit/index.ts";
import type { View } from "../house.ts";
import { strings } from "../strings/accounts.en.ts";
import { when } from "../when.ts";
import type { Account, Invitation, Made, Staff } from "./account.ts";
import { EditAccount } from "./EditAccount.tsx";
import { Invite } from "./Invite.tsx";
import { PassedOn } from "./PassedOn.tsx";

const Accounts: View = ({ me, may }) => {
  const loaded = useLoaded<Staff>("/api/agents");
  return <Load of={loaded}>{(staff) => <Listed {...{ me, may, staff }} again={loaded.again} />}</Load>;
};

interface Props {
  me: Agent;
  may: boolean;
  staff: Staff;
  again: () => Promise<void>;
}

function Listed({ me, may, staff, again }: Props) {
  const [inviting, invite] = useState(false);
  const [edited, edit] = useState<Account | null>(null);
  const [made, setMade] = useState<{ link: string; lasts: string } | null>(null);
  const passOn = ({ link }: Made, lasts: string, otherwise: string): void => {
    if (link) setMade({ link, lasts });
    else done(otherwise);
    void again();
  };
  const closed = (): void => {
    edit(null);
    invite(false);
    void again();
  };
  return (
    <>
      {may && (
        <p class="buttons">
          <button type="button" class="solid" onClick={() => invite(true)}>
            {strings.invite}
          </button>
        </p>
      )}
      <Table
        caption={strings.caption}
        head={[
          strings.name,
          strings.role,
          strings.teams,
          strings.capacity,
          strings.seen,
          ...(may ? [""] : []),
        ]}
        rows={staff.agents.map((one) => ({
          key: one.id,
          quiet: one.disabled,
          cells: [
            <Who key={one.id} one={one} mine={one.id === me.id} />,
            strings.roles[one.role],
            one.sees_all ? strings.all : one.teams.join(", "),
            one.capacity ?? strings.anyNumber,
            one.here ? (
              <span class="badge good">{strings.here}</span>
            ) : one.seen_at ? (
              <time dateTime={one.seen_at}>{when(one.seen_at)}</time>
            ) : (
              strings.never
            ),
            ...(may
              ? [
                  <button
                    type="button"
                    key="edit"
                    aria-label={strings.editOf(one.name)}
                    onClick={() => edit(one)}
                  >
                    {strings.edit}
                  </button>,
                ]
              : []),
          ],
        }))}
      />
      <section>
        <h2>{strings.invitations}</h2>
        {staff.invitations.length ? (
          <Invitations {...{ staff, may, again, passOn }} />
        ) : (
          <p class="foot">{strings.noInvitations}</p>
        )}
      </section>
      {inviting && <Invite mail={staff.mail} close={closed} passOn={passOn} />}
      {edited && <EditAccount {...{ me, passOn }} account={edited} close={closed} />}
      {made && <PassedOn {...made} close={() => setMade(null)} />}
    </>
  );
}

function Who({ one, mine }: { one: Account; mine: boolean }) {
  return (
    <div class="whose">
      <Face person={one} />
      <div>
        {one.name} {mine && <span class="foot">({strings.you})</span>}{" "}
        {one.disabled && <span class="badge bad">{strings.disabled}</span>}
        <p>{one.email}</p>
      </div>
    </div>
  );
}

interface InvitationsProps {
  staff: Staff;
  may: boolean;
  again: () => Promise<void>;
  passOn: (made: Made, lasts: string, otherwise: string) => void;
}

function Invitations({ staff, may, again, passOn }: InvitationsProps) {
  const resend = async ({ id, email }: Invitation): Promise<void> => {
    const answer = await ask<Made>("POST", `/api/invitations/${id}/again`);
    if (answer.ok) passOn(answer.body, strings.hours72, strings.invited(email));
    else failed(answer.message);
  };
  const revoke = async ({ id, email }: Invitation): Promise<void> => {
    const { revokeTitle, revokeText, revoke } = strings;
    if (!(await confirmed({ title: revokeTitle(email), text: revokeText, action: revoke }))) return;
    const answer = await ask("DELETE", `/api/invitations/${id}`);
    if (answer.ok) done(strings.revoked(email));
    else failed(answer.message);
    void again();
  };
  return (
    <Table
      caption={strings.invitations}
      head={[
        strings.email,
        strings.role,
        strings.team,
        strings.invitedBy,
        strings.state,
        ...(may ? [""] : []),
      ]}
      rows={staff.invitations.map((one) => ({
        key: one.id,
        quiet: one.expired,
        cells: [
          one.email,
          strings.roles[one.role],
          one.team,
          one.invited_by,
          <State key="state" one={one} />,
          ...(may
            ? [
                <>
                  <button type="button" onClick={() => void resend(one)}>
                    {staff.mail ? strings.again : strings.againByHand}
                  </button>
                  <button type="button" onClick={() => void revoke(one)}>
                    {strings.revoke}
                  </button>
                </>,
              ]
            : []),
        ],
      }))}
    />
  );
}

function State({ one }: { one: Invitation }) {
  if (one.expired) return <span class="badge bad">{strings.expired}</span>;
  if (one.mail === "failed") return <span class="failed">{strings.failed(one.trouble ?? "")}</span>;
  const state = one.mail === null ? strings.byHand : one.mail === "sent" ? strings.sent : strings.waiting;
  return (
    <>
      {state}, {strings.validUntil(when(one.expires_at))}
    </>
  );
}

export default Accounts;
