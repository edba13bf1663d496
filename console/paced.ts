// An observed thing of which much is heard: its faces are drawn anew at once, but not more often than people can read.
import { Observed } from "../widget/connection/observed.ts";

/** A hundred events a second are drawn ten times; the first after a pause at once. */
const paceMs = 100;

export class Paced extends Observed {
  private drawn = 0;
  private later: ReturnType<typeof setTimeout> | undefined;

  /** What was heard. */
  protected override changed = (): void => {
    const rest = this.drawn + paceMs - Date.now();
    if (rest <= 0) this.draw();
    else this.later ??= setTimeout(this.draw, rest);
  };

  /** What the agent did themselves: they wait for it. */
  protected draw = (): void => {
    clearTimeout(this.later);
    this.later = undefined;
    this.drawn = Date.now();
    this.notify();
  };
}
