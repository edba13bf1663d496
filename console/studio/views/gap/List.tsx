// Every gap, those that cost most first, with what each is close to and the way to its answer.
import { useEffect, useState } from "preact/hooks";
import {
  address,
  ask,
  done,
  Empty,
  failed,
  follow,
  Load,
  SelectField,
  TextField,
  useLoaded,
} from "../../../settings/kit/index.ts";
import { whichDay } from "../../../settings/when.ts";
import { customers, minutes, questions, strings } from "../../strings/gaps.en.ts";
import { type Gap, gaps, type Grouping, type Listed, percent } from "./shape.ts";
import { Weeks } from "./Weeks.tsx";

const LOOKED_MS = 2000;
const WAITING_MS = 10_000;
const choices = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

export function List({ may }: { may: boolean }) {
  const [state, setState] = useState("open");
  const [order, setOrder] = useState("rank");
  const [typed, type] = useState("");
  const [words, look] = useState("");
  const asked = new URLSearchParams({ state, order, q: words }).toString();
  return (
    <>
      <p class="intro">{strings.intro}</p>
      <form
        class="gap-filters"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          look(typed.trim());
        }}
      >
        <TextField
          label={strings.find}
          type="search"
          value={typed}
          change={type}
          maxLength={200}
          dir="auto"
        />
        <button type="submit">{strings.look}</button>
        <SelectField label={strings.show} value={state} change={setState} choices={choices(strings.states)} />
        <SelectField
          label={strings.order}
          value={order}
          change={setOrder}
          choices={choices(strings.orders)}
        />
      </form>
      <Found
        key={asked}
        asked={asked}
        may={may}
        state={state}
        searched={words !== ""}
        all={() => {
          type("");
          look("");
          setState("open");
        }}
      />
    </>
  );
}

interface FoundProps {
  asked: string;
  may: boolean;
  state: string;
  searched: boolean;
  all: () => void;
}

function Found({ asked, may, state, searched, all }: FoundProps) {
  const path = `${gaps}?${asked}`;
  const loaded = useLoaded<Listed>(path);
  const [older, setOlder] = useState<Gap[]>([]);
  const [more, setMore] = useState<boolean | null>(null);
  const show = async (skip: number): Promise<void> => {
    const found = await ask<Listed>("GET", `${path}&skip=${skip}`);
    if (!found.ok) return failed(found.message);
    setOlder((shown) => [...shown, ...found.body.gaps]);
    setMore(found.body.more);
  };
  return (
    <Load of={loaded}>
      {(listed) => {
        const every = [...listed.gaps, ...older];
        return (
          <>
            <Sorting of={listed.grouping} may={may} asked={listed.asked} again={() => void loaded.again()} />
            {every.length ? (
              <ol class="gaps" aria-label={strings.list}>
                {every.map((gap) => (
                  <li key={gap.id}>
                    <Card of={gap} may={may} />
                  </li>
                ))}
              </ol>
            ) : (
              <Nothing {...{ state, searched, all }} asked={listed.asked} waiting={listed.grouping.waiting} />
            )}
            {every.length > 0 && (more ?? listed.more) && (
              <button type="button" onClick={() => void show(every.length)}>
                {strings.more}
              </button>
            )}
          </>
        );
      }}
    </Load>
  );
}

function Card({ of, may }: { of: Gap; may: boolean }) {
  return (
    <article class={`gap is-${of.state}`}>
      <p class="gap-number">
        <strong>{of.customers.toLocaleString("en")}</strong> {customers(of.customers).replace(/^\S+ /, "")}
      </p>
      <h2 dir="auto">
        <a href={address(`gaps/${of.id}`)} onClick={follow}>
          {of.title}
        </a>
      </h2>
      <p class="gap-facts">
        {minutes(of.agent_minutes)} · {questions(of.questions)}
        {of.last && <> · {strings.lastAsked(whichDay(of.last))}</>}
      </p>
      {of.nearest && (
        <p class="gap-facts" dir="auto">
          {strings.close(of.nearest.title, percent.format(Math.max(0, of.nearest.likeness)))}
        </p>
      )}
      {of.reason && of.state !== "answered" && (
        <p class="gap-facts">
          {of.back ? strings.cameBack(of.reason) : strings.stateDismissed(of.by ?? "", of.reason)}
        </p>
      )}
      <div class="gap-foot">
        <Weeks of={of.weeks} />
        {of.state === "open" && may && (
          <a
            class="button"
            href={address(`entries/new?gap=${of.id}`)}
            aria-label={strings.writeOf(of.title)}
            onClick={follow}
          >
            {strings.write}
          </a>
        )}
        {of.entry && (
          <a href={address(`entries/${of.entry.id}`)} onClick={follow}>
            {strings.continueDraft(of.entry.title)}
          </a>
        )}
      </div>
    </article>
  );
}

interface SortingProps {
  of: Grouping;
  may: boolean;
  asked: number;
  again: () => void;
}

/** Where the newest questions are; looked at again while something happens. */
function Sorting({ of, may, asked, again }: SortingProps) {
  const [wanted, want] = useState(false);
  const busy = of.running || wanted;
  const waits = of.waiting > 0;
  useEffect(() => {
    if (!busy && !waits) return;
    const looking = setInterval(again, busy ? LOOKED_MS : WAITING_MS);
    return () => clearInterval(looking);
  }, [busy, waits]);
  useEffect(() => {
    if (!of.waiting) want(false);
  }, [of.waiting]);
  const group = async (): Promise<void> => {
    const answer = await ask("POST", `${gaps}/group`, {});
    if (!answer.ok) return failed(answer.message);
    want(true);
    done(strings.grouped);
  };
  if (!asked) return null;
  return (
    <div class="gap-sorting">
      <p role="status">
        {of.running ? strings.running(percent.format(of.progress ?? 0)) : strings.waiting(of.waiting)}
      </p>
      {of.trouble && <p class="error">{strings.trouble(of.trouble)}</p>}
      {may && of.waiting > 0 && !of.running && (
        <button type="button" disabled={wanted} onClick={() => void group()}>
          {strings.group}
        </button>
      )}
    </div>
  );
}

interface NothingProps {
  state: string;
  searched: boolean;
  asked: number;
  waiting: number;
  all: () => void;
}

function Nothing({ state, searched, asked, waiting, all }: NothingProps) {
  if (searched || state === "all") {
    if (!asked) return <First />;
    return (
      <Empty title={strings.none}>
        <p>{strings.noneText}</p>
        <button type="button" onClick={all}>
          {strings.showAll}
        </button>
      </Empty>
    );
  }
  if (state !== "open") {
    return (
      <Empty title={strings.states_empty[state]!}>
        <p>{strings.states_emptyText[state]}</p>
      </Empty>
    );
  }
  if (!asked) return <First />;
  if (waiting) {
    return (
      <Empty title={strings.soon}>
        <p>{strings.soonText(waiting)}</p>
      </Empty>
    );
  }
  return (
    <Empty title={strings.noGap}>
      <p>{strings.noGapText(asked)}</p>
    </Empty>
  );
}

const First = () => (
  <Empty title={strings.nothingYet}>
    <p>{strings.nothingYetText}</p>
  </Empty>
);
