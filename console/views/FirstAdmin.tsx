// The door of a new installation: whoever holds the one-time link becomes its first administrator.
import type { Agent } from "../../widget/connection/wire.ts";
import { createFirstAdmin } from "../account.ts";
import { strings } from "../strings/en.ts";
import { ChosenPassword, Door, Field, field } from "./Door.tsx";
import { useEntering } from "./entering.ts";

interface Props {
  token: string;
  enter: (agent: Agent) => void;
}

export function FirstAdmin({ token, enter }: Props) {
  const { failed, busy, send } = useEntering(enter);
  const submit = (form: HTMLFormElement): Promise<void> => {
    const [name, email, password] = ["name", "email", "password"].map((key) => field(form, key));
    return send(createFirstAdmin({ token, name: name!, email: email!, password: password! }));
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
      <ChosenPassword label={strings.password} />
    </Door>
  );
}
