// What the check found, each with the way to the entry it is in.
import { address, follow } from "../../../settings/route.ts";
import { strings } from "../../strings/publish.en.ts";
import type { Checked, Problem } from "./shape.ts";

export function Problems({ of }: { of: Checked }) {
  const errors = of.problems.filter(({ level }) => level === "error");
  const warnings = of.problems.filter(({ level }) => level !== "error");
  return (
    <section aria-label={strings.check}>
      <h2>{strings.check}</h2>
      {of.errors > 0 && (
        <p class="told bad" role="alert">
          {strings.errors(of.errors)}
        </p>
      )}
      <Found problems={errors} />
      {of.warnings > 0 ? (
        <details>
          <summary>{strings.warnings(of.warnings)}</summary>
          <Found problems={warnings} />
        </details>
      ) : (
        !of.errors && <p class="good-news">{strings.noProblems}</p>
      )}
    </section>
  );
}

export function Found({ problems }: { problems: Problem[] }) {
  if (!problems.length) return null;
  return (
    <ul class="found">
      {problems.map(({ file, line, level, sentence, entry }) => (
        <li key={`${file}:${line}:${sentence}`} class={`problem ${level}`}>
          <strong>{strings.level[level]}:</strong> <span dir="auto">{sentence}</span>{" "}
          {entry ? (
            <a href={address(`entries/${encodeURIComponent(entry)}`)} onClick={follow}>
              {strings.mend(entry)}
            </a>
          ) : (
            <span class="hint">{strings.at(file, line)}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
