// The conversation as a file: as its customer sees it, and on request with what they never see.
import { useState } from "preact/hooks";
import { strings } from "../strings/en.ts";

export function SaveTranscript({ conversation }: { conversation: string }) {
  const [notes, withNotes] = useState(false);
  const address = (format: string): string => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const asked = new URLSearchParams({ format, zone, notes: notes ? "1" : "0" });
    return `/api/conversations/${conversation}/transcript?${asked}`;
  };
  return (
    <>
      <h2>{strings.transcriptFile}</h2>
      <p>
        <a href={address("html")} download>
          {strings.savePage}
        </a>{" "}
        ·{" "}
        <a href={address("txt")} download>
          {strings.saveText}
        </a>
      </p>
      <p>
        <label>
          <input
            type="checkbox"
            checked={notes}
            onChange={(event) => withNotes(event.currentTarget.checked)}
          />{" "}
          {strings.withNotes}
        </label>
      </p>
    </>
  );
}
