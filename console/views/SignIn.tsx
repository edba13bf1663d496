// The door for people with an account.
import { useState } from "preact/hooks";
import type { Agent } from "../../widget/connection/wire.ts";
import { signIn } from "../account.ts";
import { strings } from "../strings/en.ts";
import { Door, Field, field } from "./Door.tsx";
import { useEntering } from "./entering.ts";
import { Forgotten } from "./Forgotten.tsx";

interface Props {
  enter: (agent: Agent) => void;
  notice: string;
  /** What it leads to; left out: the console. */
  product?: string;
}

export function SignIn({ enter, notice, product }: Props) {
  const { failed, busy, send } = useEntering(enter);
  const [forgotten, forget] = useState(false);
  if (forgotten) return <Forgotten back={() => forget(false)} />;
  return (
    <Door
      {...(product && { product })}
      title={strings.signIn}
      intro={notice}
      action={strings.signIn}
      failed={failed}
      busy={busy}
      submit={(form) => send(signIn(field(form, "email"), field(form, "password")))}
      instead={{ words: strings.forgot, go: () => forget(true) }}
    >
      <Field name="email" type="email" label={strings.email} autocomplete="username" />
      <Field name="password" type="password" label={strings.password} autocomplete="current-password" />
    </Door>
  );
}
