// Guided steps as a tree: choices, what each says, and where it ends. Everything moves by buttons.
import { AreaField, SelectField, TextField } from "../../../settings/kit/Field.tsx";
import { strings } from "../../strings/entries.en.ts";
import type { Editor } from "./editor.ts";
import { Pictures } from "./Pictures.tsx";
import { limits, type Step } from "./shape.ts";
import { Wrong } from "./Wrong.tsx";

interface Props {
  editor: Editor;
  /** "steps", or "steps.0.steps". */
  field: string;
  value: readonly Step[];
  change: (value: Step[]) => void;
  depth: number;
  disabled: boolean;
}

const fresh: Step = { label: "", text: "", media: [], steps: [], ends: "helped" };

export function Steps({ editor, field, value, change, depth, disabled }: Props) {
  const put = (number: number, ...steps: Step[]): void =>
    change([...value.slice(0, number), ...steps, ...value.slice(number + 1)]);
  const swap = (number: number, other: number): void => {
    const moved = [...value];
    [moved[number], moved[other]] = [moved[other]!, moved[number]!];
    change(moved);
  };
  const whole = editor.problems(field).filter((one) => one.field === field);
  return (
    <div class="tree">
      {value.length > 0 && (
        <ol class="branch">
          {value.map((step, number) => (
            <li key={number}>
              <One
                {...{ editor, step, depth, disabled }}
                field={`${field}.${number}`}
                change={(step) => put(number, step)}
              />
              <p class="buttons moves">
                <button
                  type="button"
                  disabled={disabled || number === 0}
                  aria-label={strings.stepUp(step.label)}
                  onClick={() => swap(number, number - 1)}
                >
                  <span aria-hidden="true">↑</span>
                </button>
                <button
                  type="button"
                  disabled={disabled || number === value.length - 1}
                  aria-label={strings.stepDown(step.label)}
                  onClick={() => swap(number, number + 1)}
                >
                  <span aria-hidden="true">↓</span>
                </button>
                <button
                  type="button"
                  disabled={disabled}
                  aria-label={strings.removeStep(step.label)}
                  onClick={() => put(number)}
                >
                  {strings.remove}
                </button>
              </p>
            </li>
          ))}
        </ol>
      )}
      <Wrong problems={whole} />
      {value.length < limits.choices && (
        <p>
          <button type="button" disabled={disabled} onClick={() => change([...value, fresh])}>
            {depth === 1 ? strings.addStep : strings.addChoice}
          </button>
        </p>
      )}
    </div>
  );
}

interface OneProps {
  editor: Editor;
  field: string;
  step: Step;
  change: (step: Step) => void;
  depth: number;
  disabled: boolean;
}

function One({ editor, field, step, change, depth, disabled }: OneProps) {
  const goesOn = step.ends === null;
  const lead = (to: string): void =>
    change(
      to === "steps"
        ? { ...step, ends: null, steps: step.steps.length ? step.steps : [fresh] }
        : { ...step, ends: to as "helped" | "person", steps: [] },
    );
  const own = editor.problems(field).filter((one) => one.field === field || one.field === `${field}.ends`);
  const ways = [
    { value: "helped", label: strings.endsHelped },
    { value: "person", label: strings.endsPerson },
    ...(depth < limits.depth ? [{ value: "steps", label: strings.goesOn }] : []),
  ];
  return (
    <details class="step" open={!step.label || editor.problems(field).length > 0}>
      <summary dir="auto">
        {step.label || strings.newStep} <span class="badge">{way(step)}</span>
      </summary>
      <div class="step-fields">
        <TextField
          label={strings.stepLabel}
          value={step.label}
          change={(label) => change({ ...step, label })}
          error={editor.wrong(`${field}.label`)}
          maxLength={limits.label}
          disabled={disabled}
        />
        <AreaField
          label={strings.stepText}
          value={step.text}
          change={(text) => change({ ...step, text })}
          error={editor.wrong(`${field}.text`)}
          maxLength={limits.step}
          rows={3}
          disabled={disabled}
        />
        <Pictures
          editor={editor}
          field={`${field}.media`}
          value={step.media}
          change={(media) => change({ ...step, media })}
          disabled={disabled}
        />
        <SelectField
          label={strings.stepThen}
          value={goesOn ? "steps" : step.ends!}
          choices={ways}
          change={lead}
          disabled={disabled}
        />
        <Wrong problems={own} />
        {goesOn && (
          <Steps
            editor={editor}
            field={`${field}.steps`}
            value={step.steps}
            change={(steps) => change({ ...step, steps })}
            depth={depth + 1}
            disabled={disabled}
          />
        )}
      </div>
    </details>
  );
}

const way = (step: Step): string =>
  step.ends === "helped"
    ? strings.helpedShort
    : step.ends === "person"
      ? strings.personShort
      : strings.choices(step.steps.length);
