// What is different between two contents, entry by entry, field by field: before beside after.
import { strings } from "../strings/releases.en.ts";

export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
  added?: string[];
  removed?: string[];
}
export interface Named {
  entry: string;
  title?: string;
  answer?: string;
}
export interface Difference {
  added: Named[];
  changed: { entry: string; title: string; fields: FieldChange[] }[];
  removed: Named[];
  talk: boolean;
}

export function Changes({ of }: { of: Difference }) {
  const { added, changed, removed, talk } = of;
  if (!added.length && !changed.length && !removed.length)
    return <p class="quiet">{talk ? strings.talk : strings.nothingDifferent}</p>;
  return (
    <div class="changes">
      {changed.length > 0 && (
        <section aria-label={strings.different}>
          <h4>{strings.different}</h4>
          {changed.map(({ entry, title, fields }) => (
            <article key={entry} class="change">
              <h5 dir="auto">{title || entry}</h5>
              <dl>
                {fields.map((one) => (
                  <Change key={one.field} of={one} />
                ))}
              </dl>
            </article>
          ))}
        </section>
      )}
      <Entries title={strings.added} entries={added} mark="after" />
      <Entries title={strings.removed} entries={removed} mark="before" />
      {talk && <p class="quiet">{strings.talk}</p>}
    </div>
  );
}

function Entries({ title, entries, mark }: { title: string; entries: Named[]; mark: "before" | "after" }) {
  if (!entries.length) return null;
  return (
    <section aria-label={title}>
      <h4>{title}</h4>
      {entries.map(({ entry, title, answer }) => (
        <article key={entry} class="change">
          <h5 dir="auto">{title ?? entry}</h5>
          {answer && (
            <p class={mark} dir="auto">
              {answer}
            </p>
          )}
        </article>
      ))}
    </section>
  );
}

function Change({ of }: { of: FieldChange }) {
  const name = strings.fields[of.field] ?? of.field;
  const lines = of.added && of.removed && of.added.length + of.removed.length > 0;
  return (
    <div class="change-field">
      <dt>{name}</dt>
      {lines ? (
        <dd class="change-lines">
          <Lines lines={of.removed!} mark="before" />
          <Lines lines={of.added!} mark="after" />
        </dd>
      ) : (
        <>
          <Side label={strings.before} value={of.before} other={of.after} mark="before" />
          <Side label={strings.after} value={of.after} other={of.before} mark="after" />
        </>
      )}
    </div>
  );
}

function Lines({ lines, mark }: { lines: string[]; mark: "before" | "after" }) {
  if (!lines.length) return null;
  const says = mark === "after" ? strings.line.added : strings.line.removed;
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>
          <span class="change-mark">{says}</span>{" "}
          <span class={mark} dir="auto">
            {line}
          </span>
        </li>
      ))}
    </ul>
  );
}

interface SideProps {
  label: string;
  value: unknown;
  other: unknown;
  mark: "before" | "after";
}

function Side({ label, value, other, mark }: SideProps) {
  const Mark = mark === "before" ? "del" : "ins";
  const nothing = value === null || value === undefined;
  const [begin, differs, end] = nothing ? ["", "", ""] : apart(told(value), told(other ?? ""));
  return (
    <dd>
      <span class="change-mark">{label}</span>
      {nothing ? (
        <span class="quiet">{strings.wasNothing}</span>
      ) : (
        <span class={mark} dir="auto">
          {begin}
          {differs && <Mark>{differs}</Mark>}
          {end}
        </span>
      )}
    </dd>
  );
}

/** What two texts begin with and end with alike, and between them what is this one's own: in whole words. */
function apart(text: string, other: string): [string, string, string] {
  const [words, others] = [text.split(/(?<=\s)/), other.split(/(?<=\s)/)];
  const most = Math.min(words.length, others.length);
  let first = 0;
  while (first < most && words[first] === others[first]) first++;
  let last = 0;
  while (last < most - first && words.at(-1 - last) === others.at(-1 - last)) last++;
  const end = words.length - last;
  return [words.slice(0, first).join(""), words.slice(first, end).join(""), words.slice(end).join("")];
}

/** Texts as they are; what has parts is written like the file has it, without braces. */
function told(value: unknown, depth = 0): string {
  if (Array.isArray(value))
    return value.map((one) => `${"  ".repeat(depth)}– ${told(one, depth + 1).trim()}`).join("\n");
  if (typeof value === "object" && value !== null)
    return Object.entries(value)
      .map(([name, part]) => {
        const flat = typeof part !== "object" || part === null;
        return `${"  ".repeat(depth)}${name}:${flat ? " " : "\n"}${told(part, depth + 1)}`;
      })
      .join("\n");
  return String(value);
}
