// How the widget looks and what it is called, how it gets onto a site, and whether it is seen there.
import { useEffect, useId, useState } from "preact/hooks";
import {
  AreaField,
  ask,
  Copy,
  done,
  Field,
  Load,
  SavedForm,
  SelectField,
  TextField,
  useForm,
  useLoaded,
  type Answer,
} from "../kit/index.ts";
import type { View } from "../house.ts";
import { strings } from "../strings/look.en.ts";
import { Preview } from "./LookPreview.tsx";
import { SeenOnSite } from "./SeenOnSite.tsx";

export interface Chosen {
  name: string | null;
  title: string | null;
  greeting: string | null;
  color: string | null;
  side: string | null;
  label: string | null;
  lang: string | null;
}

interface Told {
  look: Chosen;
  languages: string[];
  snippet: string;
}

interface Legibility {
  contrast: number;
  readable: boolean;
  words: string;
  nearest: string;
}

export const standardColor = "#1f5fa8";
const fields = ["name", "title", "greeting", "color", "side", "label", "lang"];

const Look: View = ({ may }) => {
  const loaded = useLoaded<Told>("/api/look");
  return (
    <Load of={loaded}>
      {(told) => (
        <>
          <LookForm told={told} may={may} />
          <section>
            <h2>{strings.embed}</h2>
            <p>{strings.embedText}</p>
            <pre class="snippet" tabIndex={0}>
              {told.snippet}
            </pre>
            <p class="buttons">
              <Copy text={told.snippet} />
            </p>
          </section>
          <SeenOnSite />
        </>
      )}
    </Load>
  );
};

function LookForm({ told, may }: { told: Told; may: boolean }) {
  const send = async (look: Chosen): Promise<Answer<Chosen>> => {
    const answer = await ask<Told>("PUT", "/api/look", look);
    return answer.ok ? { ok: true, body: answer.body.look } : answer;
  };
  const form = useForm(told.look, fields, send);
  const { value, set, error } = form;
  const legible = useLegibility(value.color, may);
  const saved = (before: Chosen): void =>
    done(strings.saved, async () => {
      const answer = await send(before);
      if (answer.ok) form.reset(answer.body);
      return answer;
    });
  const text = (name: keyof Chosen) => ({
    value: value[name] ?? "",
    change: (typed: string) => set({ [name]: typed || null }),
    error: error(name),
  });
  return (
    <SavedForm form={form} saved={saved}>
      <div class="look">
        <fieldset class="form" disabled={!may}>
          <TextField
            label={strings.title}
            help={strings.titleHelp}
            optional
            maxLength={80}
            {...text("title")}
          />
          <AreaField
            label={strings.greeting}
            help={strings.greetingHelp}
            optional
            rows={3}
            maxLength={300}
            {...text("greeting")}
          />
          <Color
            value={value.color}
            change={(color) => set({ color })}
            error={error("color")}
            {...{ legible }}
          />
          <SelectField
            label={strings.side}
            {...text("side")}
            choices={[
              { value: "", label: strings.sideAuto },
              { value: "left", label: strings.left },
              { value: "right", label: strings.right },
            ]}
          />
          <TextField
            label={strings.label}
            help={strings.labelHelp}
            optional
            maxLength={40}
            {...text("label")}
          />
          <TextField label={strings.name} help={strings.nameHelp} optional maxLength={60} {...text("name")} />
          <SelectField
            label={strings.lang}
            help={strings.langHelp}
            {...text("lang")}
            choices={[
              { value: "", label: strings.langAuto },
              ...told.languages.map((code) => ({ value: code, label: inItself(code) })),
            ]}
          />
          <p class="foot">{strings.ownWords}</p>
        </fieldset>
        <Preview look={value} words={legible?.words ?? "#ffffff"} />
      </div>
    </SavedForm>
  );
}

const inItself = (code: string): string =>
  new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;

interface ColorProps {
  value: string | null;
  change: (color: string | null) => void;
  error: string | undefined;
  legible: Legibility | null;
}

function Color({ value, change, error, legible }: ColorProps) {
  const told = useId();
  return (
    <div>
      <Field label={strings.color} help={strings.colorHelp} error={error}>
        {(tied) => (
          <span class="color">
            <input
              type="color"
              aria-label={strings.colorPick}
              value={/^#[0-9a-f]{6}$/i.test(value ?? "") ? value! : standardColor}
              onInput={(event) => change(event.currentTarget.value)}
            />
            <input
              {...tied}
              type="text"
              placeholder={standardColor}
              value={value ?? ""}
              maxLength={20}
              onInput={(event) => change(event.currentTarget.value || null)}
            />
            <button type="button" class="link" disabled={!value} onClick={() => change(null)}>
              {strings.standard}
            </button>
          </span>
        )}
      </Field>
      <p role="status" id={told} class={legible && !legible.readable ? "failed" : "foot"}>
        {legible && (legible.readable ? strings.readable : strings.unreadable)(legible.contrast)}
      </p>
      {legible && !legible.readable && (
        <button type="button" onClick={() => change(legible.nearest)}>
          {strings.take(legible.nearest)}
        </button>
      )}
    </div>
  );
}

/** As the service judges it, a moment after the last change. */
function useLegibility(color: string | null, may: boolean): Legibility | null {
  const [found, setFound] = useState<Legibility | null>(null);
  useEffect(() => {
    if (!may || !color || !/^#[0-9a-f]{6}$/i.test(color)) return setFound(null);
    let wanted = true;
    const timer = setTimeout(() => {
      void ask<Legibility>("POST", "/api/look/preview", { color }).then(
        (answer) => wanted && answer.ok && setFound(answer.body),
      );
    }, 150);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [color]);
  return found;
}

export default Look;
