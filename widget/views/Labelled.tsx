// One field of a form: its label, its hint, and what is wrong with it, told to ears as well as eyes.
import type { ComponentChildren } from "preact";

interface Told {
  name: string;
  id: string;
  "aria-invalid": boolean;
  "aria-describedby": string | undefined;
}

interface Props {
  name: string;
  label: string;
  hint?: string;
  wrong: string | undefined;
  children: (told: Told) => ComponentChildren;
}

export function Labelled({ name, label, hint, wrong, children }: Props) {
  const id = `form-${name}`;
  const about = [wrong && `${id}-wrong`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ name, id, "aria-invalid": !!wrong, "aria-describedby": about || undefined })}
      {wrong && (
        <p id={`${id}-wrong`} class="failed">
          {wrong}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} class="quiet">
          {hint}
        </p>
      )}
    </div>
  );
}
