// The message to those who had asked: written, seen as they will read it, sent, and followed to its end.
import { useEffect, useRef, useState } from "preact/hooks";
import { newClientId } from "../../../widget/connection/client_id.ts";
import { Text } from "../../../widget/message/Text.tsx";
import { atField, type Refused } from "../../settings/ask.ts";
import { AreaField, ask, confirmed, done, failed } from "../../settings/kit/index.ts";
import { strings } from "../strings/told.en.ts";

export interface Sent {
  id: string;
  kind: "gap" | "release" | "issue";
  about: string;
  at: string;
  by: { id: string | null; name: string };
  entry: string | null;
  title: string;
  messages: Record<string, string>;
  total: number;
  sent: number;
  mailed: number;
  left: number;
  failed: number;
  known: number;
}
export interface Customer {
  id: string;
  name: string | null;
  question: string | null;
  at: string;
  locale: string | null;
  mail: boolean;
  solved_by: string | null;
}
export interface Group {
  subject: string;
  title: string;
  entry: string | null;
  link: string | null;
  placeholders: string[];
  mails: boolean;
  asked: number;
  told: number;
  helped: number;
  customers: Customer[];
  messages: Record<string, string>;
  sent: Sent[];
}
interface Seen {
  customers: number;
  mailed: number;
  previews: string[];
}

export const path = "/api/studio/told";

/** What customers are told of, as the service asks for it: `{gap: 7}`. */
export type About = Record<string, string | number>;

/** A pause in typing this long is worth a look at the result. */
const pauseMs = 400;
const progressMs = 1_000;
const languages = new Intl.DisplayNames("en", { type: "language" });

interface Props {
  about: About;
  group: Group;
  /** Not to these. */
  but: readonly string[];
  /** It is on its way, or nobody is left. */
  sent: () => void;
}

export function Tell({ about, group, but, sent }: Props) {
  const { customers, messages, placeholders, mails } = group;
  const [written, write] = useState(messages);
  const [seen, see] = useState<Seen | null>(null);
  const [refused, refuse] = useState<Refused | null>(null);
  const [running, run] = useState<Sent | null>(null);
  const [busy, setBusy] = useState(false);
  // The same call until it is answered: pressing twice, or after a lost answer, is once.
  const call = useRef(newClientId());
  const others = Object.keys(messages).filter(Boolean);
  const given = (): object => {
    const { "": message = "", ...rest } = written;
    return { ...about, message, messages: rest, but };
  };
  useEffect(() => {
    let old = false;
    const look = async (): Promise<void> => {
      const answer = await ask<Seen>("POST", `${path}/preview`, given());
      if (old) return;
      refuse(answer.ok ? null : answer);
      if (answer.ok) see(answer.body);
    };
    const settled = setTimeout(() => void look(), seen ? pauseMs : 0);
    return () => {
      old = true;
      clearTimeout(settled);
    };
  }, [JSON.stringify(written), but.length]);
  const count = customers.length - but.length;
  const send = async (): Promise<void> => {
    const { sureTitle, sure, tell, notNow } = strings;
    if (!(await confirmed({ title: sureTitle(count), text: sure, action: tell(count), keep: notNow })))
      return;
    setBusy(true);
    const answer = await ask<Sent>("POST", path, { ...given(), client_id: call.current });
    setBusy(false);
    if (!answer.ok) return refuse(answer);
    call.current = newClientId();
    run(answer.body);
  };
  if (running) return <Progress of={running} ended={sent} />;
  const names = placeholders.map((name) => `{${name}}`).join(", ");
  const error = refused?.field === "message" ? atField(refused.message) : undefined;
  return (
    <>
      <AreaField
        label={strings.message}
        help={strings.messageHelp(names)}
        value={written[""] ?? ""}
        change={(text) => write((before) => ({ ...before, "": text }))}
        error={error}
        rows={6}
        maxLength={2_000}
      />
      {others.map((code) => (
        <AreaField
          key={code}
          label={strings.messageIn(languages.of(code) ?? code)}
          value={written[code] ?? ""}
          change={(text) => write((before) => ({ ...before, [code]: text }))}
          rows={6}
          maxLength={2_000}
        />
      ))}
      {refused && !error && (
        <p role="alert" class="error">
          {refused.message}
        </p>
      )}
      {seen && !refused && count > 0 && (
        <section class="told-preview" aria-label={strings.preview}>
          <h3>{strings.preview}</h3>
          {seen.previews.map((text) => (
            <div key={text} class="told-bubble">
              <Text text={text} />
            </div>
          ))}
          <p class="quiet">{strings.previewOf(seen.customers, seen.mailed)}</p>
          {!mails && <p class="quiet">{strings.noMail}</p>}
        </section>
      )}
      <p class="buttons">
        <button
          type="button"
          class="solid"
          disabled={busy || !count || !!refused}
          onClick={() => void send()}
        >
          {strings.tell(count)}
        </button>
      </p>
    </>
  );
}

/** How far it has come, until nobody waits any more. */
export function Progress({ of, ended }: { of: Sent; ended: () => void }) {
  const [now, look] = useState(of);
  useEffect(() => {
    if (!now.left) return ended();
    const next = setTimeout(
      () =>
        void ask<Sent>("GET", `${path}/${of.id}`).then((answer) =>
          look((before) => (answer.ok ? answer.body : { ...before })),
        ),
      progressMs,
    );
    return () => clearTimeout(next);
  }, [now]);
  const stop = async (): Promise<void> => {
    const { stopTitle, stopText, stop } = strings;
    if (!(await confirmed({ title: stopTitle, text: stopText, action: stop }))) return;
    const answer = await ask<Sent>("POST", `${path}/${of.id}/stop`, {});
    if (!answer.ok) return failed(answer.message);
    done(strings.stopped);
    look(answer.body);
  };
  const title = strings.sending(now.sent, now.total);
  return (
    <div class="told-progress">
      <p role="status">{title}</p>
      <progress aria-label={title} value={now.total - now.left} max={now.total} />
      <p class="quiet">{result(now)}</p>
      {now.left > 0 && (
        <button type="button" onClick={() => void stop()}>
          {strings.stop}
        </button>
      )}
    </div>
  );
}

export function result({ sent, mailed, left, failed, known }: Sent): string {
  const { sent: told, mailed: byMail, left: waits, failed: lost, known: knew } = strings;
  const parts = [
    told(sent),
    mailed && byMail(mailed),
    left && waits(left),
    failed && lost(failed),
    known && knew(known),
  ];
  return parts.filter(Boolean).join(" · ");
}
