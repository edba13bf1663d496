// An observed thing of which much is heard: its faces are drawn anew at once, but not more often than people can read.
import { Observed } from "../widget/connection/observed.ts";

/** A hundred events a second are drawn ten times; the first after a pause at once. */
const paceMs = 100;

/** Where no frame comes (a hidden page), what is heard is drawn all the same: its title counts. */
const framelessMs = 1_000;

export class Paced extends Observed {
  private drawn = 0;
  private later: ReturnType<typeof setTimeout> | undefined;
  private frame = 0;

  /** What was heard. */
  protected override changed = (): void => {
    const rest = this.drawn + paceMs - Date.now();
    if (rest <= 0) this.draw();
    else this.later ??= setTimeout(this.soon, rest);
  };

  /** What the agent did themselves: they wait for it. */
  protected draw = (): void => {
    clearTimeout(this.later);
    cancelAnimationFrame(this.frame);
    this.later = undefined;
    this.drawn = Date.now();
    this.notify();
  };

  /** A machine that is too busy to show what was drawn is not given more to draw. */
  private soon = (): void => {
    this.later = setTimeout(this.draw, framelessMs);
    this.frame = requestAnimationFrame(this.draw);
  };
}
