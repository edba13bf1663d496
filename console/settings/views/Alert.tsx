// Who hears by mail that customers wait and nobody is there, and when somebody last did.
import {
  AreaField,
  ask,
  CheckField,
  done,
  Load,
  NumberField,
  SavedForm,
  useForm,
  useLoaded,
  type Answer,
} from "../kit/index.ts";
import type { View } from "../house.ts";
import { strings } from "../strings/alert.en.ts";
import { when } from "../when.ts";

interface Chosen {
  on: boolean;
  addresses: string[];
  after_min: number | null;
  every_min: number | null;
  hours_only: boolean;
}

interface Told {
  alert: Chosen;
  mail: boolean;
  sent: { at: string; waiting: number; minutes: number } | null;
}

/** The addresses as they are typed: also half of one, and empty lines. */
type Typed = Omit<Chosen, "addresses"> & { lines: string };

const fields = ["addresses", "after_min", "every_min"];
const typed = ({ addresses, ...rest }: Chosen): Typed => ({ ...rest, lines: addresses.join("\n") });

const Alert: View = ({ may }) => {
  const loaded = useLoaded<Told>("/api/alert");
  return <Load of={loaded}>{(told) => <AlertForm told={told} may={may} />}</Load>;
};

function AlertForm({ told, may }: { told: Told; may: boolean }) {
  const send = async ({ lines, ...rest }: Typed): Promise<Answer<Typed>> => {
    const addresses = lines.split(/[\s,;]+/).filter(Boolean);
    const answer = await ask<Told>("PUT", "/api/alert", { ...rest, addresses });
    return answer.ok ? { ok: true, body: typed(answer.body.alert) } : answer;
  };
  const form = useForm(typed(told.alert), fields, send);
  const { value, set, error } = form;
  const saved = (before: Typed): void =>
    done(strings.saved, async () => {
      const answer = await send(before);
      if (answer.ok) form.reset(answer.body);
      return answer;
    });
  return (
    <>
      <p class="intro">{strings.intro}</p>
      {!told.mail && <p class="verdict">{strings.noMail}</p>}
      <SavedForm form={form} saved={saved}>
        <fieldset class="form" disabled={!may}>
          <CheckField label={strings.on} checked={value.on} change={(on) => set({ on })} />
          <AreaField
            label={strings.addresses}
            help={strings.addressesHelp}
            rows={3}
            value={value.lines}
            change={(lines) => set({ lines })}
            error={error("addresses")}
          />
          <NumberField
            label={strings.after}
            unit={strings.minutes}
            min={1}
            value={value.after_min}
            change={(after_min) => set({ after_min })}
            error={error("after_min")}
          />
          <NumberField
            label={strings.every}
            unit={strings.minutes}
            min={5}
            value={value.every_min}
            change={(every_min) => set({ every_min })}
            error={error("every_min")}
          />
          <CheckField
            label={strings.hoursOnly}
            help={strings.hoursOnlyHelp}
            checked={value.hours_only}
            change={(hours_only) => set({ hours_only })}
          />
        </fieldset>
      </SavedForm>
      <section>
        <h2>{strings.last}</h2>
        <p>
          {told.sent ? strings.sent(when(told.sent.at), told.sent.waiting, told.sent.minutes) : strings.never}
        </p>
      </section>
    </>
  );
}

export default Alert;
