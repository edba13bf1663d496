// Where the one-time links lead that make an account or set a new password.
import { useEffect, useState } from "preact/hooks";
import type { Agent } from "../../widget/connection/wire.ts";
import { accept, invitation, newPassword, type Invitation, type Link } from "../account.ts";
import { strings } from "../strings/en.ts";
import { ChosenPassword, Door, Field, field } from "./Door.tsx";
import { useEntering } from "./entering.ts";
import { FirstAdmin } from "./FirstAdmin.tsx";

interface Props {
  link: Link;
  enter: (agent: Agent) => void;
  instead: () => void;
}

export function Links({ link: { way, token }, enter, instead }: Props) {
  if (way === "first") return <FirstAdmin token={token} enter={enter} />;
  if (way === "invited") return <Invited token={token} enter={enter} instead={instead} />;
  return <NewPassword token={token} enter={enter} instead={instead} />;
}

interface Way {
  token: string;
  enter: (agent: Agent) => void;
  instead: () => void;
}

function Invited({ token, enter, instead }: Way) {
  const [to, setTo] = useState<Invitation | null>(null);
  const [gone, setGone] = useState("");
  const { failed, busy, send } = useEntering(enter);
  useEffect(() => {
    void invitation(token).then((answer) => (answer.ok ? setTo(answer.body) : setGone(answer.message)));
  }, []);
  if (gone) return <Gone why={gone} instead={instead} />;
  if (!to) return <p class="opening">{strings.loading}</p>;
  return (
    <Door
      title={strings.invitedTitle}
      intro={strings.invited(to.invited_by, to.email)}
      action={strings.create}
      failed={failed}
      busy={busy}
      submit={(form) => send(accept(token, field(form, "name"), field(form, "password")))}
    >
      <Field name="name" type="text" label={strings.name} autocomplete="name" />
      <ChosenPassword label={strings.password} />
    </Door>
  );
}

function NewPassword({ token, enter, instead }: Way) {
  const { failed, busy, send } = useEntering(enter);
  return (
    <Door
      title={strings.newPasswordTitle}
      intro={strings.newPasswordIntro}
      action={strings.newPasswordSet}
      failed={failed}
      busy={busy}
      submit={(form) => send(newPassword(token, field(form, "password")))}
      instead={{ words: strings.toSignIn, go: instead }}
    >
      <ChosenPassword label={strings.newPassword} />
    </Door>
  );
}

function Gone({ why, instead }: { why: string; instead: () => void }) {
  return (
    <Door
      title={strings.linkGone}
      intro=""
      action={strings.toSignIn}
      failed={why}
      busy={false}
      submit={async () => instead()}
    />
  );
}
