// The door of a new installation: whoever holds the one-time link becomes its first administrator.
import { useState } from "preact/hooks";
import type { Agent } from "../../widget/connection/wire.ts";
import { createFirstAdmin } from "../account.ts";
import { strings } from "../strings/en.ts";
import { Door, Field, field } from "./Door.tsx";

interface Props {
  token: string;
  enter: (agent: Agent) => void;
}

export function FirstAdmin({ token, enter }: Props) {
  const [failed, fail] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (form: HTMLFormElement): Promise<void> => {
    setBusy(true);
    const [name, email, password] = ["name", "email", "password"].map((key) => field(form, key));
    const answer = await createFirstAdmin({ token, name: name!, email: email!, password: password! });
    setBusy(false);
    if (answer.ok) enter(answer.body.agent);
    else fail(answer.message);
  };
  return (
    <Door
      title={strings.firstTitle}
      intro={strings.firstIntro}
      action={strings.create}
      failed={failed}
      busy={busy}
      submit={submit}
    >
      <Field name="name" type="text" label={strings.name} autocomplete="name" />
      <Field name="email" type="email" label={strings.email} autocomplete="username" />
      <Field
        name="password"
        type="password"
        label={strings.password}
        autocomplete="new-password"
        hint={strings.passwordHint}
      />
    </Door>
  );
}
