// To the customer, or for the team: two boxes, never mistaken for each other.
import type { Words } from "../station.ts";
import { strings } from "../strings/en.ts";

interface Props {
  mode: Words;
  mail: string | null;
  choose: (mode: Words) => void;
}

export function Modes({ mode, mail, choose }: Props) {
  const reply = mail === null ? strings.reply : strings.mailTo(mail);
  return (
    <div class="modes" role="group">
      {(
        [
          ["say", reply, "r"],
          ["note", strings.noteLabel, "n"],
        ] as const
      ).map(([one, words, key]) => (
        <button
          type="button"
          key={one}
          data-mode={one}
          aria-pressed={mode === one}
          onClick={() => choose(one)}
        >
          {words} <kbd aria-hidden="true">{key}</kbd>
        </button>
      ))}
    </div>
  );
}
