// What the site's own system knows, asked when the conversation opens; what went wrong is said, not hidden.
import { useEffect, useState } from "preact/hooks";
import { OutLink } from "../../widget/message/links.tsx";
import { ask } from "../settings/ask.ts";
import { strings } from "../strings/en.ts";

interface Card {
  title: string;
  fields: [string, string][];
  url: string | null;
}
interface Found {
  state: "ok" | "off" | "slow" | "failed";
  cards: Card[];
  message: string | null;
}

export function LookedUp({ conversation, about }: { conversation: string; about: string }) {
  const [found, take] = useState<Found | null>(null);
  const look = async (): Promise<void> => {
    take(null);
    const answer = await ask<Found>("GET", `/api/conversations/${conversation}/lookup`);
    take(answer.ok ? answer.body : { state: "failed", cards: [], message: answer.message });
  };
  useEffect(() => void look(), [conversation, about]);
  if (found?.state === "off") return null;
  const trouble = found && found.state !== "ok";
  return (
    <section class="kept" aria-busy={!found}>
      <h2>{strings.lookedUp}</h2>
      <p role="status" class="trouble">
        {!found && strings.lookingUp}
        {trouble && `${strings.lookupTrouble} ${found.message ?? ""} `}
        {trouble && (
          <button type="button" class="link" onClick={() => void look()}>
            {strings.tryAgain}
          </button>
        )}
        {found?.state === "ok" && !found.cards.length && strings.lookupNothing}
      </p>
      {found?.cards.map((card, at) => (
        <div class="card" key={at}>
          <h3 dir="auto">{card.url ? <OutLink href={card.url}>{card.title}</OutLink> : card.title}</h3>
          <dl>
            {card.fields.map(([label, value], n) => (
              <div key={n}>
                <dt>
                  <bdi>{label}</bdi>
                </dt>
                <dd dir="auto">{value}</dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </section>
  );
}
