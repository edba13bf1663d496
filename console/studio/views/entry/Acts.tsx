// What else can be done with an entry: a copy, another id, deleting it.
import { useState } from "preact/hooks";
import { ask, type Answer } from "../../../settings/ask.ts";
import { confirmed } from "../../../settings/kit/confirm.ts";
import { Dialog } from "../../../settings/kit/Dialog.tsx";
import { TextField } from "../../../settings/kit/Field.tsx";
import { done, failed } from "../../../settings/kit/notice.ts";
import { route } from "../../../settings/route.ts";
import { strings as common } from "../../../settings/strings/en.ts";
import { strings } from "../../strings/entries.en.ts";
import type { Editor } from "./editor.ts";
import { at, bare, entries, type Opened, type Saved } from "./shape.ts";

interface Props {
  editor: Editor;
  opened: Opened;
}

export function Acts({ editor, opened }: Props) {
  const [renaming, rename] = useState(false);
  const { id, title } = opened.entry;
  const copy = async (): Promise<void> => {
    const made = { ...bare(opened.entry), id: "", title: strings.copyOf(title), state: "draft" };
    const answer = await ask<Saved>("POST", entries, { entry: made });
    if (!answer.ok) failed(answer.message);
    else void gone(`entries/${answer.body.entry!.id}`, strings.copied(title), answer, answer.body.entry!.id);
  };
  const remove = async (): Promise<void> => {
    const named = opened.named_by.map((one) => one.title);
    const question = {
      title: strings.deleteTitle(title),
      text: strings.deleteText(opened.scorecard.shown, named),
      action: strings.delete,
    };
    if (!(await confirmed(question))) return;
    const answer = await ask<Saved>("DELETE", at(id), { version: editor.version });
    if (!answer.ok) return failed(answer.message);
    editor.discard();
    setTimeout(() => void gone("entries", strings.deleted(title), answer, id), 50);
  };
  return (
    <section>
      <h3>{strings.more}</h3>
      <p class="buttons">
        <button type="button" disabled={editor.dirty} onClick={() => void copy()}>
          {strings.duplicate}
        </button>
        <button type="button" disabled={editor.dirty} onClick={() => rename(true)}>
          {strings.rename}
        </button>
        <button type="button" class="danger" onClick={() => void remove()}>
          {strings.deleteThis}
        </button>
      </p>
      {editor.dirty && <p class="hint">{strings.saveFirst}</p>}
      {renaming && <Rename {...{ editor, id }} close={() => rename(false)} />}
    </section>
  );
}

/** To another page, and there what was done, with the way back. */
async function gone(path: string, words: string, answer: Answer<Saved>, id: string): Promise<void> {
  await route.go(path);
  const act = answer.ok ? answer.body.act : null;
  const back = async () => {
    const undone = await ask<Saved>("POST", `${at(id)}/undo`, { act });
    if (undone.ok) void route.go(undone.body.entry ? `entries/${undone.body.entry.id}` : "entries");
    return undone;
  };
  setTimeout(() => done(words, act ? back : null), 100);
}

function Rename({ editor, id, close }: { editor: Editor; id: string; close: () => void }) {
  const [name, write] = useState(id);
  const [wrong, refuse] = useState("");
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const answer = await ask<Saved>("PUT", `${at(id)}/id`, { version: editor.version, id: name });
    if (!answer.ok) return refuse(answer.message.replace(/^[\w.]+: /, ""));
    close();
    const now = answer.body.entry!.id;
    void gone(`entries/${now}`, strings.renamed(now), answer, now);
  };
  return (
    <Dialog title={strings.rename} close={close}>
      <p>{strings.renameText}</p>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <TextField
          label={strings.id}
          value={name}
          change={(written) => {
            write(written);
            refuse("");
          }}
          error={wrong || undefined}
          maxLength={60}
        />
        <div class="buttons">
          <button type="submit" class="solid" disabled={name === id}>
            {strings.rename}
          </button>
          <button type="button" onClick={close}>
            {common.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
