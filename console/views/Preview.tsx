// What is being written, as its reader will see it.
import type { Agent } from "../../widget/connection/wire.ts";
import { Text } from "../../widget/message/Text.tsx";
import { Face } from "../../widget/views/Face.tsx";
import type { Words } from "../station.ts";
import { strings } from "../strings/en.ts";

interface Props {
  text: string;
  mode: Words;
  name: string;
  agent: Agent;
}

export function Preview({ text, mode, name, agent }: Props) {
  return (
    <section
      class="preview"
      aria-label={strings.previewOf(mode === "note" ? strings.theTeam : name)}
      tabIndex={0}
    >
      <div class={`message ${mode === "say" ? "agent" : "note"}`}>
        <Face person={agent} />
        <div class="said">
          <p class="speaker">{agent.name}</p>
          <div class="bubble">
            {text.trim() ? <Text text={text} /> : <p class="foot">{strings.previewEmpty}</p>}
          </div>
        </div>
      </div>
    </section>
  );
}
