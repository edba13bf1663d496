// The conversation to keep: as a file at once, or by e-mail to an address that is the customer's own.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Posting } from "../connection/wire.ts";
import type { Conversation } from "../conversation.ts";
import { lastLeft } from "../form.ts";
import fields from "../look/form.css" with { type: "text" };
import look from "../look/keeping.css" with { type: "text" };
import { wear } from "../look/worn.ts";
import { refusal } from "../strings/refused.ts";
import { more, strings } from "../strings/strings.ts";
import { Labelled } from "./Labelled.tsx";

wear(fields, look);

interface Props {
  conversation: Conversation;
  done: () => void;
}

interface Told {
  words: string;
  failed?: boolean;
}

export function Keeping({ conversation, done }: Props) {
  const [email, setEmail] = useState(lastLeft(conversation.events)?.email ?? "");
  const [wrong, setWrong] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [told, tell] = useState<Told>();
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => box.current!.querySelector("button")!.focus(), []);

  /** One thing at a time, and whatever comes of it is said. */
  const attempt = (work: () => Promise<Told | undefined>) => async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setWrong(undefined);
    tell({ words: strings.loading });
    tell(await work().catch(() => ({ words: more.notSaved, failed: true })));
    setBusy(false);
  };
  const save = (format: "html" | "txt") =>
    attempt(async () => {
      const answer = await conversation.transcript(format);
      if (!answer.ok) {
        const { code, message } = await answer.json();
        return { words: refusal(code, message), failed: true };
      }
      const [, name = "conversation"] =
        /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "") ?? [];
      download(await answer.blob(), `${name.replace(/\.\w+$/, "")}.${format}`);
      return { words: more.saved };
    });
  const send = attempt(async () => {
    const address = box.current!.querySelector("input")!;
    if (!address.value.trim() || !address.validity.valid) {
      setWrong(more.needEmail);
      address.focus();
      return undefined;
    }
    const ack = await conversation.mailTranscript(email.trim());
    if (ack.ok)
      return {
        words: posted(ack.mail as Posting, !!ack.confirm, email.trim()),
        failed: ack.mail !== "sending",
      };
    if (ack.field !== "email")
      return { words: ack.message ? refusal(ack.code, ack.message) : more.notSaved, failed: true };
    setWrong(more.needEmail);
    address.focus();
    return undefined;
  });

  return (
    <section ref={box} class="keeping" aria-label={strings.keep}>
      <div class="acts">
        <button type="button" class="outlined" onClick={save("html")}>
          {more.savePage}
        </button>
        <button type="button" class="outlined" onClick={save("txt")}>
          {more.saveText}
        </button>
      </div>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Labelled
          name="keep-email"
          label={more.emailTranscript}
          hint={more.emailTranscriptHint}
          wrong={wrong}
        >
          {(field) => (
            <input
              {...field}
              type="email"
              autocomplete="email"
              inputMode="email"
              dir="ltr"
              value={email}
              onInput={(event) => setEmail(event.currentTarget.value)}
            />
          )}
        </Labelled>
        <div class="acts">
          <button type="submit" class="outlined" aria-disabled={busy}>
            {more.sendTranscript}
          </button>
          <button type="button" class="link" onClick={done}>
            {more.closeKeeping}
          </button>
        </div>
      </form>
      <p role="status" class={told?.failed ? "failed" : "quiet"}>
        {told?.words}
      </p>
    </section>
  );
}

function posted(mail: Posting, confirm: boolean, address: string): string {
  if (mail !== "sending") return more.transcriptMail[mail];
  return confirm ? more.transcriptMail.confirm(address) : more.transcriptMail.sending(address);
}

/** A link to what is in memory already, so that no address has the customer's token in it. */
function download(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
