// What is live and was: the history with what changed, one click back, who waits for a yes, which bots follow.
import { useEffect, useState } from "preact/hooks";
import type { Agent } from "../../../widget/connection/wire.ts";
import type { View } from "../../settings/house.ts";
import {
  address,
  ask,
  AreaField,
  CheckField,
  confirmed,
  Dialog,
  done,
  Empty,
  failed,
  follow,
  Load,
  useLoaded,
} from "../../settings/kit/index.ts";
import { strings as common } from "../../settings/strings/en.ts";
import { strings } from "../strings/releases.en.ts";
import { Changes, type Difference } from "./Changes.tsx";

interface By {
  id: string | null;
  name: string;
}
interface Scores {
  asked?: number;
  coverage?: number;
  precision?: number;
}
interface Release {
  id: number;
  at: string;
  kind: string | null;
  author: By | null;
  note: string | null;
  model: string;
  entries: number | null;
  scores: Scores | null;
  restores: number | null;
  live: boolean;
  counts: { added: number; changed: number; removed: number } | null;
}
interface Request extends Omit<Release, "id" | "live" | "counts"> {
  id: string;
}
interface Page {
  releases: Release[];
  more: boolean;
  live: number | null;
  bots: {
    serving: number;
    all: number;
    each: { name: string; serves_live: boolean; seen: string; trouble: string | null }[];
  };
  requests: Request[];
  rule: { second: boolean };
}
interface Told {
  told: string;
  release: Release | null;
}

const path = "/api/studio/releases";
const FOLLOWED_MS = 2000;
const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const share = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });

const Releases: View = ({ me, may }) => {
  const loaded = useLoaded<Page>(path);
  const [older, setOlder] = useState<Release[]>([]);
  const [more, setMore] = useState<boolean | null>(null);
  const page = loaded.answer?.ok ? loaded.answer.body : null;
  const behind = page !== null && page.bots.serving < page.bots.all;
  useEffect(() => {
    if (!behind) return;
    const looking = setInterval(
      () => void ask<Page>("GET", path).then((now) => now.ok && loaded.put(now.body)),
      FOLLOWED_MS,
    );
    return () => clearInterval(looking);
  }, [behind]);
  const changed = (): void => {
    setOlder([]);
    setMore(null);
    void loaded.again();
  };
  const show = async (before: number): Promise<void> => {
    const found = await ask<Page>("GET", `${path}?before=${before}`);
    if (!found.ok) return failed(found.message);
    setOlder((shown) => [...shown, ...found.body.releases]);
    setMore(found.body.more);
  };
  return (
    <Load of={loaded}>
      {({ releases, live, bots, requests, rule, ...rest }) => {
        const every = [...releases, ...older];
        return (
          <>
            <p class="intro">
              {strings.intro}{" "}
              <a href={address("publish")} onClick={follow}>
                {strings.toPublish}
              </a>
            </p>
            {requests.length > 0 && (
              <section class="release-asked" aria-label={strings.waiting}>
                <h2>{strings.waiting}</h2>
                {requests.map((one) => (
                  <Asked key={one.id} of={one} me={me} may={may} changed={changed} />
                ))}
              </section>
            )}
            {live !== null && <Bots of={bots} live={live} />}
            {every.length ? (
              <section aria-label={strings.history}>
                <h2>{strings.history}</h2>
                <ol class="releases" reversed>
                  {every.map((one) => (
                    <li key={one.id}>
                      <One of={one} live={live} may={may} changed={changed} />
                    </li>
                  ))}
                </ol>
                {(more ?? rest.more) && (
                  <button type="button" onClick={() => void show(every.at(-1)!.id)}>
                    {strings.older}
                  </button>
                )}
              </section>
            ) : (
              <Empty title={strings.none}>
                <p>{strings.noneText}</p>
              </Empty>
            )}
            <Rule second={rule.second} me={me} changed={changed} />
          </>
        );
      }}
    </Load>
  );
};

function One({
  of,
  live,
  may,
  changed,
}: {
  of: Release;
  live: number | null;
  may: boolean;
  changed: () => void;
}) {
  const [going, go] = useState(false);
  return (
    <article class={of.live ? "release is-live" : "release"} aria-label={strings.release(of.id)}>
      <h3>
        {strings.release(of.id)} {of.live && <span class="badge good">{strings.live}</span>}
      </h3>
      <Facts of={of} />
      <div class="release-acts">
        <Opened
          title={of.counts ? `${strings.changed}: ${counted(of.counts)}` : strings.changed}
          about={strings.compareWithBefore}
          from={`${path}/${of.id}`}
        />
        {may && !of.live && live !== null && (
          <button type="button" aria-label={strings.backOf(of.id)} onClick={() => go(true)}>
            {strings.back}
          </button>
        )}
      </div>
      {going && <Back of={of} live={live!} close={() => go(false)} changed={changed} />}
    </article>
  );
}

const counted = ({ added, changed, removed }: NonNullable<Release["counts"]>): string =>
  strings.counts(added, changed, removed);

/** Who, when, why, and how the model did. */
function Facts({ of }: { of: Request | Release }) {
  const { scores } = of;
  const facts = [
    of.kind && (of.kind === "restored" && of.restores ? strings.backTo(of.restores) : strings.kinds[of.kind]),
    of.entries !== null && strings.entries(of.entries),
    strings.model(of.model),
  ].filter(Boolean);
  return (
    <>
      <p class="release-by">
        {strings.by(of.author?.name ?? strings.somebody, "")}
        <time dateTime={of.at}>{moment.format(new Date(of.at))}</time>
      </p>
      {of.note && (
        <p class="release-note" dir="auto">
          {of.note}
        </p>
      )}
      <p class="quiet">{facts.join(" · ")}</p>
      {scores?.coverage !== undefined && scores.precision !== undefined && scores.asked !== undefined && (
        <p class="quiet">
          {strings.scores(share.format(scores.coverage), share.format(scores.precision), scores.asked)}
        </p>
      )}
    </>
  );
}

