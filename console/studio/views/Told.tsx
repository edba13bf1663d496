// Customers who had asked: who they are, how they are reached, what they are told, and what was told before.
import { useState } from "preact/hooks";
import { useObserved } from "../../../widget/connection/observed.ts";
import type { View } from "../../settings/house.ts";
import { Empty, Load, route, Table, useLoaded } from "../../settings/kit/index.ts";
import { strings } from "../strings/told.en.ts";
import { type About, type Customer, type Group, path, Progress, result, type Sent, Tell } from "./Tell.tsx";

const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });

/** Read at once; the others are one press away. */
const shownAtFirst = 20;

const Told: View = ({ may }) => {
  useObserved(route);
  const asked = new URLSearchParams(location.search);
  const kind = ["gap", "release", "issue"].find((one) => asked.get(one));
  return kind ? (
    <Those key={location.search} kind={kind} asked={asked} may={may} />
  ) : (
    <>
      <p class="intro">{strings.intro}</p>
      <Everything />
    </>
  );
};

function Everything() {
  const loaded = useLoaded<{ sent: Sent[] }>(path);
  return (
    <Load of={loaded}>
      {({ sent }) =>
        sent.length ? (
          <History sent={sent} again={() => void loaded.again()} />
        ) : (
          <Empty title={strings.nobodyTold}>
            <p>{strings.nobodyToldText}</p>
          </Empty>
        )
      }
    </Load>
  );
}

function Those({ kind, asked, may }: { kind: string; asked: URLSearchParams; may: boolean }) {
  const loaded = useLoaded<Group>(`${path}?${asked}`);
  const [but, leaveOut] = useState<readonly string[]>([]);
  const id = asked.get(kind)!;
  const entry = asked.get("entry");
  const about: About = { [kind]: kind === "issue" ? id : Number(id), ...(entry && { entry }) };
  return (
    <Load of={loaded}>
      {(group) => (
        <>
          <p class="intro">
            {named(kind, id)}
            {group.title && (
              <>
                {": "}
                <b dir="auto">{group.title}</b>
              </>
            )}
          </p>
          {kind === "gap" && !group.entry && <p class="told-draft">{strings.noEntry}</p>}
          {group.asked > 0 && <Counts kind={kind} group={group} />}
          {group.customers.length ? (
            <>
              <Who customers={group.customers} but={but} leaveOut={may ? leaveOut : null} />
              {may && <Tell about={about} group={group} but={but} sent={() => void loaded.again()} />}
            </>
          ) : (
            <Nobody kind={kind} asked={group.asked} again={() => void loaded.again()} />
          )}
          {group.sent.length > 0 && <History sent={group.sent} again={() => void loaded.again()} />}
        </>
      )}
    </Load>
  );
}

function Nobody({ kind, asked, again }: { kind: string; asked: number; again: () => void }) {
  if (kind !== "release" || asked)
    return (
      <Empty title={strings.nobodyLeft}>
        <p>{strings.nobodyLeftText}</p>
      </Empty>
    );
  return (
    <Empty title={strings.nothingAnswered}>
      <p>{strings.nothingAnsweredText}</p>
      <button type="button" onClick={again}>
        {strings.lookAgain}
      </button>
    </Empty>
  );
}

function Counts({ kind, group }: { kind: string; group: Group }) {
  const { asked, told, helped, customers } = group;
  const lost = asked - told - helped - customers.length;
  return (
    <div class="told-counts">
      <p class="told-number">{strings.toTell(customers.length)}</p>
      <p class="quiet">
        {[
          strings.asked[kind]!(asked),
          told > 0 && strings.wereTold(told),
          helped > 0 && strings.wereHelped(helped),
          kind !== "release" && lost > 0 && strings.notReached(lost),
        ]
          .filter(Boolean)
          .join(" ")}
      </p>
    </div>
  );
}

interface WhoProps {
  customers: readonly Customer[];
  but: readonly string[];
  leaveOut: ((but: readonly string[]) => void) | null;
}

function Who({ customers, but, leaveOut }: WhoProps) {
  const [whole, showWhole] = useState(false);
  const shown = whole ? customers : customers.slice(0, shownAtFirst);
  const words = ({ question, name, at }: Customer): string => question ?? name ?? day.format(new Date(at));
  const turn = (id: string, on: boolean): void =>
    leaveOut!(on ? but.filter((other) => other !== id) : [...but, id]);
  return (
    <section class="told-who">
      <h2>{strings.who}</h2>
      {leaveOut && customers.length > 1 && (
        <p class="buttons">
          <button type="button" onClick={() => leaveOut([])}>
            {strings.all}
          </button>
          <button type="button" onClick={() => leaveOut(customers.map(({ id }) => id))}>
            {strings.none}
          </button>
        </p>
      )}
      <Table
        caption={strings.whoCaption}
        head={[strings.question, strings.when, strings.reach]}
        rows={shown.map((one) => ({
          key: one.id,
          quiet: but.includes(one.id),
          cells: [
            <label key="who" class="told-one">
              {leaveOut && (
                <input
                  type="checkbox"
                  checked={!but.includes(one.id)}
                  aria-label={strings.tellThem(words(one))}
                  onChange={({ currentTarget }) => turn(one.id, currentTarget.checked)}
                />
              )}
              <span>
                <span dir="auto">{one.question ?? strings.withoutWords}</span>
                {one.name && (
                  <span class="told-name" dir="auto">
                    {one.name}
                  </span>
                )}
              </span>
            </label>,
            <time key="when" dateTime={one.at}>
              {day.format(new Date(one.at))}
            </time>,
            <span key="reach">
              {one.mail ? strings.byMail : strings.inChat}
              {one.solved_by && <span class="told-name">{strings.solvedBy(one.solved_by)}</span>}
            </span>,
          ],
        }))}
      />
      {shown.length < customers.length && (
        <button type="button" class="link" onClick={() => showWhole(true)}>
          {strings.more(customers.length)}
        </button>
      )}
    </section>
  );
}

function History({ sent, again }: { sent: readonly Sent[]; again: () => void }) {
  const running = sent.filter(({ left }) => left > 0);
  return (
    <section class="told-history">
      <h2>{strings.history}</h2>
      {running.map((one) => (
        <Progress key={one.id} of={one} ended={again} />
      ))}
      <Table
        caption={strings.historyCaption}
        head={[strings.what, strings.when, strings.by, strings.result]}
        rows={sent.map((one) => ({
          key: one.id,
          cells: [
            <details key="what" class="told-words">
              <summary dir="auto">{one.title || named(one.kind, one.about)}</summary>
              {Object.entries(one.messages).map(([code, text]) => (
                <p key={code} dir="auto">
                  {text}
                </p>
              ))}
            </details>,
            <time key="when" dateTime={one.at}>
              {moment.format(new Date(one.at))}
            </time>,
            <span key="by" dir="auto">
              {one.by.name}
            </span>,
            result(one),
          ],
        }))}
      />
    </section>
  );
}

function named(kind: string, id: string): string {
  if (kind === "issue") return strings.issue;
  return kind === "release" ? strings.release(id) : strings.gap(id);
}

export default Told;
