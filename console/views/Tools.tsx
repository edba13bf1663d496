// Formatting with a pointer. The keys do the same, so these come after the text and not before it.
import type { Mark } from "../composing/markup.ts";
import { strings } from "../strings/en.ts";

const drawn: [Mark, string, string][] = [
  ["bold", "M5 3h5a2.6 2.6 0 0 1 0 5.2H5zM5 8.2h5.8a2.4 2.4 0 0 1 0 4.8H5z", "Ctrl+B"],
  ["italic", "M7 3h5M4 13h5M9.5 3l-3 10", "Ctrl+I"],
  ["list", "M6 4h8M6 8h8M6 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01", ""],
  ["link", "M7 9.5 9.5 7M6 7 4 9a2.5 2.5 0 0 0 3.5 3.5l2-2M10 9l2-2A2.5 2.5 0 0 0 8.5 3.500l-2 2", "Ctrl+K"],
  ["code", "M5.500 4 2 8l3.500 4M10.500 4 14 8l-3.500 4", ""],
];

interface Props {
  mark: (mark: Mark) => void;
  canned: () => void;
  previewing: boolean;
  preview: (on: boolean) => void;
}

export function Tools({ mark, canned, previewing, preview }: Props) {
  return (
    <div class="tools" role="group" aria-label={strings.formatting}>
      {drawn.map(([name, path, keys]) => (
        <button
          type="button"
          key={name}
          class={name}
          aria-label={strings.marks[name]}
          title={keys ? `${strings.marks[name]} (${keys})` : strings.marks[name]}
          onClick={() => mark(name)}
        >
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d={path} />
          </svg>
        </button>
      ))}
      <button type="button" aria-label={strings.cannedButton} title={strings.cannedButton} onClick={canned}>
        <kbd aria-hidden="true">/</kbd>
      </button>
      <button
        type="button"
        aria-label={strings.previewButton}
        title={strings.previewButton}
        aria-pressed={previewing}
        onClick={() => preview(!previewing)}
      >
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <path d="M1.500 8C4 3.500 12 3.500 14.500 8 12 12.500 4 12.500 1.500 8zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z" />
        </svg>
      </button>
    </div>
  );
}
