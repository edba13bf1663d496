// A file is looked at as soon as it is chosen; only a second step writes.
import { useState } from "preact/hooks";
import { ask, type Answer } from "../../../settings/ask.ts";
import { Field, TextField } from "../../../settings/kit/Field.tsx";
import { done } from "../../../settings/kit/notice.ts";
import { Table } from "../../../settings/kit/Table.tsx";
import { address, follow } from "../../../settings/route.ts";
import { strings } from "../../strings/bringing.en.ts";
import { at, content, limits } from "./shape.ts";

const most = 5_000_000;

interface Row {
  id: string;
  title: string;
  topic: string;
  what: string;
  sentence: string;
}

interface Looked {
  rows: Row[];
  counts: { added: number; changed: number; skipped: number; same: number };
  problems: { line: number; level: string; sentence: string }[];
  levels: { error: number; warning: number };
  act?: string | null;
  first?: string | null;
}

interface Chosen {
  name: string;
  content: string;
}

export function BringIn({ again }: { again: () => void }) {
  const [chosen, choose] = useState<Chosen | null>(null);
  const [topic, into] = useState("");
  const [looked, put] = useState<Looked | null>(null);
  const [wrong, refuse] = useState("");
  const [busy, setBusy] = useState(false);
  const send = async (file: Chosen, go: boolean): Promise<Answer<Looked>> => {
    setBusy(true);
    refuse("");
    const answer = await ask<Looked>("POST", `${content}/import`, { ...file, topic, go });
    setBusy(false);
    if (answer.ok) put(answer.body);
    else refuse(answer.message);
    return answer;
  };
  const pick = async (file: File | undefined): Promise<void> => {
    put(null);
    choose(null);
    if (!file) return;
    if (file.size > most) return refuse(strings.tooLarge(file.name));
    const packed = await packedAs64(file).catch(() => null);
    if (packed === null) return refuse(strings.notRead(file.name));
    const one = { name: file.name, content: packed };
    choose(one);
    void send(one, false);
  };
  const go = async (): Promise<void> => {
    const answer = await send(chosen!, true);
    if (!answer.ok) return;
    const { act, first, counts } = answer.body;
    const back = async () => {
      const undone = await ask("POST", `${at(first!)}/undo`, { act });
      if (undone.ok) again();
      return undone;
    };
    const undo = act && first ? back : null;
    done(strings.imported(counts.added + counts.changed), undo);
  };
  const written = looked?.act !== undefined;
  return (
    <div class="form">
      <Field label={strings.file} help={strings.fileHelp} error={wrong || undefined}>
        {(tied) => (
          <input
            {...tied}
            type="file"
            accept=".csv,.json,.zip,.txt"
            disabled={busy || written}
            onChange={({ currentTarget }) => void pick(currentTarget.files?.[0])}
          />
        )}
      </Field>
      <TextField
        label={strings.intoTopic}
        help={strings.intoTopicHelp}
        value={topic}
        change={into}
        maxLength={limits.topic}
        disabled={busy || written}
        optional
      />
      <p role="status" class="hint">
        {busy ? (looked ? strings.importing : strings.looking) : ""}
      </p>
      {looked && <Outcome looked={looked} />}
      {looked && !written && (
        <p class="buttons">
          {looked.counts.added + looked.counts.changed > 0 ? (
            <button type="button" class="solid" disabled={busy} onClick={() => void go()}>
              {strings.importNow(looked.counts.added + looked.counts.changed)}
            </button>
          ) : (
            <span>{strings.nothingToDo}</span>
          )}
        </p>
      )}
      {written && (
        <p class="buttons">
          <a class="button" href={address("entries?state=draft")} onClick={follow}>
            {strings.seeEntries}
          </a>
          <button type="button" onClick={again}>
            {strings.another}
          </button>
        </p>
      )}
    </div>
  );
}

function Outcome({ looked: { rows, counts, problems, levels, act } }: { looked: Looked }) {
  const all = counts.added + counts.changed + counts.skipped + counts.same;
  const told = levels.error + levels.warning;
  return (
    <>
      {act === undefined && (
        <p class="told">{strings.wouldBe(counts.added, counts.changed, counts.skipped, counts.same)}</p>
      )}
      {told > 0 && (
        <details open={levels.error > 0}>
          <summary>{strings.problemsIn(told)}</summary>
          <ul class="problems">
            {problems.map(({ line, level, sentence }, number) => (
              <li key={number} class={`problem ${level}`}>
                {strings.inRow(line, sentence)}
              </li>
            ))}
          </ul>
          {told > problems.length && <p class="hint">{strings.andMore(told - problems.length)}</p>}
        </details>
      )}
      {rows.length > 0 && (
        <Table
          caption={strings.bringIn}
          head={strings.whatHead}
          rows={rows.map((row) => ({
            key: row.id,
            quiet: row.what === "same",
            cells: [
              <span key="title" dir="auto">
                {row.title}
              </span>,
              <span key="topic" dir="auto">
                {row.topic}
              </span>,
              <span key="what" class={row.what === "added" ? "badge good" : "badge"}>
                {strings.what[row.what] ?? row.what}
              </span>,
              row.sentence,
            ],
          }))}
        />
      )}
      {all > rows.length && <p class="hint">{strings.andMore(all - rows.length)}</p>}
    </>
  );
}

/** As JSON carries bytes. */
function packedAs64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",", 2)[1] ?? "");
    reader.onerror = () => reject(reader.error ?? new Error());
    reader.readAsDataURL(file);
  });
}
