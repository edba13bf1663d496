// From the draft to what is live, on one page: what changed, what is wrong, training, what would change, publish.
import { useEffect, useRef, useState } from "preact/hooks";
import type { View } from "../../settings/house.ts";
import { AreaField, ask, confirmed, Empty, failed, Load, useLoaded } from "../../settings/kit/index.ts";
import { address, follow } from "../../settings/route.ts";
import { strings } from "../strings/publish.en.ts";
import { Changes } from "./Changes.tsx";
import { Live, type Outcome } from "./publish/Live.tsx";
import { suggested } from "./publish/note.ts";
import { Previewed } from "./publish/Preview.tsx";
import { Problems } from "./publish/Problems.tsx";
import {
  type Candidate,
  candidate,
  type Checked,
  type Draft,
  goesOn,
  type Preview,
  releases,
} from "./publish/shape.ts";
import { Training } from "./publish/Training.tsx";

const LOOK_MS = 1000;

const Publish: View = ({ may }) => {
  const [round, again] = useState(0);
  return <Page key={round} may={may} again={() => again((n) => n + 1)} />;
};

function Page({ may, again }: { may: boolean; again: () => void }) {
  const draft = useLoaded<Draft>(`${releases}/draft-diff`);
  const checked = useLoaded<Checked>("/api/studio/check");
  const rule = useLoaded<{ second: boolean }>(`${releases}/rule`);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  if (outcome) return <Live of={outcome} may={may} again={again} />;
  return (
    <Load of={draft}>
      {(body) =>
        body.live !== null && !body.needs_training && !different(body) ? (
          <Empty title={strings.nothing}>
            <p>{strings.nothingText}</p>
            <p>
              <a href={address("entries")} onClick={follow}>
                {strings.entries}
              </a>
            </p>
          </Empty>
        ) : (
          <Load of={checked}>
            {(found) => (
              <Document
                {...{ may, found }}
                draft={body}
                second={rule.answer?.ok ? rule.answer.body.second : false}
                published={setOutcome}
              />
            )}
          </Load>
        )
      }
    </Load>
  );
}

const different = ({ added, changed, removed, talk }: Draft): boolean =>
  added.length + changed.length + removed.length > 0 || talk;

interface DocumentProps {
  draft: Draft;
  found: Checked;
  second: boolean;
  may: boolean;
  published: (outcome: Outcome) => void;
}

function Document({ draft, found, second, may, published }: DocumentProps) {
  const trained = useCandidate(may && draft.needs_training && found.errors === 0);
  const [preview, setPreview] = useState<Preview | null>(null);
  const { now } = trained;
  const fits = now?.state === "done" && now.fits;
  const ready = found.errors === 0 && (!draft.needs_training || fits);
  return (
    <div class="paper draft publish">
      <p class="intro">{strings.intro}</p>
      {draft.live === null && <p>{strings.first}</p>}
      <section aria-label={strings.changed}>
        <h2>{strings.changed}</h2>
        <p>
          {different(draft)
            ? strings.counts(draft.added.length, draft.changed.length, draft.removed.length)
            : strings.otherwise}
        </p>
        {different(draft) && (
          <details>
            <summary>{strings.showChanges}</summary>
            <Changes of={draft} />
          </details>
        )}
      </section>
      <Problems of={found} />
      {draft.needs_training ? (
        <>
          {now && (
            <Training
              of={now}
              can={may && found.errors === 0}
              begin={() => void trained.begin()}
              cancel={() => void trained.cancel()}
            />
          )}
        </>
      ) : (
        <section aria-label={strings.training}>
          <h2>{strings.training}</h2>
          <p class="good-news">{strings.trainNotNeeded}</p>
          {may && now && !goesOn(now) && !(fits && now.preview.state === "done") && (
            <p class="buttons">
              <button type="button" onClick={() => void trained.begin()}>
                {strings.runTests}
              </button>
            </p>
          )}
        </section>
      )}
      {fits && (draft.needs_training || now.preview.state !== "idle") && (
        <Previewed state={now.preview} heard={setPreview} />
      )}
      {fits && (
        <p>
          <a href={address("try?model=candidate")} onClick={follow}>
            {strings.try}
          </a>
        </p>
      )}
      {may && <Going {...{ draft, second, ready, preview, published }} />}
    </div>
  );
}

