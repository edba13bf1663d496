// For whoever can't get in: a link by mail. The answer is the same whether we know the address or not.
import { useState } from "preact/hooks";
import { forgotten } from "../account.ts";
import { strings } from "../strings/en.ts";
import { Door, Field, field } from "./Door.tsx";

export function Forgotten({ back }: { back: () => void }) {
  const [failed, fail] = useState("");
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(false);
  const submit = async (form: HTMLFormElement): Promise<void> => {
    if (sent) return back();
    setBusy(true);
    const answer = await forgotten(field(form, "email"));
    setBusy(false);
    fail(answer.ok ? "" : answer.message);
    setSent(answer.ok);
  };
  return (
    <Door
      title={strings.forgotTitle}
      intro={sent ? strings.forgotSent : strings.forgotIntro}
      action={sent ? strings.toSignIn : strings.forgotSend}
      failed={failed}
      busy={busy}
      submit={submit}
      {...(sent ? {} : { instead: { words: strings.toSignIn, go: back } })}
    >
      {!sent && <Field name="email" type="email" label={strings.email} autocomplete="username" />}
    </Door>
  );
}
