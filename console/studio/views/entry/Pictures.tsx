// Pictures and films by their address, each with what it shows for those who can't see it.
import { useState } from "preact/hooks";
import { TextField } from "../../../settings/kit/Field.tsx";
import { strings } from "../../strings/entries.en.ts";
import type { Editor } from "./editor.ts";
import { limits, type Medium } from "./shape.ts";
import { Wrong } from "./Wrong.tsx";

interface Props {
  editor: Editor;
  /** "media", or that of a step. */
  field: string;
  value: readonly Medium[];
  change: (value: Medium[]) => void;
  disabled: boolean;
}

export function Pictures({ editor, field, value, change, disabled }: Props) {
  const put = (number: number, ...media: Medium[]): void =>
    change([...value.slice(0, number), ...media, ...value.slice(number + 1)]);
  const whole = editor.problems(field).filter((one) => one.field === field);
  return (
    <div class="pictures">
      {value.map((medium, number) => (
        <div class="picture" key={number}>
          <Shown {...medium} />
          <div class="picture-fields">
            <TextField
              label={strings.pictureUrl}
              type="url"
              value={medium.url}
              change={(url) => put(number, { ...medium, url })}
              error={editor.wrong(`${field}.${number}.url`)}
              maxLength={limits.url}
              disabled={disabled}
            />
            <TextField
              label={strings.pictureAlt}
              value={medium.alt}
              change={(alt) => put(number, { ...medium, alt })}
              error={editor.wrong(`${field}.${number}.alt`)}
              maxLength={limits.alt}
              disabled={disabled}
            />
          </div>
          <button
            type="button"
            class="bare"
            aria-label={strings.removePicture(medium.alt || medium.url)}
            onClick={() => put(number)}
            disabled={disabled}
          >
            <span aria-hidden="true">×</span>
          </button>
        </div>
      ))}
      <p>
        <button type="button" disabled={disabled} onClick={() => change([...value, { url: "", alt: "" }])}>
          {strings.addPicture}
        </button>
      </p>
      <Wrong problems={whole} />
    </div>
  );
}

function Shown({ url, alt }: Medium) {
  const [lost, lose] = useState("");
  if (!/^https:\/\/[^\s/]+\.[^\s]+$/.test(url) || lost === url) {
    return <p class="no-picture">{url && lost === url ? strings.notAPicture : strings.pictureHere}</p>;
  }
  return <img src={url} alt={alt} loading="lazy" referrerpolicy="no-referrer" onError={() => lose(url)} />;
}
