// Changing the text of a field as if it had been typed: it can be undone, and who listens hears of it.
import type { Edit } from "./markup.ts";

export function apply(box: HTMLTextAreaElement, { from, to, words, start, end }: Edit): void {
  box.focus();
  box.setSelectionRange(from, to);
  // Deprecated, and the only way that keeps the browser's own undo.
  const typed = document.execCommand(words ? "insertText" : "delete", false, words);
  if (!typed) {
    box.setRangeText(words, from, to);
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  box.setSelectionRange(start, end);
}

/** In the place of what is selected, and behind it. */
export function insert(box: HTMLTextAreaElement, words: string, from: number, to: number): void {
  const end = from + words.length;
  apply(box, { from, to, words, start: end, end });
}
