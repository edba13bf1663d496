// All settings of one team. What is written is tried on the service as it is written: open now, and what is wrong.
import { useEffect, useState } from "preact/hooks";
import {
  ask,
  CheckField,
  Checks,
  confirmed,
  done,
  failed,
  NumberField,
  route,
  SavedForm,
  SelectField,
  TextField,
  useForm,
  useLoaded,
  type Answer,
} from "../kit/index.ts";
import { strings } from "../strings/teams.en.ts";
import { HoursFields } from "./HoursFields.tsx";
import { OtherDays } from "./OtherDays.tsx";
import { labelOf, type Hours, type Team, type TeamSettings } from "./team.ts";
import { Now } from "./Teams.tsx";

export interface Choices {
  time_zones: string[];
  countries: Record<string, string[]>;
  reasons: string[];
  topics: string[];
}

interface Props {
  team: Team;
  teams: Team[];
  may: boolean;
  put: (team: Team) => void;
  again: () => Promise<void>;
}

const shownAtField = [
  "title",
  "topics",
  "languages",
  "reasons",
  "urgent",
  "overflow_to",
  "overflow_s",
  "wrap_up_s",
  "wait_limit_s",
  "reply_within_s",
  "hours",
];
const noChoices: Choices = { time_zones: [], countries: {}, reasons: [], topics: [] };

export function TeamForm({ team, teams, may, put, again }: Props) {
  const path = `/api/teams/${encodeURIComponent(team.name)}`;
  const answered = useLoaded<Choices>("/api/team-choices").answer;
  const choices = answered?.ok ? answered.body : noChoices;
  const send = async (settings: TeamSettings): Promise<Answer<TeamSettings>> => {
    const answer = await ask<Team>("PUT", path, settings);
    if (!answer.ok) return answer;
    put(answer.body);
    return { ok: true, body: answer.body.settings };
  };
  const form = useForm(team.settings, shownAtField, send);
  const shown = useTried(path, form.value, form.dirty) ?? team;
  const { value, set, error } = form;
  const saved = (before: TeamSettings): void =>
    done(strings.saved(labelOf(team)), async () => {
      const answer = await send(before);
      if (answer.ok) form.reset(answer.body);
      return answer;
    });
  const setHours = (hours: Hours | null): void => set({ hours });
  const others = teams.filter(({ name }) => name !== team.name);
  return (
    <SavedForm form={form} saved={saved}>
      <div class="tried" role="status">
        {form.dirty && strings.asWritten} <Now team={shown} />
        {shown.notices.map((notice) => (
          <p key={notice} class="notice-line">
            {notice}
          </p>
        ))}
      </div>
      <fieldset class="all" disabled={!may}>
        <section>
          <h3>{strings.sections.called}</h3>
          <TextField
            label={strings.name}
            help={strings.titleHelp(team.name)}
            value={value.title ?? team.name}
            change={(title) => set({ title: title === team.name ? null : title })}
            error={error("title")}
            maxLength={64}
          />
        </section>
        <HoursFields {...{ hours: value.hours, setHours, error }} zones={choices.time_zones} />
        {value.hours && (
          <OtherDays
            {...{ hours: value.hours, setHours, error }}
            countries={choices.countries}
            next={shown.holidays}
          />
        )}
        <section>
          <h3>{strings.sections.skills}</h3>
          {choices.topics.length > 0 && (
            <Checks
              legend={strings.topics}
              help={strings.topicsHelp}
              choices={named(choices.topics, value.topics)}
              value={value.topics}
              change={(topics) => set({ topics })}
              error={error("topics")}
            />
          )}
          <Languages
            value={value.languages}
            change={(languages) => set({ languages })}
            error={error("languages")}
          />
          <Checks
            legend={strings.reasons}
            help={strings.reasonsHelp}
            choices={reasons(choices.reasons)}
            value={value.reasons}
            change={(reasons) => set({ reasons })}
            error={error("reasons")}
          />
          <Checks
            legend={strings.urgent}
            choices={reasons(choices.reasons)}
            value={value.urgent}
            change={(urgent) => set({ urgent })}
            error={error("urgent")}
          />
        </section>
        <section>
          <h3>{strings.sections.waiting}</h3>
          <SelectField
            label={strings.assignment}
            value={value.assignment}
            change={(assignment) => set({ assignment: assignment as TeamSettings["assignment"] })}
            choices={[
              { value: "manual", label: strings.manual },
              { value: "automatic", label: strings.automatic },
            ]}
          />
          <CheckField
            label={strings.sticky}
            help={strings.stickyHelp}
            checked={value.sticky}
            change={(sticky) => set({ sticky })}
          />
          <Time
            label={strings.wrapUp}
            unit={strings.seconds}
            size={1}
            value={value.wrap_up_s}
            change={(wrap_up_s) => set({ wrap_up_s })}
            error={error("wrap_up_s")}
          />
          <Time
            label={strings.waitLimit}
            unit={strings.minutes}
            size={60}
            value={value.wait_limit_s}
            change={(wait_limit_s) => set({ wait_limit_s })}
            error={error("wait_limit_s")}
          />
          <SelectField
            label={strings.overflowTo}
            value={value.overflow_to ?? ""}
            change={(to) => set({ overflow_to: to || null })}
            error={error("overflow_to")}
            choices={[
              { value: "", label: strings.noOverflow },
              ...others.map((one) => ({ value: one.name, label: labelOf(one) })),
            ]}
          />
          {value.overflow_to && (
            <Time
              label={strings.overflow}
              unit={strings.minutes}
              size={60}
              value={value.overflow_s}
              change={(overflow_s) => set({ overflow_s })}
              error={error("overflow_s")}
            />
          )}
        </section>
        <section>
          <h3>{strings.sections.later}</h3>
          <Time
            label={strings.replyWithin}
            help={strings.replyHelp}
            unit={strings.hours}
            size={3600}
            value={value.reply_within_s}
            change={(reply_within_s) => set({ reply_within_s })}
            error={error("reply_within_s")}
          />
          <CheckField
            label={strings.callbacks}
            checked={value.callbacks}
            change={(callbacks) => set({ callbacks })}
          />
        </section>
      </fieldset>
      {may && !form.dirty && <Remove team={team} again={again} />}
    </SavedForm>
  );
}

