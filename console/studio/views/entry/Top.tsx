// What an entry is at a glance: its states, its scorecard, who may change it.
import { address, follow } from "../../../settings/route.ts";
import { strings } from "../../strings/entries.en.ts";
import type { Editor } from "./editor.ts";
import { Scores } from "./Scores.tsx";
import type { Opened } from "./shape.ts";

interface Props {
  editor: Editor;
  opened: Opened | null;
  refusal: string | null;
}

export function Top({ editor, opened, refusal }: Props) {
  return (
    <div class="entry-top">
      <p>
        <a href={address("entries")} onClick={follow}>
          {strings.allEntries}
        </a>
      </p>
      <h2 dir="auto">{editor.saved.title || strings.newEntry}</h2>
      {refusal && (
        <p class="told" role="status">
          {refusal}
        </p>
      )}
      {opened && (
        <p class="badges">
          {opened.states.map((state) => (
            <Badge key={state} state={state} />
          ))}
          <Scores card={opened.scorecard} />
          <span class="hint">{strings.inFile(opened.file)}</span>
          <a href={address(`try?question=${encodeURIComponent(opened.entry.title)}`)} onClick={follow}>
            {strings.tryIt}
          </a>
          {opened.live?.state === "live" && opened.live.visible === "all" && (
            <a href={`/help/${opened.entry.id}`} target="_blank" rel="noopener">
              {strings.helpPage}
            </a>
          )}
        </p>
      )}
    </div>
  );
}

const looks: Record<string, string> = {
  draft: "wait",
  changed: "wait",
  review: "wait",
  expired: "bad",
  errors: "bad",
  live: "good",
};

export function Badge({ state }: { state: string }) {
  return <span class={`badge ${looks[state] ?? ""}`}>{strings.states[state] ?? state}</span>;
}
