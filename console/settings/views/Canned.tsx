// What agents say often: read by everybody who talks to customers, written by supervisors and administrators.
import { useState } from "preact/hooks";
import { atField, type Refused } from "../ask.ts";
import {
  AreaField,
  ask,
  CheckField,
  Dialog,
  done,
  Empty,
  Load,
  SelectField,
  Table,
  TextField,
  useLoaded,
} from "../kit/index.ts";
import type { View } from "../house.ts";
import { strings as common } from "../strings/en.ts";
import { strings } from "../strings/canned.en.ts";
import { labelOf, type Team } from "./team.ts";

interface Response {
  id: string;
  shortcut: string;
  title: string;
  text: string;
  team: string | null;
  closing: boolean;
}

interface Responses {
  responses: Response[];
  placeholders: { name: string; means: string }[];
  help_url: string | null;
}

const blank: Response = { id: "", shortcut: "", title: "", text: "", team: null, closing: false };

const Canned: View = ({ may }) => {
  const loaded = useLoaded<Responses>("/api/canned");
  const [edited, edit] = useState<Response | null>(null);
  const closed = (): void => {
    edit(null);
    void loaded.again();
  };
  return (
    <Load of={loaded}>
      {(body) => (
        <>
          <p class="intro">{strings.intro}</p>
          {may && (
            <p class="buttons">
              <button type="button" class="solid" onClick={() => edit(blank)}>
                {strings.add}
              </button>
            </p>
          )}
          {body.responses.length ? (
            <Listed responses={body.responses} edit={may ? edit : null} />
          ) : (
            <Empty title={strings.none}>
              <p>{strings.noneText}</p>
            </Empty>
          )}
          {edited && <Edit response={edited} known={body} close={closed} />}
        </>
      )}
    </Load>
  );
};

interface ListedProps {
  responses: Response[];
  edit: ((response: Response) => void) | null;
}

function Listed({ responses, edit }: ListedProps) {
  return (
    <Table
      caption={strings.caption}
      head={[strings.title, strings.shortcut, strings.text, strings.team, ...(edit ? [""] : [])]}
      rows={responses.map((one) => ({
        key: one.id,
        cells: [
          <>
            {one.title} {one.closing && <span class="badge good">{strings.closing}</span>}
          </>,
          <code key="shortcut">/{one.shortcut}</code>,
          <span class="two-lines" key="text">
            {one.text}
          </span>,
          one.team ?? strings.everybody,
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

function Edit({ response, known, close }: { response: Response; known: Responses; close: () => void }) {
  const isNew = !response.id;
  const teams = useLoaded<{ teams: Team[] }>("/api/teams").answer;
  const [value, setValue] = useState(response);
  const [refused, refuse] = useState<Refused | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (change: Partial<Response>): void => {
    setValue((before) => ({ ...before, ...change }));
    refuse(null);
  };
  const put = ({ id, ...rest }: Response) => ask<Response>("PUT", `/api/canned/${id}`, rest);
  const post = ({ id: _, ...rest }: Response) => ask<Response>("POST", "/api/canned", rest);
  const drop = (id: string) => ask<Response>("DELETE", `/api/canned/${id}`);
  const undoing =
    <T,>(act: () => Promise<T>) =>
    async (): Promise<T> => {
      const answer = await act();
      close();
      return answer;
    };
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const answer = await (isNew ? post(value) : put(value));
    setBusy(false);
    if (!answer.ok) return refuse(answer);
    const { id, title } = answer.body;
    if (isNew)
      done(
        strings.added(title),
        undoing(() => drop(id)),
      );
    else
      done(
        strings.saved(title),
        undoing(() => put(response)),
      );
    close();
  };
  const remove = async (): Promise<void> => {
    const answer = await drop(response.id);
    if (!answer.ok) return refuse(answer);
    done(
      strings.removed(response.title),
      undoing(() => post(response)),
    );
    close();
  };
  const error = (field: string): string | undefined =>
    refused?.field === field || (field === "text" && refused?.message.startsWith("text:"))
      ? atField(refused!.message)
      : undefined;
  const elsewhere = refused && !["shortcut", "title", "text", "team"].some(error);
  const names = teams?.ok ? teams.body.teams : [];
  return (
    <Dialog title={isNew ? strings.add : strings.changeOf(response.title)} close={close}>
      <form noValidate onSubmit={(event) => void save(event)}>
        <TextField
          label={strings.title}
          value={value.title}
          change={(title) => set({ title })}
          error={error("title")}
          maxLength={80}
        />
        <TextField
          label={strings.shortcut}
          help={strings.shortcutHelp}
          value={value.shortcut}
          change={(shortcut) => set({ shortcut })}
          error={error("shortcut")}
          maxLength={33}
        />
        <AreaField
          label={strings.text}
          help={strings.textHelp}
          value={value.text}
          change={(text) => set({ text })}
          error={error("text")}
          maxLength={4000}
        />
        <p class="foot">
          {strings.gaps}{" "}
          {known.placeholders.map(({ name, means }) => (
            <button
              type="button"
              class="link"
              key={name}
              title={means}
              onClick={() => set({ text: `${value.text}{${name}}` })}
            >
              {`{${name}}`}
            </button>
          ))}
        </p>
        <SelectField
          label={strings.team}
          value={value.team ?? ""}
          change={(team) => set({ team: team || null })}
          error={error("team")}
          choices={[
            { value: "", label: strings.everybody },
            ...names.map((one) => ({ value: one.name, label: labelOf(one) })),
          ]}
        />
        <CheckField
          label={strings.closingLabel}
          help={strings.closingHelp}
          checked={value.closing}
          change={(closing) => set({ closing })}
        />
        {value.closing && known.help_url && !value.text.includes("{help_url}") && (
          <p>
            <button
              type="button"
              class="link"
              onClick={() => set({ text: `${value.text.trimEnd()} {help_url}`.trimStart() })}
            >
              {strings.useHelp}
            </button>
          </p>
        )}
        {elsewhere && (
          <p role="alert" class="error">
            {refused.message}
          </p>
        )}
        <div class="buttons">
          <button type="submit" class="solid" disabled={busy}>
            {strings.save}
          </button>
          <button type="button" onClick={close}>
            {common.cancel}
          </button>
          {!isNew && (
            <button type="button" class="danger" onClick={() => void remove()}>
              {strings.remove}
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

export default Canned;
