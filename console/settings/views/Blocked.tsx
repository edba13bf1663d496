// Who is kept out, why and until when.
import { ask, confirmed, done, Empty, failed, Load, Table, useLoaded } from "../kit/index.ts";
import type { View } from "../house.ts";
import { strings } from "../strings/blocked.en.ts";
import { when } from "../when.ts";

interface Block {
  /** The visitor's. */
  id: string;
  name: string | null;
  reason: string;
  by: { name: string };
  at: string;
  until: string | null;
}

const Blocked: View = () => {
  const loaded = useLoaded<{ blocked: Block[] }>("/api/blocked");
  const letIn = async ({ id, name }: Block): Promise<void> => {
    const who = name ?? strings.nameless;
    const { title, text, letIn } = strings;
    if (!(await confirmed({ title: title(who), text, action: letIn }))) return;
    const answer = await ask("DELETE", `/api/blocked/${id}`);
    if (answer.ok) done(strings.done(who));
    else failed(answer.message);
    void loaded.again();
  };
  return (
    <Load of={loaded}>
      {({ blocked }) => (
        <>
          <p class="intro">{strings.intro}</p>
          {blocked.length ? (
            <Table
              caption={strings.caption}
              head={[strings.visitor, strings.reason, strings.by, strings.since, strings.until, ""]}
              rows={blocked.map((one) => ({
                key: one.id,
                cells: [
                  one.name ?? strings.nameless,
                  one.reason,
                  one.by.name,
                  <time key="at" dateTime={one.at}>
                    {when(one.at)}
                  </time>,
                  one.until ? when(one.until) : strings.forGood,
                  <button
                    key="let-in"
                    type="button"
                    aria-label={strings.letInOf(one.name ?? strings.nameless)}
                    onClick={() => void letIn(one)}
                  >
                    {strings.letIn}
                  </button>,
                ],
              }))}
            />
          ) : (
            <Empty title={strings.none}>
              <p>{strings.noneText}</p>
            </Empty>
          )}
        </>
      )}
    </Load>
  );
};

export default Blocked;
