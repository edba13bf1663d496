// The entry in other languages, each beside the original.
import { useState } from "preact/hooks";
import { SelectField, TextField } from "../../../settings/kit/Field.tsx";
import { confirmed } from "../../../settings/kit/confirm.ts";
import { strings } from "../../strings/entries.en.ts";
import { AnswerField } from "./Answer.tsx";
import type { Editor } from "./editor.ts";
import { Lines } from "./Lines.tsx";
import { Preview } from "./Preview.tsx";
import { limits, type Translation } from "./shape.ts";
import { Wrong } from "./Wrong.tsx";

/** Offered in the list; any other code can be typed. */
export const offered =
  "ar bg bn ca cs da de el es et fa fi fr he hi hr hu id it ja ko lt lv ms nb nl pl pt pt-BR ro ru sk sl sr sv th tr uk ur vi zh zh-Hant".split(
    " ",
  );
const names = new Intl.DisplayNames(["en"], { type: "language" });

export function nameOf(code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

export function directionOf(code: string): "rtl" | "ltr" {
  return /^(ar|fa|he|ps|sd|ug|ur|yi|dv|ckb)\b/.test(code) ? "rtl" : "ltr";
}

export function Languages({ editor, disabled }: { editor: Editor; disabled: boolean }) {
  const { value, set } = editor;
  const [shown, show] = useState("");
  const put = (code: string, one: Translation): void =>
    set({ languages: { ...value.languages, [code]: one } });
  const add = (code: string): void => {
    const empty = { title: "", answer: "", phrasings: [], url: "" };
    put(code, empty);
    show(code);
  };
  const remove = async (code: string): Promise<void> => {
    const { [code]: gone, ...rest } = value.languages;
    const empty = !gone?.title && !gone?.answer;
    const question = { title: strings.removeLanguage(nameOf(code)), text: strings.removeLanguageText };
    if (!empty && !(await confirmed({ ...question, action: strings.remove }))) return;
    set({ languages: rest });
  };
  const left = offered.filter((code) => !(code in value.languages));
  return (
    <section>
      <h3>{strings.languages}</h3>
      <p class="hint">{strings.languagesHelp}</p>
      {Object.entries(value.languages).map(([code, one]) => (
        <details
          key={code}
          class="language"
          open={shown === code || editor.problems(`languages.${code}`).length > 0}
        >
          <summary>
            {nameOf(code)} <span class="badge">{code}</span>
          </summary>
          <One {...{ editor, code, one, disabled }} put={(one) => put(code, one)} />
          <p>
            <button type="button" class="danger" disabled={disabled} onClick={() => void remove(code)}>
              {strings.removeLanguage(nameOf(code))}
            </button>
          </p>
        </details>
      ))}
      <Wrong problems={editor.problems("languages").filter(({ field }) => field === "languages")} />
      <SelectField
        label={strings.addLanguage}
        value=""
        change={(code) => code && add(code)}
        choices={[
          { value: "", label: strings.chooseLanguage },
          ...left.map((code) => ({ value: code, label: `${nameOf(code)} (${code})` })),
        ]}
        disabled={disabled}
      />
    </section>
  );
}

interface OneProps {
  editor: Editor;
  code: string;
  one: Translation;
  put: (one: Translation) => void;
  disabled: boolean;
}

function One({ editor, code, one, put, disabled }: OneProps) {
  const { value } = editor;
  const field = `languages.${code}`;
  const dir = directionOf(code);
  return (
    <>
      <Wrong problems={editor.problems(field).filter((problem) => problem.field === field)} />
      <div class="side-by-side">
        <div class="original" aria-label={strings.original}>
          <p class="side-title">{strings.original}</p>
          <strong dir="auto">{value.title}</strong>
          <p class="asis" dir="auto">
            {value.answer}
          </p>
        </div>
        <div lang={code}>
          <TextField
            label={strings.titleIn(nameOf(code))}
            value={one.title}
            change={(title) => put({ ...one, title })}
            error={editor.wrong(`${field}.title`)}
            dir={dir}
            maxLength={limits.title}
            disabled={disabled}
          />
          <AnswerField
            label={strings.answerIn(nameOf(code))}
            value={one.answer}
            change={(answer) => put({ ...one, answer })}
            error={editor.wrong(`${field}.answer`)}
            disabled={disabled}
            lang={code}
            dir={dir}
          />
          <TextField
            label={strings.url}
            type="url"
            value={one.url}
            change={(url) => put({ ...one, url })}
            error={editor.wrong(`${field}.url`)}
            maxLength={limits.url}
            disabled={disabled}
            optional
          />
        </div>
      </div>
      <div class="side-by-side">
        <div class="original">
          <p class="side-title">{strings.phrasings}</p>
          <ul class="plain-lines">
            {value.phrasings.map((line) => (
              <li key={line} dir="auto">
                {line}
              </li>
            ))}
          </ul>
        </div>
        <Lines
          legend={strings.phrasingsIn(nameOf(code))}
          value={one.phrasings}
          change={(phrasings) => put({ ...one, phrasings })}
          problems={(number) =>
            number === null
              ? editor
                  .problems(`${field}.phrasings`)
                  .filter((problem) => problem.field === `${field}.phrasings`)
              : editor.problems(`${field}.phrasings.${number}`)
          }
          dir={dir}
          lang={code}
          disabled={disabled}
        />
      </div>
      <Preview entry={value} language={code} />
    </>
  );
}
