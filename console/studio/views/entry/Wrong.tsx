// What is wrong with a field, in sentences beneath it: errors first, then what may be meant so.
import type { Problem } from "./shape.ts";

export function Wrong({ problems, id }: { problems: readonly Problem[]; id?: string }) {
  if (!problems.length) return null;
  return (
    <ul class="problems" id={id} aria-live="polite">
      {problems.map(({ field, level, sentence }) => (
        <li key={`${field} ${sentence}`} class={`problem ${level}`}>
          {sentence}
        </li>
      ))}
    </ul>
  );
}
