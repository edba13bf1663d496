// A question asked of the bot or of the trained draft: what customers would get, and why. Nothing is said to anybody.
import { useState } from "preact/hooks";
import type { View } from "../../settings/house.ts";
import type { Refused } from "../../settings/ask.ts";
import { ask, Empty, Loading, TextField } from "../../settings/kit/index.ts";
import { address, follow } from "../../settings/route.ts";
import { strings } from "../strings/try.en.ts";
import { Tried, type Told } from "./try/Tried.tsx";

type Which = "live" | "candidate";

const Try: View = () => {
  const asked = new URLSearchParams(location.search);
  const [question, setQuestion] = useState(asked.get("question") ?? "");
  const [which, choose] = useState<Which>(asked.get("model") === "candidate" ? "candidate" : "live");
  const [locale, setLocale] = useState("");
  const [told, setTold] = useState<Told | null>(null);
  const [refused, refuse] = useState<Refused | null>(null);
  const [busy, setBusy] = useState(false);
  const go = async (): Promise<void> => {
    setBusy(true);
    refuse(null);
    const body = { question, model: which, locale: locale.trim() || null };
    const answer = await ask<Told>("POST", "/api/studio/try", body);
    setBusy(false);
    if (answer.ok) setTold(answer.body);
    else refuse(answer);
  };
  return (
    <>
      <p class="intro">{strings.intro}</p>
      <form
        class="trying"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void go();
        }}
      >
        <TextField
          label={strings.question}
          help={strings.questionHelp}
          value={question}
          change={setQuestion}
          dir="auto"
          maxLength={4000}
        />
        <div class="row-of-fields">
          <Choice which={which} choose={choose} />
          <TextField
            label={strings.language}
            help={strings.languageHelp}
            value={locale}
            change={setLocale}
            maxLength={35}
            optional
          />
        </div>
        <p class="buttons">
          <button type="submit" class="solid" disabled={busy || !question.trim()}>
            {busy ? strings.asking : strings.ask}
          </button>
        </p>
      </form>
      {refused && (
        <div class="told bad" role="alert">
          <p>{refused.message}</p>
          {refused.status === 404 && (
            <a href={address("publish?train=1")} onClick={follow}>
              {strings.train}
            </a>
          )}
        </div>
      )}
      {busy && !told && <Loading />}
      {told ? (
        <Tried of={told} />
      ) : (
        !busy &&
        !refused && (
          <Empty title={strings.empty}>
            <p>{strings.emptyText}</p>
          </Empty>
        )
      )}
    </>
  );
};

function Choice({ which, choose }: { which: Which; choose: (which: Which) => void }) {
  return (
    <fieldset class="checks">
      <legend>{strings.model}</legend>
      {(["live", "candidate"] as const).map((one) => (
        <label key={one}>
          <input type="radio" name="model" checked={which === one} onChange={() => choose(one)} />{" "}
          {strings[one]}
        </label>
      ))}
    </fieldset>
  );
}

export default Try;
