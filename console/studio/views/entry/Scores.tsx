// How often an entry was shown, and whether it helped: numbers with their words.
import { strings } from "../../strings/entries.en.ts";
import type { Scorecard } from "./shape.ts";

export function Scores({ card }: { card: Scorecard }) {
  if (!card.shown) return <span class="hint">{strings.notShownYet}</span>;
  return (
    <span class="scores">
      <strong>{card.shown.toLocaleString("en")}</strong> {strings.shown}
      {" · "}
      {strings.helped(card.helped)}
      {" · "}
      {strings.notHelped(card.not_helped)}
    </span>
  );
}
