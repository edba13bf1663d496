// What staff do with a public question or an answer: approve it, change its words, refuse it, answer it.
import { useState } from "preact/hooks";
import { atField, type Refused } from "../../../settings/ask.ts";
import { address, AreaField, ask, Dialog, done, failed, follow } from "../../../settings/kit/index.ts";
import { strings as common } from "../../../settings/strings/en.ts";
import { strings } from "../../strings/community.en.ts";
import { path, type Post, type Question } from "./shape.ts";

interface Props {
  post: Post;
  /** The question itself; null: an answer. */
  entry: Question | null;
  again: () => void;
}

type Writing = "answer" | "edit" | "reject";

export function Acts({ post, entry, again }: Props) {
  const [writing, write] = useState<Writing | null>(null);
  const [busy, setBusy] = useState(false);
  const approve = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask("PUT", `${path}/${post.id}`, { decision: "approve" });
    setBusy(false);
    if (!answer.ok) return failed(answer.message);
    done(strings.approved);
    again();
  };
  const shown = post.state === "approved";
  return (
    <p class="buttons">
      {(!shown || post.reports > 0) && (
        <button type="button" class="solid" disabled={busy} onClick={() => void approve()}>
          {shown ? strings.keep : strings.approve}
        </button>
      )}
      {entry && (
        <button type="button" onClick={() => write("answer")}>
          {strings.answer}
        </button>
      )}
      <button type="button" onClick={() => write("edit")}>
        {strings.edit}
      </button>
      {post.state !== "rejected" && (
        <button type="button" class="danger" onClick={() => write("reject")}>
          {shown ? strings.takeBack : strings.reject}
        </button>
      )}
      {entry && (
        <a class="button" href={`${address("entries/new")}?gap=question:${entry.id}`} onClick={follow}>
          {strings.makeEntry}
        </a>
      )}
      {writing && (
        <Write
          {...{ post, writing }}
          close={(changed) => {
            write(null);
            if (changed) again();
          }}
        />
      )}
    </p>
  );
}

const words = {
  answer: { title: strings.answer, label: strings.yourAnswer, help: strings.answerHelp, most: 2000 },
  edit: { title: strings.edit, label: strings.text, help: undefined, most: 2000 },
  reject: { title: strings.rejectTitle, label: strings.reason, help: strings.reasonHelp, most: 300 },
};
const verbs = { answer: strings.publish, edit: strings.approve, reject: strings.reject };
const told = { answer: strings.answered, edit: strings.approved, reject: strings.rejected };

interface WriteProps {
  post: Post;
  writing: Writing;
  close: (changed: boolean) => void;
}

function Write({ post, writing, close }: WriteProps) {
  const [value, setValue] = useState(writing === "edit" ? post.text : "");
  const [refused, refuse] = useState<Refused | null>(null);
  const [busy, setBusy] = useState(false);
  const { title, label, help, most } = words[writing];
  const send = async (): Promise<void> => {
    setBusy(true);
    const answer = await (writing === "answer"
      ? ask("POST", `${path}/${post.id}/answers`, { text: value })
      : ask(
          "PUT",
          `${path}/${post.id}`,
          writing === "edit" ? { decision: "approve", text: value } : { decision: "reject", reason: value },
        ));
    setBusy(false);
    if (!answer.ok) return refuse(answer);
    done(told[writing]);
    close(true);
  };
  return (
    <Dialog title={title} close={() => close(false)}>
      <blockquote class="words" dir="auto">
        {post.text}
      </blockquote>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <AreaField
          label={label}
          help={help}
          value={value}
          change={(text) => {
            setValue(text);
            refuse(null);
          }}
          error={refused ? atField(refused.message) : undefined}
          maxLength={most}
        />
        <div class="buttons">
          <button type="submit" class={writing === "reject" ? "danger" : "solid"} disabled={busy}>
            {verbs[writing]}
          </button>
          <button type="button" onClick={() => close(false)}>
            {common.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
