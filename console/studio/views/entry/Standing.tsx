// Where and for whom it stands: topic, draft or live, who sees it, from when until when, when to look again.
import { useState } from "preact/hooks";
import { CheckField, SelectField, TextField } from "../../../settings/kit/Field.tsx";
import { strings } from "../../strings/entries.en.ts";
import type { Editor } from "./editor.ts";
import { limits, type Topic } from "./shape.ts";

const another = " another";

export function TopicField({
  editor,
  topics,
  disabled,
}: {
  editor: Editor;
  topics: Topic[];
  disabled: boolean;
}) {
  const { value, set } = editor;
  const known = topics.some(({ name }) => name === value.topic);
  const [wanted, write] = useState(false);
  const own = wanted || (value.topic !== "" && !known);
  return (
    <div class="topic">
      <SelectField
        label={strings.topic}
        value={own ? another : value.topic}
        change={(topic) => {
          write(topic === another);
          set({ topic: topic === another ? "" : topic });
        }}
        choices={[
          ...(value.topic || own ? [] : [{ value: "", label: strings.chooseTopic }]),
          ...topics.map(({ name }) => ({ value: name, label: name })),
          { value: another, label: strings.newTopic },
        ]}
        error={own ? undefined : editor.wrong("topic")}
        disabled={disabled}
      />
      {own && (
        <TextField
          label={strings.newTopicName}
          value={value.topic}
          change={(topic) => set({ topic })}
          error={editor.wrong("topic")}
          maxLength={limits.topic}
          disabled={disabled}
        />
      )}
    </div>
  );
}

export function Standing({ editor, disabled }: { editor: Editor; disabled: boolean }) {
  const { value, set } = editor;
  const day = (name: "valid_from" | "valid_until" | "review_by", label: string, help?: string) => (
    <TextField
      label={label}
      help={help}
      type="date"
      value={value[name] ?? ""}
      change={(written) => set({ [name]: written || null })}
      error={editor.wrong(name)}
      disabled={disabled}
      optional
    />
  );
  return (
    <section>
      <h3>{strings.standing}</h3>
      <CheckField
        label={strings.isDraft}
        help={strings.isDraftHelp}
        checked={value.state === "draft"}
        change={(draft) => set({ state: draft ? "draft" : "live" })}
        disabled={disabled}
      />
      <CheckField
        label={strings.agentsOnly}
        help={strings.agentsOnlyHelp}
        checked={value.visible === "agents"}
        change={(agents) => set({ visible: agents ? "agents" : "all" })}
        disabled={disabled}
      />
      <div class="days">
        {day("valid_from", strings.validFrom)}
        {day("valid_until", strings.validUntil)}
        {day("review_by", strings.reviewBy)}
      </div>
      <p class="hint">{strings.daysHelp}</p>
    </section>
  );
}
