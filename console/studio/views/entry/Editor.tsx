// One entry, written from top to bottom as customers meet it: question, phrasings, answer, and all around it.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Agent } from "../../../../widget/connection/wire.ts";
import { ask } from "../../../settings/ask.ts";
import { TextField } from "../../../settings/kit/Field.tsx";
import { done, failed } from "../../../settings/kit/notice.ts";
import { route } from "../../../settings/route.ts";
import { when } from "../../../settings/when.ts";
import { strings } from "../../strings/entries.en.ts";
import { Acts } from "./Acts.tsx";
import { Answer } from "./Answer.tsx";
import { Clash } from "./Clash.tsx";
import { useEditor, type Editor as Editing } from "./editor.ts";
import { drafted, type Gap } from "./gap.ts";
import { GapWords } from "./GapWords.tsx";
import { History } from "./History.tsx";
import { Languages } from "./Languages.tsx";
import { Lines } from "./Lines.tsx";
import { Presence } from "./Presence.tsx";
import { Related } from "./Related.tsx";
import { at, blank, few, limits, type Opened, type Saved, type Topic } from "./shape.ts";
import { Standing, TopicField } from "./Standing.tsx";
import { Top } from "./Top.tsx";
import { Wrong } from "./Wrong.tsx";

interface Props {
  me: Agent;
  may: boolean;
  /** Null: a new entry. */
  opened: Opened | null;
  topics: Topic[];
  gap: Gap | null;
  refusal: string | null;
  /** Begins again with what stands there. */
  reload: () => void;
  /** Reads what stands around the entry, and leaves what is written. */
  refresh: () => void;
}

export function Editor({ me, may, opened, topics, gap, refusal, reload, refresh }: Props) {
  const first = opened?.entry ?? blank;
  const { start, fresh } = withGap(first, gap);
  const editor = useEditor(me.id, first, opened?.problems ?? [], start, String(gap?.gap ?? ""));
  const disabled = !may || refusal !== null;
  const after = useSaved(editor, gap, reload, refresh);
  useEffect(() => {
    const keys = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      if (!disabled && !document.querySelector("dialog[open]")) void after();
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  });
  if (editor.clash) return <Clash editor={editor} clash={editor.clash} />;
  const { value, set } = editor;
  return (
    <>
      <form
        class={`form paper ${value.state}`}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void after();
        }}
      >
        <Top editor={editor} opened={opened} refusal={refusal} />
        {opened && may && !refusal && (
          <Presence id={opened.entry.id} version={editor.version} dirty={editor.dirty} reload={reload} />
        )}
        <Kept editor={editor} />
        {gap && <GapWords editor={editor} gap={gap} />}
        <TextField
          label={strings.title}
          help={strings.titleHelp}
          value={value.title}
          change={(title) => set({ title })}
          error={editor.wrong("title")}
          dir="auto"
          maxLength={limits.title}
          disabled={disabled}
        />
        <TopicField {...{ editor, topics, disabled }} />
        <Phrasings {...{ editor, disabled, fresh }} />
        <Answer {...{ editor, disabled }} />
        <TextField
          label={strings.url}
          help={strings.urlHelp}
          type="url"
          value={value.url}
          change={(url) => set({ url })}
          error={editor.wrong("url")}
          maxLength={limits.url}
          disabled={disabled}
          optional
        />
        <Standing {...{ editor, disabled }} />
        <Languages {...{ editor, disabled }} />
        <Related {...{ editor, disabled }} titles={opened?.titles ?? {}} />
        <Tests {...{ editor, disabled }} />
        {!opened && <NewId {...{ editor, disabled }} />}
        {!disabled && <Bar {...{ editor, after }} />}
      </form>
      {opened && (
        <History
          id={opened.entry.id}
          version={editor.version}
          may={!disabled}
          undo={(act) => void undone(opened.entry.id, act, reload)}
          back={(entry) => set({ ...entry, id: value.id })}
        />
      )}
      {opened && !disabled && <Acts {...{ editor, opened }} />}
    </>
  );
}

function withGap(first: Opened["entry"] | typeof blank, gap: Gap | null) {
  const { version: _, ...entry } = { version: "", ...first };
  if (!gap) return { start: entry, fresh: [] };
  const fresh = gap.phrasings.filter((line) => !entry.phrasings.includes(line));
  if (entry.id) return { start: { ...entry, phrasings: [...entry.phrasings, ...fresh] }, fresh };
  const drafted = { ...entry, ...gap.entry, id: gap.entry.id ?? "" };
  return { start: { ...drafted, phrasings: gap.phrasings, answer: drafted.answer || gap.answer }, fresh };
}

