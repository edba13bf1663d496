// "Are you sure?", asked by whoever needs to know and drawn once, by the frame.
import { Observed } from "../../../widget/connection/observed.ts";

export interface Question {
  title: string;
  text: string;
  /** What is done on yes: a verb. */
  action: string;
  /** What no is called. */
  keep?: string;
}

class Asking extends Observed {
  question: Question | null = null;
  private answer: ((yes: boolean) => void) | null = null;

  ask(question: Question): Promise<boolean> {
    this.say(false);
    this.question = question;
    this.changed();
    return new Promise((resolve) => (this.answer = resolve));
  }

  say(yes: boolean): void {
    const answer = this.answer;
    this.question = this.answer = null;
    this.changed();
    answer?.(yes);
  }
}

export const asking = new Asking();
export const confirmed = (question: Question): Promise<boolean> => asking.ask(question);
