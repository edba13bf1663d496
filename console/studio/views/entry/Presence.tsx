// Who else has this entry open, and whether it was changed meanwhile: said before anybody writes in vain.
import { useEffect, useState } from "preact/hooks";
import { ask } from "../../../settings/ask.ts";
import { newClientId } from "../../../../widget/connection/client_id.ts";
import { strings } from "../../strings/entries.en.ts";
import { at } from "./shape.ts";

const everyMs = 10_000;

interface Other {
  name: string;
  since: string;
  unsaved: boolean;
  own: boolean;
}

interface Beat {
  others: Other[];
  version: string | null;
}

interface Props {
  id: string;
  version: string;
  dirty: boolean;
  /** Reads it again: nothing of one's own would be lost. */
  reload: () => void;
}

export function Presence({ id, version, dirty, reload }: Props) {
  const [beat, put] = useState<Beat | null>(null);
  const [page] = useState(newClientId);
  useEffect(() => {
    const path = `${at(id)}/editing`;
    const tell = async (): Promise<void> => {
      const answer = await ask<Beat>("POST", path, { window: page, unsaved: dirty });
      if (answer.ok) put(answer.body);
    };
    void tell();
    const timer = setInterval(() => void tell(), everyMs);
    return () => clearInterval(timer);
  }, [id, dirty, version]);
  useEffect(() => {
    const leave = (): void => {
      const body = JSON.stringify({ window: page });
      const headers = { "content-type": "application/json" };
      void fetch(`${at(id)}/editing`, { method: "DELETE", headers, body, keepalive: true }).catch(() => null);
    };
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      leave();
    };
  }, [id]);
  const stale = beat !== null && beat.version !== version;
  return (
    <div role="status" class="presence">
      {beat?.others.map((other) => (
        <p key={`${other.name} ${other.since}`} class="told">
          {other.own ? strings.alsoYou : strings.alsoOpen(other.name)}
          {other.unsaved ? ` ${strings.unsavedThere}` : ""}
        </p>
      ))}
      {stale && (
        <p class="told">
          {beat.version === null ? strings.deletedMeanwhile : strings.changedMeanwhile}{" "}
          {!dirty && beat.version !== null && (
            <button type="button" class="link" onClick={reload}>
              {strings.readAgain}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
