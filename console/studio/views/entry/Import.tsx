// Entries brought in from a file, after a look at what would become of them; taken out; and one's own beginning.
import { useState } from "preact/hooks";
import type { Agent } from "../../../../widget/connection/wire.ts";
import { address, follow } from "../../../settings/route.ts";
import { strings } from "../../strings/bringing.en.ts";
import { strings as entry } from "../../strings/entries.en.ts";
import { BringIn } from "./BringIn.tsx";
import { content } from "./shape.ts";
import { StartOwn } from "./StartOwn.tsx";

export function Import({ me, may }: { me: Agent; may: boolean }) {
  const [round, again] = useState(0);
  return (
    <>
      <p>
        <a href={address("entries")} onClick={follow}>
          {entry.allEntries}
        </a>
      </p>
      <h2>{strings.inAndOut}</h2>
      {may && (
        <section>
          <h3>{strings.bringIn}</h3>
          <p class="hint">{strings.bringInText}</p>
          <BringIn key={round} again={() => again((n) => n + 1)} />
        </section>
      )}
      <section>
        <h3>{strings.takeOut}</h3>
        <p class="hint">{strings.takeOutText}</p>
        <p class="buttons">
          {(
            [
              ["csv", strings.asTable],
              ["json", strings.asJson],
              ["zip", strings.asFiles],
            ] as const
          ).map(([kind, label]) => (
            <a key={kind} class="button" href={`${content}/export?kind=${kind}`} download>
              {label}
            </a>
          ))}
        </p>
      </section>
      {may && ["admin", "content"].includes(me.role) && <StartOwn />}
    </>
  );
}
