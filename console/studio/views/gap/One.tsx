// One gap: what customers asked, what agents really answered, and what may be done about it.
import { useState } from "preact/hooks";
import {
  address,
  ask,
  done,
  Empty,
  failed,
  follow,
  Load,
  route,
  useLoaded,
} from "../../../settings/kit/index.ts";
import { when, whichDay } from "../../../settings/when.ts";
import { customers, minutes, questions, strings } from "../../strings/gaps.en.ts";
import { Dismissing } from "./Dismissing.tsx";
import { Effect } from "./Effect.tsx";
import { Merging } from "./Merging.tsx";
import { type Asked, type Changed, gaps, percent, type Whole } from "./shape.ts";
import { Weeks } from "./Weeks.tsx";

export function One({ id, may }: { id: string; may: boolean }) {
  const path = `${gaps}/${encodeURIComponent(id)}`;
  const loaded = useLoaded<Whole>(path);
  const again = (): void => void loaded.again();
  if (loaded.answer && !loaded.answer.ok && loaded.answer.status === 404) {
    return (
      <Empty title={strings.gone}>
        <p>{strings.goneText}</p>
        <Back />
      </Empty>
    );
  }
  return (
    <Load of={loaded}>
      {(gap) =>
        gap.state === "merged" ? (
          <Empty title={strings.merged}>
            {gap.merged_into !== null && (
              <a href={address(`gaps/${gap.merged_into}`)} onClick={follow}>
                {strings.toMerged}
              </a>
            )}
            <Back />
          </Empty>
        ) : (
          <div class="gap-one">
            <Back />
            <h2 dir="auto">{gap.title}</h2>
            <Numbers of={gap} />
            <State of={gap} />
            {may && <Acts of={gap} again={again} />}
            {gap.state === "answered" && <Effect id={gap.id} />}
            <Questions of={gap} path={path} may={may} again={again} />
            <History of={gap} />
          </div>
        )
      }
    </Load>
  );
}

const Back = () => (
  <p>
    <a href={address("gaps")} onClick={follow}>
      {strings.back}
    </a>
  </p>
);

function Numbers({ of }: { of: Whole }) {
  const reasons = Object.entries(of.reasons).map(([why, n]) => `${strings.reasons[why] ?? why} (${n})`);
  return (
    <>
      <p class="gap-number">
        <strong>{of.customers.toLocaleString("en")}</strong> {customers(of.customers).replace(/^\S+ /, "")}
      </p>
      <p class="gap-facts">
        {minutes(of.agent_minutes)} · {questions(of.questions)}
        {of.last && <> · {strings.lastAsked(whichDay(of.last))}</>}
      </p>
      <Weeks of={of.weeks} />
      {reasons.length > 0 && <p class="gap-facts">{strings.why(reasons.join(", "))}</p>}
    </>
  );
}

function State({ of }: { of: Whole }) {
  const { state, reason, by, entry, published } = of;
  if (state === "drafted" && entry) {
    return (
      <p class="gap-state is-draft">
        {strings.stateDrafted(by ?? "", entry.title)}{" "}
        <a href={address("publish")} onClick={follow}>
          {strings.publish}
        </a>
      </p>
    );
  }
  if (state === "answered" && entry && published) {
    return (
      <p class="gap-state">
        {strings.stateAnswered(entry.title, whichDay(published))}{" "}
        <a href={address(`told?gap=${of.id}`)} onClick={follow}>
          {strings.tell}
        </a>
      </p>
    );
  }
  if (state === "dismissed" && reason) {
    return <p class="gap-state">{strings.stateDismissed(by ?? "", reason)}</p>;
  }
  return of.back && reason ? <p class="gap-state">{strings.cameBack(reason)}</p> : null;
}

function Acts({ of, again }: { of: Whole; again: () => void }) {
  const [open, setOpen] = useState<"dismiss" | "merge" | null>(null);
  const act = async (what: string, body: object, said: string): Promise<boolean> => {
    const sent = { ...body, revision: of.revision };
    const answer = await ask<Changed>("POST", `${gaps}/${of.id}/${what}`, sent);
    if (!answer.ok) {
      failed(answer.message);
      if (answer.status === 409) again();
      return false;
    }
    const { change } = answer.body;
    done(said, async () => {
      const undone = await ask("POST", `${gaps}/undo`, { change });
      again();
      return undone;
    });
    again();
    return true;
  };
  const close = (): void => setOpen(null);
  return (
    <>
      <div class="gap-acts">
        {of.state === "open" && (
          <a class="button solid" href={address(`entries/new?gap=${of.id}`)} onClick={follow}>
            {strings.write}
          </a>
        )}
        {of.entry && (
          <a class="button" href={address(`entries/${of.entry.id}`)} onClick={follow}>
            {strings.continueDraft(of.entry.title)}
          </a>
        )}
        <button type="button" onClick={() => setOpen("merge")}>
          {strings.merge}
        </button>
        {of.state === "open" ? (
          <button type="button" onClick={() => setOpen("dismiss")}>
            {strings.dismiss}
          </button>
        ) : (
          <button type="button" onClick={() => void act("reopen", {}, strings.reopened)}>
            {strings.reopen}
          </button>
        )}
      </div>
      {of.state === "open" && of.entries.length > 0 && <Add of={of} />}
      {open === "dismiss" && (
        <Dismissing
          close={close}
          dismiss={async (reason) => (await act("dismiss", { reason }, strings.dismissed)) && close()}
        />
      )}
      {open === "merge" && (
        <Merging
          of={of}
          close={close}
          merge={async (others) => (await act("merge", { others }, strings.mergeDone)) && close()}
        />
      )}
    </>
  );
}