/** Saves, says so with the way back, tells the gap, and goes on: to the entry's own page, or to publish it. */
function useSaved(editor: Editing, gap: Gap | null, reload: () => void, refresh: () => void) {
  const publishing = useRef(false);
  const [saved, put] = useState<Saved | null>(null);
  useEffect(() => {
    // Only now nothing is unsaved, and the page may be left.
    if (!saved?.entry || editor.dirty) return;
    put(null);
    const { id, title } = saved.entry;
    const tell = (): void => {
      const { act } = saved;
      if (act)
        done(saved.entry!.state === "draft" ? strings.savedDraft(title) : strings.saved(title), () =>
          undone(id, act, reload),
        );
      else done(strings.unchanged);
    };
    if (publishing.current) void route.go("publish?train=1");
    else if (route.parts[1] !== id || gap) void route.go(`entries/${id}`).then(() => setTimeout(tell, 100));
    else {
      refresh();
      tell();
    }
  }, [saved, editor.dirty]);
  return async (publish = false): Promise<void> => {
    publishing.current = publish;
    if (publish && editor.id && !editor.dirty) return route.go("publish?train=1");
    const answer = await editor.save();
    if (!answer?.entry) return;
    if (gap) await drafted(gap, answer.entry.id);
    put(answer);
  };
}

async function undone(id: string, act: string, reload: () => void) {
  const answer = await ask<Saved>("POST", `${at(id)}/undo`, { act });
  if (!answer.ok) failed(answer.message);
  else if (answer.body.entry) reload();
  else void route.go("entries");
  return answer;
}

function Kept({ editor }: { editor: Editing }) {
  if (!editor.kept) return null;
  return (
    <div class="told offer" role="status">
      <p>{strings.keptHere(when(editor.kept.at))}</p>
      <p class="buttons">
        <button type="button" onClick={editor.restore}>
          {strings.goOnWriting}
        </button>
        <button type="button" onClick={editor.forget}>
          {strings.throwAway}
        </button>
      </p>
    </div>
  );
}

interface PartProps {
  editor: Editing;
  disabled: boolean;
}

function Phrasings({ editor, disabled, fresh }: PartProps & { fresh: readonly string[] }) {
  const { value, set } = editor;
  const count = value.phrasings.filter((line) => line.trim()).length;
  const field = "phrasings";
  return (
    <Lines
      legend={strings.phrasings}
      help={strings.phrasingsHelp}
      value={value.phrasings.length ? value.phrasings : [""]}
      change={(phrasings) => set({ phrasings })}
      fresh={fresh}
      foot={strings.howMany(count, few)}
      problems={(number) =>
        number === null
          ? editor.problems(field).filter((one) => one.field === field && one.level === "error")
          : editor.problems(`${field}.${number}`)
      }
      disabled={disabled}
    />
  );
}

function Tests({ editor, disabled }: PartProps) {
  const { value, set } = editor;
  const lines = (field: "must_answer" | "must_not_answer", legend: string, help: string) => (
    <Lines
      legend={legend}
      help={help}
      value={value[field]}
      change={(some) => set({ [field]: some })}
      problems={(number) =>
        number === null
          ? editor.problems(field).filter((one) => one.field === field)
          : editor.problems(`${field}.${number}`)
      }
      disabled={disabled}
    />
  );
  return (
    <section>
      <h3>{strings.tests}</h3>
      <p class="hint">{strings.testsHelp}</p>
      {lines("must_answer", strings.mustAnswer, strings.mustAnswerHelp)}
      {lines("must_not_answer", strings.mustNotAnswer, strings.mustNotAnswerHelp)}
    </section>
  );
}

function NewId({ editor, disabled }: PartProps) {
  return (
    <details open={editor.wrong("id") !== undefined}>
      <summary>{strings.ownId}</summary>
      <TextField
        label={strings.id}
        help={strings.idHelp}
        value={editor.value.id}
        change={(id) => editor.set({ id })}
        error={editor.wrong("id")}
        maxLength={60}
        disabled={disabled}
        optional
      />
    </details>
  );
}

function Bar({ editor, after }: { editor: Editing; after: (publish?: boolean) => Promise<void> }) {
  const { dirty, busy, all, refused } = editor;
  const errors = all.filter(({ level }) => level === "error").length;
  return (
    <div class="save-bar">
      <div role="status">
        <p>{dirty ? (errors ? strings.errorsLeft(errors) : strings.notSaved) : ""}</p>
        {refused && <p class="error">{refused}</p>}
        <Wrong problems={dirty ? all.filter(({ field }) => field === "") : []} />
      </div>
      {dirty && (
        <button type="button" onClick={editor.discard} disabled={busy}>
          {strings.discard}
        </button>
      )}
      <button type="button" onClick={() => void after(true)} disabled={busy}>
        {strings.saveAndPublish}
      </button>
      <button type="submit" class="solid" disabled={busy || (!dirty && editor.id !== "")}>
        {busy ? strings.saving : strings.save}
      </button>
    </div>
  );
}
