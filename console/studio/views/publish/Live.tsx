// What happens once it is published: which bots follow, what comes next, and the way back.
import { useEffect, useState } from "preact/hooks";
import { ask, confirmed, done, failed } from "../../../settings/kit/index.ts";
import { address, follow } from "../../../settings/route.ts";
import { strings } from "../../strings/publish.en.ts";
import { releases } from "./shape.ts";

export interface Outcome {
  told: string;
  release: { id: number } | null;
  /** What was live before. */
  before: number | null;
}

interface Bots {
  serving: number;
  all: number;
}

const LOOK_MS = 2000;

export function Live({ of, may, again }: { of: Outcome; may: boolean; again: () => void }) {
  if (!of.release)
    return (
      <section class="outcome" aria-label={strings.requested}>
        <h2>{strings.requested}</h2>
        <p role="status">{of.told}</p>
        <p>{strings.requestedText}</p>
        <p class="buttons">
          <a class="button" href={address("releases")} onClick={follow}>
            {strings.history}
          </a>
        </p>
      </section>
    );
  return <Published release={of.release.id} of={of} may={may} again={again} />;
}

function Published({
  release,
  of,
  may,
  again,
}: {
  release: number;
  of: Outcome;
  may: boolean;
  again: () => void;
}) {
  const [bots, setBots] = useState<Bots | null>(null);
  const settled = bots !== null && bots.all > 0 && bots.serving === bots.all;
  useEffect(() => {
    if (settled) return;
    let wanted = true;
    const look = async (): Promise<void> => {
      const answer = await ask<{ bots: Bots }>("GET", releases);
      if (wanted && answer.ok) setBots(answer.body.bots);
    };
    void look();
    const looking = setInterval(() => void look(), LOOK_MS);
    return () => {
      wanted = false;
      clearInterval(looking);
    };
  }, [settled]);
  const undo = async (): Promise<void> => {
    const sure = { title: strings.undoSure, text: strings.undoText(of.before!), action: strings.undo };
    if (!(await confirmed(sure))) return;
    const answer = await ask<Outcome>("POST", `${releases}/${of.before}/restore`, {
      live: release,
      note: null,
      client_id: crypto.randomUUID(),
    });
    if (!answer.ok) return failed(answer.message);
    done(answer.body.told);
    again();
  };
  return (
    <section class="outcome" aria-label={strings.published(release)}>
      <h2>{strings.published(release)}</h2>
      <p role="status">{bots ? strings.on(bots.serving, bots.all) : strings.asks}</p>
      <h3>{strings.next}</h3>
      <ul class="nexts">
        <li>
          <a href={address(`told?release=${release}`)} onClick={follow}>
            {strings.tell}
          </a>
        </li>
        <li>
          <a href={address("gaps")} onClick={follow}>
            {strings.effect}
          </a>
        </li>
        <li>
          <a href={address("releases")} onClick={follow}>
            {strings.history}
          </a>
        </li>
      </ul>
      {may && of.before !== null && (
        <p class="buttons">
          <button type="button" onClick={() => void undo()}>
            {strings.undo}
          </button>
        </p>
      )}
    </section>
  );
}
