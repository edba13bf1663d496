// What agents answered when customers asked this, to be taken up with a click.
import { Text } from "../../../../widget/message/Text.tsx";
import { address, follow } from "../../../settings/route.ts";
import { strings } from "../../strings/entries.en.ts";
import type { Editor } from "./editor.ts";
import { originOf, type Gap } from "./gap.ts";

export function GapWords({ editor, gap }: { editor: Editor; gap: Gap }) {
  const { value, set } = editor;
  const { answers = [] } = gap;
  return (
    <section>
      <h3>{strings.fromGap}</h3>
      <p class="hint">
        {strings.fromGapText}{" "}
        <a href={address(originOf(gap))} onClick={follow}>
          {strings.toGap}
        </a>
      </p>
      {answers.length > 0 && (
        <details open>
          <summary>{strings.agentsAnswered(answers.length)}</summary>
          <ul class="picked">
            {answers.map((answer) => (
              <li key={answer}>
                <Text text={answer} />
                <button
                  type="button"
                  disabled={value.answer === answer}
                  onClick={() => set({ answer: value.answer ? `${value.answer}\n\n${answer}` : answer })}
                >
                  {value.answer ? strings.addToAnswer : strings.useAsAnswer}
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
