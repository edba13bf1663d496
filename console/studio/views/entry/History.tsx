// Who changed what when; the last change can be undone, every earlier state put back into the editor.
import { useState } from "preact/hooks";
import { Empty, Load, useLoaded } from "../../../settings/kit/load.tsx";
import { when } from "../../../settings/when.ts";
import { strings } from "../../strings/entries.en.ts";
import { asText, differing } from "./fields.ts";
import { at, blank, type Change, type Entry } from "./shape.ts";

interface Props {
  id: string;
  version: string;
  may: boolean;
  undo: (act: string) => void;
  /** Puts an earlier state into the editor. */
  back: (entry: Entry) => void;
}

export function History(props: Props) {
  const [open, show] = useState(false);
  return (
    <section>
      <details onToggle={(event) => show(event.currentTarget.open)}>
        <summary>
          <h3>{strings.history}</h3>
        </summary>
        {open && <Changes key={props.version} {...props} />}
      </details>
    </section>
  );
}

function Changes({ id, may, undo, back }: Props) {
  const loaded = useLoaded<{ history: Change[] }>(`${at(id)}/history`);
  return (
    <Load of={loaded}>
      {({ history }) =>
        history.length ? (
          <ol class="history">
            {history.map((change, number) => (
              <li key={number}>
                <p>
                  <strong>{strings.kinds[change.kind] ?? change.kind}</strong>{" "}
                  {change.by ? strings.by(change.by.name) : strings.byFiles}
                  {change.at && <time dateTime={change.at}> {when(change.at)}</time>}
                </p>
                <Differences change={change} />
                {may && (
                  <p class="buttons">
                    {change.undo && change.act && (
                      <button type="button" onClick={() => undo(change.act!)}>
                        {strings.undoThis}
                      </button>
                    )}
                    {change.before && (
                      <button type="button" onClick={() => back(change.before!)}>
                        {strings.putBack}
                      </button>
                    )}
                  </p>
                )}
              </li>
            ))}
          </ol>
        ) : (
          <Empty title={strings.noHistory}>
            <p>{strings.noHistoryText}</p>
          </Empty>
        )
      }
    </Load>
  );
}

function Differences({ change: { before, after } }: { change: Change }) {
  if (!before || !after) return null;
  return (
    <details>
      <summary>
        {differing(before, after)
          .map((name) => strings.fields[name])
          .join(", ") || strings.nothing}
      </summary>
      {differing({ ...blank, ...before }, { ...blank, ...after }).map((name) => (
        <div key={name} class="differs">
          <p class="side-title">{strings.fields[name]}</p>
          <p class="asis was" dir="auto">
            <del>{asText(before, name)}</del>
          </p>
          <p class="asis is" dir="auto">
            <ins>{asText(after, name)}</ins>
          </p>
        </div>
      ))}
    </details>
  );
}
