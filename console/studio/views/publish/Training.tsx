// The draft's training: begun by a click or by itself, told as it goes, ended at once.
import type { ComponentChildren } from "preact";
import { strings } from "../../strings/publish.en.ts";
import { Found } from "./Problems.tsx";
import type { Candidate } from "./shape.ts";

interface Props {
  of: Candidate;
  /** False: errors stop it, or this person may only read. */
  can: boolean;
  begin: () => void;
  cancel: () => void;
}

export function Training({ of, can, begin, cancel }: Props) {
  return (
    <section aria-label={strings.training}>
      <h2>{strings.training}</h2>
      <Standing of={of} can={can} begin={begin} cancel={cancel} />
    </section>
  );
}

function Standing({ of, can, begin, cancel }: Props) {
  const start = (words: string): ComponentChildren => (
    <p class="buttons">
      <button type="button" class="solid" disabled={!can} onClick={begin}>
        {words}
      </button>
    </p>
  );
  if (of.state === "running")
    return (
      <>
        <Progress
          label={strings.training}
          share={of.share}
          says={strings.progress(strings.stages[of.stage] ?? of.stage, of.share, of.left_s)}
          beside={of.of > 1 ? strings.counted(of.done, of.of) : ""}
        />
        <p class="buttons">
          <button type="button" onClick={cancel}>
            {strings.cancel}
          </button>
          <span class="hint">{strings.startedBy(of.by.name)}</span>
        </p>
      </>
    );
  if (of.state === "done" && of.fits)
    return <p class="good-news">{strings.trained(of.candidate.entries, of.candidate.by.name)}</p>;
  if (of.state === "done")
    return (
      <>
        <p>{strings.changedSince}</p>
        {start(strings.trainAgain)}
      </>
    );
  if (of.state === "failed")
    return (
      <>
        <p class="told bad" role="alert">
          {of.sentence}
        </p>
        <Found problems={of.problems} />
        {start(strings.trainAgain)}
      </>
    );
  return (
    <>
      <p>{of.state === "cancelled" ? strings.cancelled : strings.trainNeeded}</p>
      {start(of.state === "cancelled" ? strings.trainAgain : strings.train)}
    </>
  );
}

interface ProgressProps {
  label: string;
  share: number;
  says: string;
  beside?: string;
}

/** The bar, and beneath it in words what it does; the words are not spoken each second. */
export function Progress({ label, share, says, beside }: ProgressProps) {
  return (
    <div class="course">
      <progress aria-label={label} max={1} value={share} />
      <p class="course-words">
        <span>{says}</span>
        {beside && <span class="hint">{beside}</span>}
      </p>
    </div>
  );
}
