// The sample shop goes aside, one's own content begins: asked first, with what happens and where the samples go.
import { useState } from "preact/hooks";
import { ask } from "../../../settings/ask.ts";
import { confirmed } from "../../../settings/kit/confirm.ts";
import { SelectField, TextField } from "../../../settings/kit/Field.tsx";
import { address, follow } from "../../../settings/route.ts";
import { strings } from "../../strings/bringing.en.ts";
import { nameOf, offered } from "./Languages.tsx";
import { content } from "./shape.ts";

export function StartOwn() {
  const [name, write] = useState("");
  const [language, speak] = useState("en");
  const [wrong, refuse] = useState("");
  const [said, tell] = useState("");
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const question = { title: strings.startTitle, text: strings.startOwnText, action: strings.startAction };
    if (!(await confirmed(question))) return;
    const answer = await ask<{ sentence: string }>("POST", `${content}/start`, { name, language });
    if (answer.ok) tell(answer.body.sentence);
    else refuse(answer.message.replace(/^[a-z]+: /, ""));
  };
  return (
    <section>
      <h3>{strings.startOwn}</h3>
      <p class="hint">{strings.startOwnText}</p>
      {said ? (
        <div class="told" role="status">
          <h4>{strings.started}</h4>
          <p>{said}</p>
          <p>
            <a href={address("entries")} onClick={follow}>
              {strings.seeEntries}
            </a>
          </p>
        </div>
      ) : (
        <form class="form" noValidate onSubmit={(event) => void submit(event)}>
          <TextField
            label={strings.shopName}
            value={name}
            change={(written) => {
              write(written);
              refuse("");
            }}
            error={wrong || undefined}
            maxLength={80}
          />
          <SelectField
            label={strings.inLanguage}
            value={language}
            change={speak}
            choices={["en", ...offered].map((code) => ({ value: code, label: nameOf(code) }))}
          />
          <p>
            <button type="submit" disabled={!name.trim()}>
              {strings.startAction}
            </button>
          </p>
        </form>
      )}
    </section>
  );
}