/** The team as it would be, a moment after the last key. What is wrong is told when it is saved. */
function useTried(path: string, value: TeamSettings, dirty: boolean): Team | null {
  const [tried, setTried] = useState<Team | null>(null);
  useEffect(() => {
    if (!dirty) return setTried(null);
    let wanted = true;
    const timer = setTimeout(() => {
      void ask<Team>("POST", `${path}/preview`, value).then(
        (answer) => wanted && answer.ok && setTried(answer.body),
      );
    }, 400);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [value, dirty]);
  return tried;
}

interface TimeProps {
  label: string;
  help?: string;
  unit: string;
  /** Seconds in one of the unit. */
  size: number;
  value: number;
  change: (seconds: number) => void;
  error: string | undefined;
}

/** Seconds, written in a unit that people count in. What is no whole number of it stays as it was typed. */
function Time({ label, help, unit, size, value, change, error }: TimeProps) {
  return (
    <NumberField
      {...{ label, unit, error }}
      {...(help ? { help } : {})}
      value={Number.isFinite(value) ? Math.round((value / size) * 100) / 100 : null}
      change={(typed) => change(typed === null ? Number.NaN : Math.round(typed * size))}
    />
  );
}

interface LanguagesProps {
  value: string[];
  change: (value: string[]) => void;
  error: string | undefined;
}

function Languages({ value, change, error }: LanguagesProps) {
  const [typed, type] = useState(value.join(", "));
  const mine = split(typed).join() === value.join() ? typed : value.join(", ");
  return (
    <TextField
      label={strings.languages}
      help={strings.languagesHelp}
      value={mine}
      change={(text) => {
        type(text);
        change(split(text));
      }}
      error={error}
      optional
    />
  );
}

const split = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);
const reasons = (known: string[]) =>
  known.map((value) => ({ value, label: strings.reasonNames[value] ?? value }));
const named = (known: string[], chosen: string[]) =>
  [...new Set([...known, ...chosen])].map((value) => ({ value, label: value }));

function Remove({ team, again }: { team: Team; again: () => Promise<void> }) {
  const remove = async (): Promise<void> => {
    const { removeTitle, removeText } = strings;
    const question = { title: removeTitle(labelOf(team)), text: removeText, action: strings.remove };
    if (!(await confirmed(question))) return;
    const answer = await ask("DELETE", `/api/teams/${encodeURIComponent(team.name)}`);
    if (!answer.ok) return failed(answer.message);
    await route.go("teams");
    await again();
    done(strings.removed(labelOf(team)));
  };
  return (
    <p class="ending">
      <button type="button" class="danger" onClick={() => void remove()}>
        {strings.remove}
      </button>
    </p>
  );
}
