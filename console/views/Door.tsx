// A form in the middle of the page: what both ways in look like.
import type { ComponentChildren } from "preact";
import { strings } from "../strings/en.ts";

interface DoorProps {
  product?: string;
  title: string;
  intro: string;
  action: string;
  failed: string;
  busy: boolean;
  submit: (form: HTMLFormElement) => Promise<void>;
  children?: ComponentChildren;
  /** Another way to go from here. */
  instead?: { words: string; go: () => void };
}

export function Door({
  product = strings.product,
  title,
  intro,
  action,
  failed,
  busy,
  submit,
  children,
  instead,
}: DoorProps) {
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!busy) void submit(event.currentTarget as HTMLFormElement);
  };
  return (
    <main class="door">
      <form onSubmit={send}>
        <p class="product">{product}</p>
        <h1>{title}</h1>
        {intro && <p>{intro}</p>}
        {children}
        <p role="alert" class="failed">
          {failed}
        </p>
        <button type="submit" class="solid" disabled={busy}>
          {action}
        </button>
        {instead && (
          <button type="button" class="link" onClick={instead.go}>
            {instead.words}
          </button>
        )}
      </form>
    </main>
  );
}

interface FieldProps {
  name: string;
  type: "text" | "email" | "password";
  label: string;
  autocomplete: string;
  hint?: string;
}

export function Field({ name, type, label, autocomplete, hint }: FieldProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type={type as "text"} // Preact types each kind of input apart; these three share what is used here.
        autocomplete={autocomplete}
        required
        aria-describedby={hint && `${name}-hint`}
      />
      {hint && <p id={`${name}-hint`}>{hint}</p>}
    </div>
  );
}

/** A password that is being chosen, and what makes a good one. */
export const ChosenPassword = ({ label }: { label: string }) => (
  <Field
    name="password"
    type="password"
    label={label}
    autocomplete="new-password"
    hint={strings.passwordHint}
  />
);

export const field = (form: HTMLFormElement, name: string): string =>
  String(new FormData(form).get(name) ?? "");