/** Read when somebody opens it. */
function Opened({ title, about, from }: { title: string; about: string; from: string }) {
  const [wanted, want] = useState(false);
  return (
    <details class="release-changes" onToggle={(event) => event.currentTarget.open && want(true)}>
      <summary>{title}</summary>
      {wanted && <Read from={from} about={about} />}
    </details>
  );
}

function Read({ from, about }: { from: string; about: string }) {
  const loaded = useLoaded<{ diff: Difference | null }>(from);
  return (
    <Load of={loaded}>
      {({ diff }) =>
        diff ? (
          <>
            <p class="quiet">{about}</p>
            <Changes of={diff} />
          </>
        ) : (
          <p class="quiet">{strings.unknown}</p>
        )
      }
    </Load>
  );
}

interface BackProps {
  of: Release;
  live: number;
  close: () => void;
  changed: () => void;
}

function Back({ of, live, close, changed }: BackProps) {
  const [note, setNote] = useState("");
  const [once] = useState(() => crypto.randomUUID());
  const [wrong, setWrong] = useState("");
  const [busy, setBusy] = useState(false);
  const [files, setFiles] = useState(false);
  const putBack = async (told: string): Promise<void> => {
    const answer = await ask<{ changed: number; drafted: number }>("POST", `${path}/${of.id}/files`, {});
    if (answer.ok) done(`${told} ${strings.filesBack(answer.body.changed, answer.body.drafted)}`);
    else failed(`${told} ${answer.message}`);
  };
  const restore = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask<Told>("POST", `${path}/${of.id}/restore`, {
      note: note.trim() || null,
      live,
      client_id: once,
    });
    if (!answer.ok) {
      setBusy(false);
      return setWrong(answer.message);
    }
    if (!answer.body.release) done(answer.body.told);
    else if (files) await putBack(answer.body.told);
    else done(`${answer.body.told} ${strings.filesStay}`);
    setBusy(false);
    close();
    changed();
  };
  return (
    <Dialog title={strings.backOf(of.id)} close={close}>
      <p>{strings.backText(of.id)}</p>
      <p class="release-warning">{strings.filesStay}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void restore();
        }}
      >
        <AreaField
          label={strings.why}
          help={strings.whyHelp}
          value={note}
          change={setNote}
          rows={2}
          maxLength={500}
          optional
        />
        <CheckField label={strings.files} help={strings.filesHelp} checked={files} change={setFiles} />
        {wrong && (
          <p role="alert" class="error">
            {wrong}
          </p>
        )}
        <div class="buttons">
          <button type="submit" class="solid" disabled={busy}>
            {strings.backOf(of.id)}
          </button>
          <button type="button" onClick={close}>
            {common.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Asked({ of, me, may, changed }: { of: Request; me: Agent; may: boolean; changed: () => void }) {
  const own = of.author?.id === me.id;
  const who = of.author?.name ?? strings.somebody;
  const decide = async (how: "approve" | "decline"): Promise<void> => {
    const sure = { title: strings.approveTitle, text: strings.approveText(who), action: strings.approve };
    if (how === "approve" && !(await confirmed(sure))) return;
    const answer = await ask<Partial<Told>>("POST", `${path}/requests/${of.id}/${how}`, {});
    if (answer.ok) done(answer.body.told ?? strings.declined);
    else failed(answer.message);
    changed();
  };
  return (
    <article class="release" aria-label={strings.asks(who)}>
      <h3>{strings.asks(who)}</h3>
      <Facts of={of} />
      <Opened
        title={strings.wouldChange}
        about={strings.compareWithLive}
        from={`${path}/requests/${of.id}`}
      />
      {may && (
        <div class="buttons">
          {!own && (
            <button type="button" class="solid" onClick={() => void decide("approve")}>
              {strings.approve}
            </button>
          )}
          <button type="button" onClick={() => void decide("decline")}>
            {own ? strings.withdraw : strings.decline}
          </button>
        </div>
      )}
      {own && <p class="quiet">{strings.ownRequest}</p>}
    </article>
  );
}

function Bots({ of, live }: { of: Page["bots"]; live: number }) {
  return (
    <section aria-label={strings.bots}>
      <h2>{strings.bots}</h2>
      <p role="status">{of.all ? strings.serve(of.serving, of.all, live) : strings.noBots}</p>
      {of.serving < of.all && (
        <ul class="bots">
          {of.each.map(({ name, serves_live, trouble }) => (
            <li key={name}>
              <span class="bot-name">{name}</span>{" "}
              <span class={serves_live ? "badge good" : "badge"}>
                {serves_live ? strings.following : strings.behind}
              </span>
              {trouble && <p class="error">{trouble}</p>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Rule({ second, me, changed }: { second: boolean; me: Agent; changed: () => void }) {
  const set = async (wanted: boolean): Promise<void> => {
    const answer = await ask("PUT", `${path}/rule`, { second: wanted });
    if (!answer.ok) return failed(answer.message);
    done(wanted ? strings.ruleOn : strings.ruleOff, () => ask("PUT", `${path}/rule`, { second }));
    changed();
  };
  return (
    <section aria-label={strings.rule}>
      <CheckField
        label={strings.rule}
        help={strings.ruleHelp}
        checked={second}
        disabled={me.role !== "admin"}
        change={(wanted) => void set(wanted)}
      />
    </section>
  );
}

export default Releases;