/** The entry that should have answered it learns the customers' words. */
function Add({ of }: { of: Whole }) {
  return (
    <section class="gap-add" aria-label={strings.add}>
      <h3>{strings.add}</h3>
      <p class="gap-facts">{strings.addText}</p>
      <ul>
        {of.entries.map(({ entry, title, likeness }) => (
          <li key={entry}>
            <a
              href={address(`entries/${encodeURIComponent(entry)}?gap=${of.id}`)}
              onClick={follow}
              dir="auto"
            >
              {strings.addTo(title)}
            </a>{" "}
            <span class="gap-facts">{strings.likeness(percent.format(Math.max(0, likeness)))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface QuestionsProps {
  of: Whole;
  path: string;
  may: boolean;
  again: () => void;
}

function Questions({ of, path, may, again }: QuestionsProps) {
  const [older, setOlder] = useState<Asked[]>([]);
  const [more, setMore] = useState(of.more);
  const [chosen, choose] = useState<readonly number[]>([]);
  const every = [...of.asked, ...older.filter((one) => !of.asked.some(({ id }) => id === one.id))];
  const show = async (): Promise<void> => {
    const found = await ask<Whole>("GET", `${path}?skip=${every.length}`);
    if (!found.ok) return failed(found.message);
    setOlder((shown) => [...shown, ...found.body.asked]);
    setMore(found.body.more);
  };
  const split = async (): Promise<void> => {
    const body = { questions: chosen, revision: of.revision };
    const answer = await ask<Changed>("POST", `${gaps}/${of.id}/split`, body);
    if (!answer.ok) {
      failed(answer.message);
      if (answer.status === 409) again();
      return;
    }
    const { change, gap } = answer.body;
    choose([]);
    setOlder([]);
    done(strings.splitDone, async () => {
      const undone = await ask("POST", `${gaps}/undo`, { change });
      again();
      return undone;
    });
    if (gap && every.length === 0) void route.go(`gaps/${gap}`);
    again();
  };
  const turn = (id: number, on: boolean): void =>
    choose(on ? [...chosen, id] : chosen.filter((one) => one !== id));
  const parts = may && of.questions > 1;
  return (
    <section aria-label={strings.whatWasAsked}>
      <h3>{strings.whatWasAsked}</h3>
      {parts && (
        <div class="gap-split">
          <p class="gap-facts">{strings.splitHelp}</p>
          {chosen.length > 0 && (
            <button type="button" onClick={() => void split()}>
              {strings.split(chosen.length)}
            </button>
          )}
        </div>
      )}
      <ul class="gap-asked">
        {every.map((one) => (
          <li key={one.id}>
            <Question of={one} {...(parts ? { chosen: chosen.includes(one.id), turn } : {})} />
          </li>
        ))}
      </ul>
      {more && (
        <button type="button" onClick={() => void show()}>
          {strings.more}
        </button>
      )}
    </section>
  );
}

interface QuestionProps {
  of: Asked;
  chosen?: boolean;
  turn?: (id: number, on: boolean) => void;
}

function Question({ of, chosen, turn }: QuestionProps) {
  const facts = [
    strings.became[of.became] ?? of.became,
    of.entry && strings.of(of.entry),
    of.reason && of.became === "person" && strings.reasons[of.reason],
    of.agent_minutes > 0 && minutes(Math.max(1, Math.round(of.agent_minutes))),
  ].filter(Boolean);
  return (
    <div class={turn ? "gap-question can-go" : "gap-question"}>
      {turn && (
        <input
          type="checkbox"
          checked={chosen ?? false}
          aria-label={strings.choose(of.text)}
          onChange={({ currentTarget }) => turn(of.id, currentTarget.checked)}
        />
      )}
      <div>
        <p class={of.erased ? "gap-said gap-facts" : "gap-said"} dir="auto">
          {of.erased ? strings.erased : of.text}
        </p>
        <p class="gap-facts">
          <time dateTime={of.at}>{when(of.at)}</time> · {facts.join(" · ")}
          {of.conversation && (
            <>
              {" · "}
              <a href={of.conversation}>{strings.conversation}</a>
            </>
          )}
        </p>
        {of.answers.map(({ by, text, at }) => (
          <blockquote key={at} class="gap-answer">
            <p class="gap-facts">{strings.answeredBy(by ?? "")}</p>
            <p dir="auto">{text}</p>
          </blockquote>
        ))}
      </div>
    </div>
  );
}

function History({ of }: { of: Whole }) {
  if (!of.history.length) return null;
  return (
    <section aria-label={strings.history}>
      <h3>{strings.history}</h3>
      <ul class="gap-history">
        {of.history.map((one) => (
          <li key={one.id} dir="auto">
            <time dateTime={one.at}>{when(one.at)}</time> · {one.by}:{" "}
            {strings.kinds[one.kind]?.(one) ?? one.kind}
          </li>
        ))}
      </ul>
    </section>
  );
}
