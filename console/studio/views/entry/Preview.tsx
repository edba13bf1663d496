// What customers will see: the widget's own answer card, with steps that can be tried.
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { strings } from "../../strings/entries.en.ts";
import type { Entry } from "./shape.ts";

interface Props {
  entry: Entry;
  /** Which of its languages; left out: its own. */
  language?: string;
}

export function Preview({ entry, language }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const [lost, setLost] = useState(false);
  const [stage, setStage] = useState<HTMLElement | null>(null);
  const [told, tell] = useState("");
  const [round, again] = useState(0);
  useEffect(() => {
    let wanted = true;
    import("./stage.tsx").then(
      ({ staged }) => wanted && setStage(staged(host.current!)),
      () => setLost(true),
    );
    return () => void (wanted = false);
  }, []);
  useEffect(() => () => void (stage && render(null, stage)), [stage]);
  useEffect(() => {
    if (!stage) return;
    void import("./stage.tsx").then(({ show }) => show(stage, entry, language, tell, round));
  }, [stage, entry, language, round]);
  return (
    <figure class="preview">
      <figcaption>
        {strings.preview}
        {told && (
          <button
            type="button"
            class="link"
            onClick={() => {
              tell("");
              again((n) => n + 1);
            }}
          >
            {strings.startAgain}
          </button>
        )}
      </figcaption>
      <div ref={host} class="preview-host" />
      <p role="status" class="hint">
        {lost ? strings.noPreview : told}
      </p>
    </figure>
  );
}
