// Telling an agent who looks elsewhere that somebody waits: in the way they chose.
import { keep, recall } from "../widget/connection/keep.ts";
import { strings } from "./strings/en.ts";

export type Way = "sound" | "notify";

export const chosen = (way: Way): boolean => recall(`alert:${way}`) === "1";

/** False where the browser does not allow it. */
export async function choose(way: Way, on: boolean): Promise<boolean> {
  const allowed = !on || way === "sound" || (await Notification.requestPermission()) === "granted";
  keep(`alert:${way}`, on && allowed ? "1" : null);
  if (on && way === "sound") chime();
  return allowed;
}

export function alertAbout(conversation: string, words: string): void {
  if (chosen("sound")) chime();
  if (!chosen("notify") || document.hasFocus() || Notification.permission !== "granted") return;
  const notification = new Notification(strings.product, { body: words, tag: conversation });
  notification.onclick = () => {
    window.focus();
    location.hash = `#/conversation/${conversation}`;
    notification.close();
  };
}

/** Two short soft tones, made here: nothing to load. */
function chime(): void {
  const audio = new AudioContext();
  for (const [pitch, start] of [
    [660, 0],
    [880, 0.15],
  ] as const) {
    const tone = new OscillatorNode(audio, { frequency: pitch });
    const volume = new GainNode(audio, { gain: 0.08 });
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + start + 0.3);
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + start);
    tone.stop(audio.currentTime + start + 0.3);
  }
  setTimeout(() => void audio.close(), 1_000);
}
