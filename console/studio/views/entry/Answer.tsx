// The answer beside what customers will see of it.
import { Field } from "../../../settings/kit/Field.tsx";
import { strings } from "../../strings/entries.en.ts";
import type { Editor } from "./editor.ts";
import { Pictures } from "./Pictures.tsx";
import { Preview } from "./Preview.tsx";
import { limits } from "./shape.ts";
import { Steps } from "./Steps.tsx";
import { Wrong } from "./Wrong.tsx";

export function Answer({ editor, disabled }: { editor: Editor; disabled: boolean }) {
  const { value, set } = editor;
  const warnings = editor.problems("answer").filter(({ level }) => level === "warning");
  return (
    <section class="answer">
      <h3>{strings.answer}</h3>
      <div class="beside">
        <div class="writes">
          <AnswerField
            label={strings.answer}
            value={value.answer}
            change={(answer) => set({ answer })}
            error={editor.wrong("answer")}
            disabled={disabled}
          />
          <Wrong problems={warnings} />
          <details open={value.media.length > 0}>
            <summary>{strings.pictures(value.media.length)}</summary>
            <Pictures
              {...{ editor, disabled }}
              field="media"
              value={value.media}
              change={(media) => set({ media })}
            />
          </details>
          <details open={value.steps.length > 0}>
            <summary>{strings.steps(value.steps.length)}</summary>
            <p class="hint">{strings.stepsHelp}</p>
            <Steps
              {...{ editor, disabled }}
              field="steps"
              value={value.steps}
              change={(steps) => set({ steps })}
              depth={1}
            />
          </details>
        </div>
        <Preview entry={value} />
      </div>
    </section>
  );
}

interface FieldProps {
  label: string;
  value: string;
  change: (value: string) => void;
  error: string | undefined;
  disabled: boolean;
  lang?: string;
  dir?: "auto" | "rtl" | "ltr";
}

export function AnswerField({ label, value, change, error, disabled, lang, dir }: FieldProps) {
  return (
    <Field label={label} help={strings.answerHelp} error={error}>
      {(tied) => (
        <>
          <textarea
            {...tied}
            class="grows"
            rows={Math.min(16, Math.max(6, Math.ceil(value.length / 60) + value.split("\n").length))}
            maxLength={limits.answer}
            value={value}
            disabled={disabled}
            dir={dir ?? "auto"}
            lang={lang}
            onInput={(event) => change(event.currentTarget.value)}
          />
          {value.length > limits.answer * 0.8 && (
            <p class="hint">{strings.lengthOf(value.length, limits.answer)}</p>
          )}
        </>
      )}
    </Field>
  );
}
