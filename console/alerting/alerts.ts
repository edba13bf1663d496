// Telling an agent who looks elsewhere that somebody waits: in the way they chose, and from one tab only.
import { keep, recall } from "../../widget/connection/keep.ts";
import { Observed } from "../../widget/connection/observed.ts";
import { strings } from "../strings/en.ts";
import { OneTab } from "./one_tab.ts";
import { play, type Sound, sounds } from "./sounds.ts";

/** Who pressed a key this shortly ago is writing. */
const writingMs = 4_000;
const usualVolume = 60;

/** Whether notifications can be shown: asked, refused, or not offered by this browser or address. */
export type Permission = NotificationPermission | "missing";

export class Alerts extends Observed {
  private tab: OneTab;
  private wrote = -Infinity;
  private shown = new Map<string, Notification>();

  constructor(
    agent: string,
    private open: (conversation: string) => void,
  ) {
    super();
    this.tab = new OneTab(`handrail:bell:${agent}`);
    document.addEventListener("keydown", this.writes, { capture: true, passive: true });
  }

  /** Null: no sound. */
  get sound(): Sound | null {
    const kept = recall("alert:sound");
    return kept === "1" ? "tones" : kept && kept in sounds ? (kept as Sound) : null;
  }

  get volume(): number {
    return Number(recall("alert:volume") ?? usualVolume);
  }

  get notifies(): boolean {
    return recall("alert:notify") === "1" && this.permission === "granted";
  }

  get quietWhileWriting(): boolean {
    return recall("alert:quiet") === "1";
  }

  /** For now: neither sounds nor notifications. */
  get muted(): boolean {
    return recall("alert:muted") === "1";
  }

  get permission(): Permission {
    return "Notification" in window ? Notification.permission : "missing";
  }

  choose(what: "sound" | "volume" | "quiet" | "muted", value: string | null): void {
    keep(`alert:${what}`, value);
    this.changed();
  }

  async allow(on: boolean): Promise<void> {
    if (on && this.permission === "default") await Notification.requestPermission();
    keep("alert:notify", on ? "1" : null);
    this.changed();
  }

  test(): void {
    play(this.sound ?? "tones", this.volume);
    if (this.notifies) this.show("test", strings.alerts.testWords);
  }

  ring(conversation: string, words: string): void {
    if (this.muted || !this.tab.rings) return;
    const writing = this.quietWhileWriting && Date.now() - this.wrote < writingMs;
    if (this.sound && !writing) play(this.sound, this.volume);
    if (this.notifies && !document.hasFocus()) this.show(conversation, words);
  }

  /** Nobody needs to come any more. */
  settled(conversation: string): void {
    this.shown.get(conversation)?.close();
    this.shown.delete(conversation);
  }

  close(): void {
    this.tab.close();
    document.removeEventListener("keydown", this.writes, { capture: true });
    for (const id of [...this.shown.keys()]) this.settled(id);
  }

  /** Ours is the sound; the system's own would be a second one. */
  private show(conversation: string, words: string): void {
    const notification = new Notification(strings.product, { body: words, tag: conversation, silent: true });
    this.shown.set(conversation, notification);
    notification.onclose = () => this.shown.delete(conversation);
    notification.onclick = () => {
      window.focus();
      notification.close();
      if (conversation !== "test") this.open(conversation);
    };
  }

  private writes = ({ target }: Event): void => {
    if (target instanceof HTMLElement && target.matches("textarea, input")) this.wrote = Date.now();
  };
}
