// One's own account: what customers see of it, and the password.
import { useState } from "preact/hooks";
import { Face } from "../../../widget/views/Face.tsx";
import { atField } from "../ask.ts";
import { ask, done, Load, SavedForm, TextField, useForm, useLoaded } from "../kit/index.ts";
import type { View } from "../house.ts";
import { strings } from "../strings/accounts.en.ts";
import type { Account } from "./account.ts";

const Profile: View = () => {
  const loaded = useLoaded<Account>("/api/me/profile");
  return (
    <Load of={loaded}>
      {(me) => (
        <>
          <Shown me={me} />
          <Password />
        </>
      )}
    </Load>
  );
};

interface Fields {
  name: string;
  avatar: string;
}

function Shown({ me }: { me: Account }) {
  const send = async ({ name, avatar }: Fields) => {
    const answer = await ask<Account>("PUT", "/api/me", { name, avatar: avatar || null });
    return answer.ok ? { ok: true as const, body: fields(answer.body) } : answer;
  };
  const form = useForm(fields(me), ["name", "avatar"], send);
  const saved = (before: Fields): void =>
    done(strings.profileSaved, async () => {
      const answer = await send(before);
      if (answer.ok) form.reset(answer.body);
      return answer;
    });
  return (
    <SavedForm form={form} saved={saved}>
      <div class="portrait">
        <Face person={{ name: form.value.name || me.name, avatar: form.value.avatar || null }} />
        <p>
          {me.email} · {strings.roles[me.role]}
          <br />
          <span class="foot">{strings.fixed}</span>
        </p>
      </div>
      <TextField
        label={strings.profileName}
        value={form.value.name}
        change={(name) => form.set({ name })}
        error={form.error("name")}
        autocomplete="name"
        maxLength={120}
      />
      <TextField
        label={strings.photo}
        help={strings.photoHelp}
        type="url"
        optional
        value={form.value.avatar}
        change={(avatar) => form.set({ avatar })}
        error={form.error("avatar")}
        maxLength={500}
      />
    </SavedForm>
  );
}

const fields = ({ name, avatar }: Account): Fields => ({ name, avatar: avatar ?? "" });

function Password() {
  const [old, setOld] = useState("");
  const [wanted, setWanted] = useState("");
  const [wrong, setWrong] = useState<{ field: string | null; message: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const change = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const answer = await ask("POST", "/api/me/password", { old, new: wanted });
    setBusy(false);
    setWrong(answer.ok ? null : answer);
    if (!answer.ok) return;
    setOld("");
    setWanted("");
    done(strings.passwordChanged);
  };
  const at = (field: string): string | undefined =>
    wrong && (wrong.field === field || (field === "old" && !wrong.field))
      ? atField(wrong.message)
      : undefined;
  return (
    <section>
      <h2>{strings.passwordTitle}</h2>
      <form class="form" noValidate onSubmit={(event) => void change(event)}>
        <TextField
          label={strings.oldPassword}
          type="password"
          value={old}
          change={setOld}
          error={at("old")}
          autocomplete="current-password"
        />
        <TextField
          label={strings.newPassword}
          help={strings.passwordHint}
          type="password"
          value={wanted}
          change={setWanted}
          error={at("password")}
          autocomplete="new-password"
        />
        <p>
          <button type="submit" disabled={busy || !old || !wanted}>
            {strings.changePassword}
          </button>
        </p>
      </form>
    </section>
  );
}

export default Profile;
