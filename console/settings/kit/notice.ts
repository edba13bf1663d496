// What was just done, with a way to undo it. It stays until it is dismissed, undone or followed by another:
// nobody has to be quick.
import { Observed } from "../../../widget/connection/observed.ts";
import type { Answer } from "../ask.ts";
import { strings } from "../strings/en.ts";

export interface Notice {
  text: string;
  undo: (() => Promise<Answer<unknown>>) | null;
  busy: boolean;
  failed: boolean;
}

class Notices extends Observed {
  shown: Notice | null = null;

  say(text: string, undo: Notice["undo"] = null, failed = false): void {
    this.show({ text, undo, busy: false, failed });
  }

  async undo(): Promise<void> {
    const notice = this.shown;
    if (!notice?.undo || notice.busy) return;
    this.show({ ...notice, busy: true });
    const answer = await notice.undo();
    if (answer.ok) this.say(strings.undone);
    else this.show({ ...notice, text: answer.message, failed: true });
  }

  dismiss(): void {
    this.show(null);
  }

  private show(notice: Notice | null): void {
    this.shown = notice;
    this.changed();
  }
}

export const notices = new Notices();

/** ``done("Grace is disabled.", () => ask("PUT", …))``; a refusal is told with ``done.failed``. */
export const done = (text: string, undo: Notice["undo"] = null): void => notices.say(text, undo);
export const failed = (text: string): void => notices.say(text, null, true);
