// Offered when a conversation is resolved: last words that point to the help pages, to be changed before they go.
import { useEffect, useState } from "preact/hooks";
import { keep, recall } from "../../widget/connection/keep.ts";
import { useObserved } from "../../widget/connection/observed.ts";
import { filled, firstGap } from "../composing/canned.ts";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";

export interface LastWords {
  text: string;
  /** What is still missing, in a sentence; empty if nothing is. */
  missing: string;
  choose: (id: string) => void;
  chosen: string;
  write: (text: string) => void;
}

export function useLastWords(station: Station, conversation: string, wanted: boolean): LastWords {
  const { canned } = station;
  useObserved(canned);
  const [chosen, setChosen] = useState(recall("closing") ?? "");
  const [text, write] = useState<string | null>(null);
  useEffect(() => {
    if (wanted) void canned.refresh();
  }, [wanted]);
  const one = canned.closing.find(({ id }) => id === chosen);
  const words = one && wanted ? (text ?? filled(one.text, station.values(conversation))) : "";
  const gap = firstGap(words);
  const choose = (id: string): void => {
    keep("closing", id || null);
    setChosen(id);
    write(null);
  };
  const missing = gap ? strings.fillIn(strings.gaps[gap.name] ?? gap.name) : "";
  return { text: words.trim(), missing, choose, chosen: one ? chosen : "", write };
}

export function Closing({ station, words }: { station: Station; words: LastWords }) {
  const { closing } = station.canned;
  if (!closing.length) return null;
  return (
    <div class="closing">
      <label>
        {strings.closing}{" "}
        <select value={words.chosen} onChange={(event) => words.choose(event.currentTarget.value)}>
          <option value="">{strings.closingNone}</option>
          {closing.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {words.chosen && (
        <textarea
          rows={2}
          dir="auto"
          maxLength={4_000}
          aria-label={strings.closingWords}
          aria-invalid={!!words.missing}
          value={words.text}
          onInput={(event) => words.write(event.currentTarget.value)}
        />
      )}
      <p role="status" class="failed">
        {words.missing}
      </p>
    </div>
  );
}
