// What many customers run into now: posted, changed and closed by content staff, supervisors and administrators.
import { useState } from "preact/hooks";
import { atField, type Refused } from "../ask.ts";
import {
  AreaField,
  ask,
  Checks,
  Dialog,
  done,
  Empty,
  FieldError,
  Load,
  Table,
  TextField,
  useLoaded,
} from "../kit/index.ts";
import { strings as telling } from "../../studio/strings/told.en.ts";
import { type Group, path as told, result, Tell } from "../../studio/views/Tell.tsx";
import type { View } from "../house.ts";
import { strings as common } from "../strings/en.ts";
import { strings } from "../strings/known_issues.en.ts";

interface Issue {
  id: string;
  title: string;
  text: string;
  entries: string[];
  since: string;
  closed: string | null;
  affected: number;
}

interface Topics {
  topics: { name: string; entries: { entry: string; title: string }[] }[];
}

const path = "/api/known-issues";
const blank: Issue = { id: "", title: "", text: "", entries: [], since: "", closed: null, affected: 0 };
const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const when = (time: string): string => moment.format(new Date(time));

const KnownIssues: View = ({ may }) => {
  const loaded = useLoaded<{ issues: Issue[] }>(`${path}/all`);
  const [edited, edit] = useState<Issue | null>(null);
  const [over, tellOf] = useState<Issue | null>(null);
  const closed = (solved?: Issue): void => {
    edit(null);
    if (solved?.affected) tellOf(solved);
    void loaded.again();
  };
  return (
    <Load of={loaded}>
      {({ issues }) => (
        <>
          <p class="intro">{strings.intro}</p>
          {may && (
            <p class="buttons">
              <button type="button" class="solid" onClick={() => edit(blank)}>
                {strings.post}
              </button>
            </p>
          )}
          {issues.length ? (
            <Listed issues={issues} edit={may ? edit : null} />
          ) : (
            <Empty title={strings.none}>
              <p>{strings.noneText}</p>
            </Empty>
          )}
          {edited && <Edit issue={edited} close={closed} />}
          {over && <TellThem issue={over} close={() => tellOf(null)} />}
        </>
      )}
    </Load>
  );
};

function Listed({ issues, edit }: { issues: Issue[]; edit: ((issue: Issue) => void) | null }) {
  return (
    <Table
      caption={strings.caption}
      head={[strings.title, strings.affected, strings.since, strings.state, ...(edit ? [""] : [])]}
      rows={issues.map((one) => ({
        key: one.id,
        quiet: one.closed !== null,
        cells: [
          <span key="title" dir="auto">
            {one.title}
          </span>,
          strings.people(one.affected),
          <time key="since" dateTime={one.since}>
            {when(one.since)}
          </time>,
          one.closed ? strings.closed(when(one.closed)) : <span class="badge">{strings.open}</span>,
          ...(edit
            ? [
                <button
                  key="edit"
                  type="button"
                  aria-label={strings.changeOf(one.title)}
                  onClick={() => edit(one)}
                >
                  {strings.change}
                </button>,
              ]
            : []),
        ],
      }))}
    />
  );
}

const put = ({ id, title, text, entries, closed }: Issue) =>
  ask<Issue>("PUT", `${path}/${id}`, { title, text, entries, open: closed === null });

/** It is over: whoever said that it was theirs, too, may hear so. */
function TellThem({ issue, close }: { issue: Issue; close: () => void }) {
  const loaded = useLoaded<Group>(`${told}?issue=${issue.id}`);
  return (
    <Dialog title={telling.affectedTitle(issue.affected)} close={close}>
      <Load of={loaded}>
        {(group) =>
          group.customers.length ? (
            <Tell about={{ issue: issue.id }} group={group} but={[]} sent={() => void loaded.again()} />
          ) : (
            <Empty title={telling.nobodyLeft}>
              <p>{group.sent[0] ? result(group.sent[0]) : telling.nobodyLeftText}</p>
            </Empty>
          )
        }
      </Load>
      <div class="buttons">
        <button type="button" onClick={close}>
          {common.close}
        </button>
      </div>
    </Dialog>
  );
}

function Edit({ issue, close }: { issue: Issue; close: (solved?: Issue) => void }) {
  const isNew = !issue.id;
  const topics = useLoaded<Topics>("/api/faq").answer;
  const [value, setValue] = useState(issue);
  const [refused, refuse] = useState<Refused | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (change: Partial<Issue>): void => {
    setValue((before) => ({ ...before, ...change }));
    refuse(null);
  };
  /** Saves it so, says so, and offers the way back. */
  const keep = async (wanted: Issue, said: (title: string) => string): Promise<void> => {
    setBusy(true);
    const { title, text, entries } = wanted;
    const answer = await (isNew ? ask<Issue>("POST", path, { title, text, entries }) : put(wanted));
    setBusy(false);
    if (!answer.ok) return refuse(answer);
    const before = isNew ? { ...answer.body, closed: answer.body.since } : issue;
    done(said(answer.body.title), async () => {
      const undone = await put(before);
      close();
      return undone;
    });
    close(wanted.closed && !issue.closed ? answer.body : undefined);
  };
  const error = (field: string): string | undefined =>
    refused?.field?.startsWith(field) ? atField(refused.message) : undefined;
  const known = topics?.ok ? topics.body.topics : [];
  return (
    <Dialog title={isNew ? strings.post : strings.changeOf(issue.title)} close={() => close()}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void keep(value, isNew ? strings.posted : strings.saved);
        }}
      >
        <TextField
          label={strings.title}
          help={strings.titleHelp}
          value={value.title}
          change={(title) => set({ title })}
          error={error("title")}
          maxLength={120}
        />
        <AreaField
          label={strings.text}
          help={strings.textHelp}
          value={value.text}
          change={(text) => set({ text })}
          error={error("text")}
          maxLength={1000}
          optional
        />
        <fieldset class="checks">
          <legend>{strings.entries}</legend>
          <p>{strings.entriesHelp}</p>
          {known.map(({ name, entries }) => (
            <details key={name} open={entries.some(({ entry }) => issue.entries.includes(entry))}>
              <summary dir="auto">{name}</summary>
              <Checks
                legend={name}
                choices={entries.map(({ entry, title }) => ({ value: entry, label: title }))}
                value={value.entries}
                change={(chosen) => set({ entries: [...without(value.entries, entries), ...chosen] })}
              />
            </details>
          ))}
          <FieldError error={error("entries")} />
        </fieldset>
        {refused && !["title", "text", "entries"].some(error) && (
          <p role="alert" class="error">
            {refused.message}
          </p>
        )}
        <div class="buttons">
          <button type="submit" class="solid" disabled={busy}>
            {isNew ? strings.post : strings.save}
          </button>
          <button type="button" onClick={() => close()}>
            {common.cancel}
          </button>
          {!isNew &&
            (issue.closed ? (
              <button
                type="button"
                disabled={busy}
                onClick={() => void keep({ ...value, closed: null }, strings.isOpen)}
              >
                {strings.reopen}
              </button>
            ) : (
              <button
                type="button"
                class="danger"
                disabled={busy}
                onClick={() => void keep({ ...value, closed: new Date().toISOString() }, strings.isClosed)}
              >
                {strings.close}
              </button>
            ))}
        </div>
      </form>
    </Dialog>
  );
}

const without = (chosen: string[], entries: { entry: string }[]): string[] =>
  chosen.filter((id) => !entries.some(({ entry }) => entry === id));

export default KnownIssues;
