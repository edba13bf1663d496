// Sounds made here: nothing to load, each short and told apart by its shape as well as its pitch.

interface Tone {
  pitch: number;
  /** Seconds. */
  start: number;
  lasts: number;
  shape: OscillatorType;
}

const tone = (pitch: number, start = 0, lasts = 0.3, shape: OscillatorType = "sine"): Tone => ({
  pitch,
  start,
  lasts,
  shape,
});

export const sounds = {
  tones: [tone(660), tone(880, 0.15)],
  bell: [tone(1047, 0, 1.1), tone(2637, 0, 0.6)],
  knock: [tone(170, 0, 0.09, "triangle"), tone(150, 0.16, 0.09, "triangle")],
  rise: [tone(440, 0, 0.16), tone(554, 0.12, 0.16), tone(659, 0.24, 0.35)],
} satisfies Record<string, Tone[]>;

export type Sound = keyof typeof sounds;

/** The loudest a sound gets at full volume; it should be heard, not startle. */
const loudest = 0.25;

let audio: AudioContext | undefined;

/** `volume` from 0 to 100. Browsers are silent until the page was clicked on once. */
export function play(sound: Sound, volume: number): void {
  audio ??= new AudioContext();
  void audio.resume();
  for (const { pitch, start, lasts, shape } of sounds[sound]) {
    const begin = audio.currentTime + start;
    const source = new OscillatorNode(audio, { frequency: pitch, type: shape });
    const gain = new GainNode(audio, { gain: Math.max(0.0001, (loudest * volume) / 100) });
    gain.gain.setValueAtTime(gain.gain.value, begin);
    gain.gain.exponentialRampToValueAtTime(0.0001, begin + lasts);
    source.connect(gain).connect(audio.destination);
    source.start(begin);
    source.stop(begin + lasts);
  }
}
