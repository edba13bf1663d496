// A label, what helps to fill it in, and what is wrong with it, tied together for eyes and for screen readers.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { strings } from "../strings/en.ts";

export interface Tied {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": "true" | undefined;
}

interface FieldProps {
  label: string;
  help?: string | undefined;
  error?: string | undefined;
  optional?: boolean;
  children: (tied: Tied) => ComponentChildren;
}

export function Field({ label, help, error, optional, children }: FieldProps) {
  const id = useId();
  const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class={error ? "field wrong" : "field"}>
      <label for={id}>
        {label} {optional && <span class="optional">({strings.optional})</span>}
      </label>
      {help && <p id={`${id}-help`}>{help}</p>}
      {children({
        id,
        "aria-describedby": described || undefined,
        "aria-invalid": error ? "true" : undefined,
      })}
      <FieldError id={`${id}-error`} error={error} />
    </div>
  );
}

/** Beneath the field, spoken when it appears. */
export function FieldError({ id, error }: { id?: string; error: string | undefined }) {
  return error ? (
    <p class="error" id={id} role="alert">
      {error}
    </p>
  ) : null;
}

interface Common {
  label: string;
  help?: string | undefined;
  error?: string | undefined;
  optional?: boolean;
  disabled?: boolean;
}

interface TextProps extends Common {
  value: string;
  change: (value: string) => void;
  type?: "text" | "email" | "password" | "url" | "search" | "date" | "time";
  autocomplete?: string;
  maxLength?: number;
  /** Which way what is written runs; left out: as the page does. */
  dir?: "auto" | "rtl" | "ltr";
}

export function TextField({
  value,
  change,
  type,
  autocomplete,
  maxLength,
  dir,
  disabled,
  ...field
}: TextProps) {
  return (
    <Field {...field}>
      {(tied) => (
        <input
          {...tied}
          type={(type ?? "text") as "text"}
          value={value}
          disabled={disabled}
          {...(autocomplete ? { autocomplete } : {})}
          {...(dir ? { dir } : {})}
          {...(maxLength ? { maxLength } : {})}
          onInput={(event) => change(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface AreaProps extends Common {
  value: string;
  change: (value: string) => void;
  rows?: number;
  maxLength?: number;
}

export function AreaField({ value, change, rows, maxLength, disabled, ...field }: AreaProps) {
  return (
    <Field {...field}>
      {(tied) => (
        <textarea
          {...tied}
          rows={rows ?? 5}
          value={value}
          disabled={disabled}
          {...(maxLength ? { maxLength } : {})}
          onInput={(event) => change(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface NumberProps extends Common {
  /** Null: the field is empty. */
  value: number | null;
  change: (value: number | null) => void;
  unit?: string;
  min?: number;
  max?: number;
}

export function NumberField({ value, change, unit, min, max, disabled, ...field }: NumberProps) {
  return (
    <Field {...field} label={unit ? `${field.label} (${unit})` : field.label}>
      {(tied) => (
        <input
          {...tied}
          type="number"
          inputMode="numeric"
          value={value ?? ""}
          disabled={disabled}
          min={min ?? 0}
          {...(max === undefined ? {} : { max })}
          onInput={({ currentTarget }) =>
            change(currentTarget.value.trim() === "" ? null : currentTarget.valueAsNumber)
          }
        />
      )}
    </Field>
  );
}

export interface Choice {
  value: string;
  label: string;
}

interface SelectProps extends Common {
  value: string;
  change: (value: string) => void;
  choices: readonly Choice[];
}

export function SelectField({ value, change, choices, disabled, ...field }: SelectProps) {
  return (
    <Field {...field}>
      {(tied) => (
        <select
          {...tied}
          disabled={disabled}
          value={value}
          onChange={(event) => change(event.currentTarget.value)}
        >
          {choices.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface CheckProps {
  label: string;
  help?: string;
  checked: boolean;
  change: (checked: boolean) => void;
  disabled?: boolean;
}

export function CheckField({ label, help, checked, change, disabled }: CheckProps) {
  const id = useId();
  return (
    <div class="check">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={help && `${id}-help`}
        onChange={(event) => change(event.currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      {help && <p id={`${id}-help`}>{help}</p>}
    </div>
  );
}

interface ChecksProps {
  legend: string;
  help?: string;
  error?: string | undefined;
  choices: readonly Choice[];
  value: readonly string[];
  change: (value: string[]) => void;
  disabled?: boolean;
}

/** Several of a list. */
export function Checks({ legend, help, error, choices, value, change, disabled }: ChecksProps) {
  const id = useId();
  const turn = (one: string, on: boolean): void =>
    change(choices.map(({ value }) => value).filter((each) => (each === one ? on : value.includes(each))));
  return (
    <fieldset class="checks" disabled={disabled} aria-describedby={help && `${id}-help`}>
      <legend>{legend}</legend>
      {help && <p id={`${id}-help`}>{help}</p>}
      <div>
        {choices.map((choice) => (
          <label key={choice.value}>
            <input
              type="checkbox"
              checked={value.includes(choice.value)}
              onChange={(event) => turn(choice.value, event.currentTarget.checked)}
            />
            {choice.label}
          </label>
        ))}
      </div>
      <FieldError error={error} />
    </fieldset>
  );
}
