// At the foot of a form while it holds something that is not saved.
import type { ComponentChildren } from "preact";
import { strings } from "../strings/en.ts";
import type { Form } from "./form.ts";

interface Props<T extends object> {
  form: Form<T>;
  /** Called once it is saved, with what was saved before: the way to undo. */
  saved?: (before: T) => void;
  label?: string;
  children: ComponentChildren;
}

/** A form with its save bar. Ctrl or ⌘ with S saves as well. */
export function SavedForm<T extends object>({ form, saved, label, children }: Props<T>) {
  const submit = async (): Promise<void> => {
    const before = form.saved;
    if (form.dirty && (await form.submit())) saved?.(before);
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void submit();
  };
  return (
    <form
      class="form"
      noValidate
      onKeyDown={keys}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {children}
      {form.wrong && (
        <p role="alert" class="error">
          {form.wrong}
        </p>
      )}
      {form.dirty && (
        <div class="save-bar">
          <p>{strings.unsaved}</p>
          <button type="button" onClick={form.discard} disabled={form.busy}>
            {strings.discard}
          </button>
          <button type="submit" class="solid" disabled={form.busy}>
            {form.busy ? strings.saving : (label ?? strings.save)}
          </button>
        </div>
      )}
    </form>
  );
}
