// A topic's name, changed for all of its entries at once.
import { useState } from "preact/hooks";
import { ask } from "../../../settings/ask.ts";
import { Dialog } from "../../../settings/kit/Dialog.tsx";
import { TextField } from "../../../settings/kit/Field.tsx";
import { done } from "../../../settings/kit/notice.ts";
import { strings as common } from "../../../settings/strings/en.ts";
import { strings } from "../../strings/entries.en.ts";
import { content, limits, type Topic } from "./shape.ts";

interface Props {
  topic: Topic | undefined;
  renamed: (name: string) => void;
}

export function TopicName({ topic, renamed }: Props) {
  const [open, show] = useState(false);
  const [name, write] = useState(topic?.name ?? "");
  const [wrong, refuse] = useState("");
  if (!topic) return null;
  const put = (to: string) => ask("PUT", `${content}/topics/${encodeURIComponent(topic.file)}`, { name: to });
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const answer = await put(name);
    if (!answer.ok) return refuse(answer.message.replace(/^[\w.]+: /, ""));
    show(false);
    renamed(name.trim());
    done(strings.topicRenamed(name), async () => {
      const undone = await put(topic.name);
      if (undone.ok) renamed(topic.name);
      return undone;
    });
  };
  return (
    <>
      <p>
        <button type="button" onClick={() => show(true)}>
          {strings.renameTopic(topic.name)}
        </button>
      </p>
      {open && (
        <Dialog title={strings.renameTopic(topic.name)} close={() => show(false)}>
          <form noValidate onSubmit={(event) => void submit(event)}>
            <TextField
              label={strings.newTopicName}
              help={strings.renameTopicText(topic.entries)}
              value={name}
              change={(written) => {
                write(written);
                refuse("");
              }}
              error={wrong || undefined}
              maxLength={limits.topic}
            />
            <div class="buttons">
              <button type="submit" class="solid" disabled={name.trim() === topic.name}>
                {strings.save}
              </button>
              <button type="button" onClick={() => show(false)}>
                {common.cancel}
              </button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  );
}
