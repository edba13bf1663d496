// Where the widget's answer card stands outside of any chat: its own root and looks, and nobody behind it.
import { render } from "preact";
import { useState } from "preact/hooks";
import { Observed, useObserved } from "../../../../widget/connection/observed.ts";
import type { Answered, LogEvent } from "../../../../widget/connection/wire.ts";
import type { Conversation } from "../../../../widget/conversation.ts";
import tokens from "../../../../widget/look/tokens.css" with { type: "text" };
import controls from "../../../../widget/look/controls.css" with { type: "text" };
import messages from "../../../../widget/look/messages.css" with { type: "text" };
import cards from "../../../../widget/look/cards.css" with { type: "text" };
import panel from "../../../../widget/look/panel.css" with { type: "text" };
import { dress, wear } from "../../../../widget/look/worn.ts";
import * as english from "../../../../widget/strings/en.ts";
import { speak, teach, type More, type Strings } from "../../../../widget/strings/strings.ts";
import { Answer } from "../../../../widget/views/Answer.tsx";
import { Tile } from "../../../../widget/views/Face.tsx";
import own from "../../look/stage.css" with { type: "text" };
import { strings } from "../../strings/entries.en.ts";
import type { Entry, Step } from "./shape.ts";

type Words = Promise<{ strings: Strings; more: More }>;

/** What the widget itself says around an answer, in the languages it speaks. */
const spoken: Record<string, () => Words> = {
  ar: () => import("../../../../widget/strings/ar.ts"),
  de: () => import("../../../../widget/strings/de.ts"),
  es: () => import("../../../../widget/strings/es.ts"),
  et: () => import("../../../../widget/strings/et.ts"),
  fr: () => import("../../../../widget/strings/fr.ts"),
  ja: () => import("../../../../widget/strings/ja.ts"),
};

export function staged(host: HTMLElement): HTMLElement {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  dress(root);
  wear(tokens, panel, controls, messages, cards, own);
  const stage = document.createElement("div");
  stage.className = "stage";
  root.replaceChildren(stage);
  return stage;
}

export async function show(
  stage: HTMLElement,
  entry: Entry,
  language: string | undefined,
  tell: (words: string) => void,
  round: number,
): Promise<void> {
  const code = language?.split("-")[0] ?? "en";
  const words = await (spoken[code]?.() ?? Promise.resolve(english as Awaited<Words>));
  speak(words.strings, location.origin, [language]);
  teach(words.more);
  stage.lang = language ?? "";
  stage.dir = words.strings.direction;
  const key = `${round} ${language ?? ""} ${JSON.stringify([entry.steps, entry.id])}`;
  render(<Card key={key} entry={entry} language={language} tell={tell} />, stage);
}

/** The part of a conversation that an answer needs. Only what the customer would do is played. */
class Rehearsal extends Observed {
  events: LogEvent[] = [];
  outbox = { parcels: [] };
  holding = { status: "with_bot" };

  constructor(
    private steps: readonly Step[],
    private tell: (words: string) => void,
  ) {
    super();
  }

  ask = (name: string, payload: { path?: number[]; helpful?: boolean } = {}): void => {
    if (name === "step") this.step(payload.path!);
    else if (name === "feedback" && payload.helpful) this.judge();
    else this.leave();
    this.changed();
  };

  private step(path: number[]): void {
    const trail: Step[] = [];
    let choices = this.steps;
    for (const number of path) {
      trail.push(choices[number]!);
      choices = choices[number]!.steps;
    }
    const { label, text, ends } = trail.at(-1)!;
    this.add({ kind: "step_taken", answer: 1, path, label, text, trail: trail.map((step) => step.label) });
    this.tell(strings.trying);
    if (ends === "helped") this.judge();
    if (ends === "person") this.leave();
  }

  private judge(): void {
    this.add({ kind: "feedback_given", answer: 1, helpful: true });
    this.tell(strings.thenHelped);
  }

  private leave(): void {
    this.holding = { status: "queued" };
    this.tell(strings.thenPerson);
  }

  private add(fact: object): void {
    this.events = [
      ...this.events,
      { seq: this.events.length + 2, by: { role: "customer" }, ...fact } as LogEvent,
    ];
  }
}

interface Props {
  entry: Entry;
  language: string | undefined;
  tell: (words: string) => void;
}

function Card({ entry, language, tell }: Props) {
  const [rehearsal] = useState(() => new Rehearsal(entry.steps, tell));
  useObserved(rehearsal);
  const told = language ? entry.languages[language] : entry;
  const event = {
    kind: "bot_answered",
    conversation: "",
    seq: 1,
    prev: 0,
    at: new Date().toISOString(),
    by: { role: "bot" },
    entry: entry.id,
    title: told?.title || strings.noTitle,
    text: told?.answer || strings.noAnswer,
    url: told?.url || entry.url || null,
    media: entry.media.filter(({ url }) => url.startsWith("https://")),
    ...(entry.steps.length ? { steps: entry.steps.map(asShown) } : {}),
  } as unknown as Answered;
  rehearsal.events = [event, ...rehearsal.events.filter(({ seq }) => seq > 1)];
  return (
    <div class="panel">
      <div class="message bot">
        <Tile />
        <div class="said">
          <Answer event={event} conversation={rehearsal as unknown as Conversation} />
        </div>
      </div>
    </div>
  );
}

const asShown = (step: Step): object => ({
  label: step.label || strings.newStep,
  text: step.text,
  media: step.media,
  ...(step.ends ? { ends: step.ends } : { steps: step.steps.map(asShown) }),
});
