// What a page reads before it can be shown: its shape while loading, and a sentence with a way on when it fails.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ask, type Answer, type Refused } from "../ask.ts";
import { strings } from "../strings/en.ts";

export interface Loaded<T> {
  answer: Answer<T> | null;
  again: () => Promise<void>;
  /** What the page knows better by now. */
  put: (body: T) => void;
}

export function useLoaded<T>(path: string): Loaded<T> {
  const [answer, setAnswer] = useState<Answer<T> | null>(null);
  const again = async (): Promise<void> => {
    setAnswer(await ask<T>("GET", path));
  };
  useEffect(() => {
    let wanted = true;
    setAnswer(null);
    void ask<T>("GET", path).then((found) => wanted && setAnswer(found));
    return () => void (wanted = false);
  }, [path]);
  return { answer, again, put: (body) => setAnswer({ ok: true, body }) };
}

interface Props<T> {
  of: Loaded<T>;
  children: (body: T) => ComponentChildren;
}

export function Load<T>({ of, children }: Props<T>) {
  if (!of.answer) return <Loading />;
  if (!of.answer.ok) return <Failed refused={of.answer} again={() => void of.again()} />;
  return <>{children(of.answer.body)}</>;
}

export function Loading() {
  return (
    <div class="loading" aria-busy="true">
      <p class="unseen">{strings.loading}</p>
      {[1, 2, 3].map((n) => (
        <div key={n} class="skeleton" aria-hidden="true" />
      ))}
    </div>
  );
}

export function Failed({ refused, again }: { refused: Refused; again: () => void }) {
  return (
    <div class="nothing" role="alert">
      <h2>{strings.failedTitle}</h2>
      <p>{refused.message}</p>
      <button type="button" onClick={again}>
        {strings.retry}
      </button>
    </div>
  );
}

/** What will appear here, and how to make it so. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="nothing">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
