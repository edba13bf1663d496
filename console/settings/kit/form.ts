// What a form holds: the values as saved, the values as changed, and what is wrong with which.
import { useEffect, useMemo, useState } from "preact/hooks";
import { atField, type Answer, type Refused } from "../ask.ts";
import { route } from "../route.ts";

export interface Form<T extends object> {
  value: T;
  /** As saved. */
  saved: T;
  dirty: boolean;
  busy: boolean;
  /** What is wrong and belongs to no field. */
  wrong: string;
  set: (changes: Partial<T>) => void;
  /** What is wrong with this field, or with something inside it. */
  error: (field: string) => string | undefined;
  /** True: it is saved. */
  submit: () => Promise<boolean>;
  discard: () => void;
  /** Start again from these. */
  reset: (value: T) => void;
}

/** ``send`` saves the values and answers with them as they are kept. ``fields``: those that show their own
 * errors; what is wrong with any other is told at the save bar. */
export function useForm<T extends object>(
  start: T,
  fields: readonly string[],
  send: (value: T) => Promise<Answer<T>>,
): Form<T> {
  const [saved, setSaved] = useState(start);
  const [value, setValue] = useState(start);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [busy, setBusy] = useState(false);
  const key = useMemo(() => ({}), []);
  const dirty = JSON.stringify(saved) !== JSON.stringify(value);
  useEffect(() => route.holds(key, dirty), [dirty]);
  useEffect(() => () => route.holds(key, false), []);
  const reset = (value: T): void => {
    setSaved(value);
    setValue(value);
    setRefused(null);
  };
  const at = refused?.field ?? null;
  const shownAtField = at !== null && fields.some((field) => at === field || at.startsWith(`${field}.`));
  return {
    value,
    saved,
    dirty,
    busy,
    reset,
    wrong: refused && !shownAtField ? refused.message : "",
    set: (changes) => {
      setValue((before) => ({ ...before, ...changes }));
      setRefused(null); // It was about what is no longer written there.
    },
    error: (field) =>
      refused && shownAtField && (at === field || at!.startsWith(`${field}.`))
        ? atField(refused.message)
        : undefined,
    discard: () => reset(saved),
    submit: async () => {
      if (busy) return false;
      setBusy(true);
      const answer = await send(value);
      setBusy(false);
      if (answer.ok) reset(answer.body);
      else {
        setRefused(answer);
        setTimeout(() => document.querySelector<HTMLElement>("main [aria-invalid=true]")?.focus());
      }
      return answer.ok;
    },
  };
}
