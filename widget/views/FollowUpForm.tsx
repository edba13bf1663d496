// Going on later: prefilled with what is known, it asks for the rest. Nothing in it is lost before the service has it.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Conversation } from "../conversation.ts";
import type { Field, Form } from "../form.ts";
import look from "../look/form.css" with { type: "text" };
import { wear } from "../look/worn.ts";
import { OutLink } from "../message/links.tsx";
import { refusedField } from "../strings/refused.ts";
import { more, strings } from "../strings/strings.ts";
import { isAhead, when } from "../strings/when.ts";
import { limit } from "./Composer.tsx";
import { Labelled } from "./Labelled.tsx";

wear(look);

type Wrong = Partial<Record<Field | "form", string>>;
const fields: Field[] = ["text", "email", "slot", "phone"];

export function FollowUpForm({ conversation }: { conversation: Conversation }) {
  const { later, offer, holding, outbox } = conversation;
  const form = later.form!;
  const leaving = outbox.parcels.find(({ client_id }) => client_id === form.parcel);
  const [wrong, setWrong] = useState<Wrong>({});
  const [otherAddress, askAddress] = useState(!form.known || form.email !== form.known);
  const [, redraw] = useState(0);
  const box = useRef<HTMLFormElement>(null);
  const again = holding.status === "follow_up";
  const busy = !!leaving && !leaving.refused;
  const unmailed = offer?.mail === false;
  const slots = choices(form, offer?.callbacks ? offer.slots : []);

  useLayoutEffect(() => {
    // The heading, not a field: what stands above the fields is read first, and no keyboard covers it.
    box.current!.querySelector<HTMLElement>("h3")!.focus();
    box.current!.scrollIntoView({ block: "nearest" });
  }, []);
  useEffect(() => {
    if (!leaving?.refused) return;
    const field = fields.find((one) => one === leaving.field) ?? "form";
    if (field === "email") askAddress(true);
    setWrong({ [field]: refusedField(field, leaving.code, leaving.refused) });
    outbox.drop(leaving);
  }, [leaving?.refused]);
  useLayoutEffect(() => {
    const first = fields.find((field) => wrong[field]);
    if (first) focus(first);
  }, [wrong]);

  function focus(field: Field): void {
    box.current!.querySelector<HTMLElement>(`[name=${field}]`)?.focus();
  }
  const fill = (change: Partial<Form>): void => {
    later.fill(change);
    const left = { ...wrong };
    for (const field of Object.keys(change) as Field[]) delete left[field];
    if (Object.keys(left).length < Object.keys(wrong).length) setWrong(left);
    redraw((n) => n + 1);
  };
  const send = (event: Event): void => {
    event.preventDefault();
    if (busy) return;
    const missing = check(form, box.current!);
    setWrong(missing);
    if (!Object.keys(missing).length) conversation.leave();
  };

  return (
    <form ref={box} class="waiting plain later" noValidate onSubmit={send} aria-label={title(again)}>
      <h3 tabIndex={-1}>{title(again)}</h3>
      <p class="quiet">{again ? more.changeIntro : offer && more.formIntro(when(offer.due), offer.mail)}</p>
      {!again && <Entries conversation={conversation} />}
      <Labelled name="text" label={more.text} wrong={wrong.text}>
        {(told) => (
          <textarea
            {...told}
            rows={3}
            dir="auto"
            readOnly={busy}
            value={form.text}
            onInput={(event) => fill({ text: event.currentTarget.value })}
          />
        )}
      </Labelled>
      {otherAddress ? (
        <Labelled name="email" label={unmailed ? more.emailUnmailed : more.email} wrong={wrong.email}>
          {(told) => (
            <input
              {...told}
              type="email"
              autocomplete="email"
              inputMode="email"
              dir="ltr"
              readOnly={busy}
              value={form.email}
              onInput={(event) => fill({ email: event.currentTarget.value })}
            />
          )}
        </Labelled>
      ) : (
        <p class="known">
          {more.emailKnown} <bdi>{form.email}</bdi>{" "}
          <button type="button" class="link" disabled={busy} onClick={() => askAddress(true)}>
            {more.otherAddress}
          </button>
        </p>
      )}
      {slots.length > 0 && (
        <Labelled name="slot" label={more.slot} wrong={wrong.slot}>
          {(told) => (
            <select
              {...told}
              disabled={busy}
              value={form.slot}
              onChange={(event) => fill({ slot: event.currentTarget.value })}
            >
              <option value="">{unmailed ? more.noSlotUnmailed : more.noSlot}</option>
              {slots.map((slot) => (
                <option value={slot} key={slot}>
                  {when(slot)}
                </option>
              ))}
            </select>
          )}
        </Labelled>
      )}
      {form.slot && (
        <Labelled name="phone" label={more.phone} hint={more.phoneHint} wrong={wrong.phone}>
          {(told) => (
            <input
              {...told}
              type="tel"
              autocomplete="tel"
              dir="ltr"
              readOnly={busy}
              value={form.phone}
              onInput={(event) => fill({ phone: event.currentTarget.value })}
            />
          )}
        </Labelled>
      )}
      <p role="alert" class="failed">
        {wrong.form}
      </p>
      {busy && <p class="quiet">{leaving.late ? strings.late : strings.sending}</p>}
      <div class="acts">
        <button type="submit" class="solid" aria-disabled={busy}>
          {more.sendForm}
        </button>
        {busy && leaving.late ? (
          <button type="button" class="link" onClick={() => outbox.drop(leaving)}>
            {more.edit}
          </button>
        ) : (
          <button type="button" class="link" disabled={busy} onClick={() => later.close()}>
            {again ? more.keepSent : more.keepWaiting}
          </button>
        )}
      </div>
    </form>
  );
}

const title = (again: boolean): string => (again ? more.changeTitle : more.formTitle);

function Entries({ conversation }: { conversation: Conversation }) {
  const entries = conversation.offer?.entries.filter(({ url }) => url) ?? [];
  if (!entries.length) return null;
  return (
    <div class="entries">
      <p>{more.entries}</p>
      <ul>
        {entries.map(({ entry, title, url }) => (
          <li key={entry} dir="auto">
            <OutLink href={url!}>{title}</OutLink>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What is offered, and what was chosen before even if it is not offered any more. */
const choices = ({ slot }: Form, offered: readonly string[]): string[] =>
  [...new Set([...offered, ...(slot ? [slot] : [])])].filter(isAhead).sort();

/** What can be seen from here; the service has the last word. */
function check({ text, phone, slot }: Form, box: HTMLFormElement): Wrong {
  const wrong: Wrong = {};
  const over = [...text.trim()].length - limit;
  if (!text.trim()) wrong.text = more.needText;
  else if (over > 0) wrong.text = more.tooLong(over);
  const address = box.querySelector<HTMLInputElement>("[name=email]");
  if (address && (!address.value.trim() || !address.validity.valid)) wrong.email = more.needEmail;
  if (slot && !phone.trim()) wrong.phone = more.needPhone;
  return wrong;
}