/** The candidate as it stands, looked at each second while something goes on. ``wanted``: may be begun. */
function useCandidate(wanted: boolean) {
  const [now, setNow] = useState<Candidate | null>(null);
  const begun = useRef(new Set<string>());
  const told = async (method: string): Promise<void> => {
    const answer = await ask<Candidate>(method, candidate);
    if (answer.ok) setNow(answer.body);
    else if (method !== "GET") failed(answer.message);
    else setNow((before) => before ?? { state: "failed", sentence: answer.message, problems: [] });
  };
  const begin = (): Promise<void> => told("POST");
  useEffect(() => void told("GET"), []);
  useEffect(() => {
    if (!goesOn(now)) return;
    const looking = setInterval(() => void told("GET"), LOOK_MS);
    return () => clearInterval(looking);
  }, [goesOn(now)]);
  useEffect(() => {
    if (!now || !wanted) return;
    const fits = now.state === "done" && now.fits;
    const byItself = new URLSearchParams(location.search).has("train");
    const wants = fits ? now.preview.state === "idle" && "preview" : byItself && "training";
    if (!wants || now.state === "running" || begun.current.has(wants)) return;
    begun.current.add(wants);
    void begin();
  }, [now, wanted]);
  return { now, begin, cancel: () => told("DELETE") };
}

interface GoingProps {
  draft: Draft;
  second: boolean;
  ready: boolean;
  preview: Preview | null;
  published: (outcome: Outcome) => void;
}

function Going({ draft, second, ready, preview, published }: GoingProps) {
  const [note, setNote] = useState(() => suggested(draft));
  const [once] = useState(() => crypto.randomUUID());
  const [wrong, setWrong] = useState("");
  const [busy, setBusy] = useState(false);
  const failing = preview?.tests.newly_failing ?? 0;
  const publish = async (): Promise<void> => {
    if (!(await confirmed(question(draft, second, failing)))) return;
    setBusy(true);
    const answer = await ask<Omit<Outcome, "before">>("POST", releases, {
      note,
      live: draft.live,
      client_id: once,
    });
    setBusy(false);
    if (!answer.ok) return setWrong(answer.message);
    published({ ...answer.body, before: draft.live });
  };
  return (
    <form
      class="going"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void publish();
      }}
    >
      <AreaField
        label={strings.note}
        help={strings.noteHelp}
        value={note}
        change={setNote}
        rows={2}
        maxLength={500}
      />
      {failing > 0 && <p class="told bad">{strings.newlyFailing(failing)}</p>}
      {wrong && (
        <p role="alert" class="error">
          {wrong}
        </p>
      )}
      <div class="buttons">
        <button type="submit" class="solid" disabled={busy || !ready} aria-describedby="publish-waits">
          {second ? strings.askFor : strings.publish}
        </button>
        <span id="publish-waits" class="hint">
          {!ready && strings.waits}
        </span>
      </div>
    </form>
  );
}

function question(draft: Draft, second: boolean, failing: number) {
  const counts = strings.counts(draft.added.length, draft.changed.length, draft.removed.length);
  const what = `${counts}${counts.endsWith(".") ? "" : "."}${failing ? ` ${strings.sureFailing(failing)}` : ""}`;
  const action = second ? strings.askFor : failing ? strings.all : strings.publish;
  return {
    title: second ? strings.sureAsk : strings.sure,
    text: second ? strings.sureAskText(what) : strings.sureText(what),
    action,
    keep: strings.not,
  };
}

export default Publish;
