// The third pane: who the customer is, what they were shown already, and what is kept about them.
import { useEffect } from "preact/hooks";
import type { Answered, LeftForLater, Profile, Started } from "../../widget/connection/wire.ts";
import { OutLink } from "../../widget/message/links.tsx";
import { moment, useNow } from "../clock.ts";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";
import { called } from "../titles.ts";
import type { Thread } from "../thread.ts";
import { Blocking } from "./Blocking.tsx";
import { Understood, Verdict } from "./BotPart.tsx";
import { LookedUp } from "./LookedUp.tsx";
import { Noticed } from "./Noticed.tsx";
import { Notes, Others, Pages, Tags } from "./Record.tsx";
import { SaveTranscript } from "./SaveTranscript.tsx";

export function Customer({ station }: { station: Station }) {
  const thread = station.current;
  if (!thread) {
    return (
      <aside class="facts" aria-label={strings.customer}>
        <p class="empty">{strings.customerNone}</p>
      </aside>
    );
  }
  return (
    <aside class="facts" aria-label={strings.customer}>
      <Shown key={thread.id} station={station} thread={thread} />
    </aside>
  );
}

function Shown({ station, thread }: { station: Station; thread: Thread }) {
  const summary = station.rows.card(thread.id);
  const known = station.record.of(thread.id);
  const { trouble } = station.record;
  const later = thread.events.findLast((event): event is LeftForLater => event.kind === "follow_up_left");
  const started = thread.events.find((event): event is Started => event.kind === "conversation_started");
  const answers = thread.events.filter((event): event is Answered => event.kind === "bot_answered");
  const asked = thread.events.findLast(({ kind }) => kind === "handoff_requested");
  const reason = (asked && "reason" in asked && asked.reason) || summary?.reason;
  const told = thread.events.findLast(({ kind }) => /^(customer_identified|conversation_tagged)$/.test(kind));
  useEffect(() => void station.record.fetch(thread.id), [thread.id, told?.seq, station.live]);
  const noticed = thread.events.filter((event) => "entities" in event || "note" in event).length;
  const profile = known?.customer;
  const { page, locale, time_zone } = started ?? {};
  return (
    <>
      <h2>{strings.customer}</h2>
      <Who name={profile?.name ?? summary?.customer.name ?? null} profile={profile} />
      {known?.blocked && <Blocking station={station} known={known} />}
      <dl>
        <Term term={strings.why} value={reason && (strings.reasons[reason] ?? reason)} />
        <Term term={strings.team} value={summary?.team && called(summary.team)} />
        <Term term={strings.mailAddress} value={later?.email ?? profile?.email} />
        <Term term={strings.phone} value={later?.phone} />
        <Term term={strings.callBack} value={later?.slot && moment(later.slot)} />
        <Term term={strings.replyBy} value={later && !later.slot && moment(later.due)} />
        <Term term={strings.startedAt} value={started && moment(started.at)} />
        <Term
          term={strings.startedOn}
          value={page && <OutLink href={page.url}>{page.title || page.url}</OutLink>}
        />
        <Term term={strings.language} value={locale && languageName(locale)} />
        <Term term={strings.theirTime} value={time_zone && <TheirTime zone={time_zone} />} />
      </dl>
      {profile && <Attributes profile={profile} />}
      <Noticed events={thread.events} />
      {known && <LookedUp conversation={thread.id} about={`${told?.seq} ${noticed}`} />}
      <p role="status" class="trouble">
        {trouble || (known ? "" : strings.recordLoading)}
        {trouble && (
          <button type="button" class="link" onClick={() => void station.record.fetch(thread.id)}>
            {strings.tryAgain}
          </button>
        )}
      </p>
      {known && <Tags station={station} known={known} />}
      {known && <Notes station={station} known={known} />}
      <h2>{strings.answers}</h2>
      {!answers.length && <p class="empty">{strings.noAnswers}</p>}
      <ul class="answers">
        {answers.map((answer) => (
          <li key={answer.seq}>
            <Verdict answer={answer} events={thread.events} />
            <Understood answer={answer} />
          </li>
        ))}
      </ul>
      {known && <Pages pages={known.pages} />}
      {known && <Others station={station} known={known} />}
      <SaveTranscript conversation={thread.id} />
      {known && !known.blocked && <Blocking station={station} known={known} />}
    </>
  );
}

/** Verified or not is a shape and a word; a colour would say it to some only. */
function Who({ name, profile }: { name: string | null; profile: Profile | null | undefined }) {
  const kind = profile ? (profile.verified ? "verified" : "claimed") : "unknown";
  const words = {
    verified: strings.verifiedBadge,
    claimed: strings.claimedBadge,
    unknown: strings.unknownBadge,
  };
  return (
    <div class="who">
      <p class="name" dir="auto">
        {name ?? strings.visitor}
      </p>
      <p class={`badge ${kind}`}>
        <span aria-hidden="true">{kind === "verified" ? "✓" : "?"}</span> {words[kind]}
      </p>
      {profile && (
        <p class="empty" dir="auto">
          {profile.id}
        </p>
      )}
    </div>
  );
}

function Attributes({ profile }: { profile: Profile }) {
  const all = Object.entries(profile.attributes);
  if (!all.length) return null;
  return (
    <section class="kept">
      <h2>{strings.attributes}</h2>
      <dl>
        {all.map(([name, value]) => (
          <Term key={name} term={<bdi>{name}</bdi>} value={String(value)} />
        ))}
      </dl>
    </section>
  );
}

function Term({ term, value }: { term: preact.ComponentChildren; value: preact.ComponentChildren }) {
  if (!value) return null;
  return (
    <div>
      <dt>{term}</dt>
      <dd dir="auto">{value}</dd>
    </div>
  );
}

function TheirTime({ zone }: { zone: string }) {
  const now = useNow();
  try {
    const clock = new Intl.DateTimeFormat("en", { timeZone: zone, timeStyle: "short", hourCycle: "h23" });
    return (
      <>
        {clock.format(now)} ({zone.replaceAll("_", " ")})
      </>
    );
  } catch {
    return <>{zone}</>; // Browsers send what they like.
  }
}

function languageName(locale: string): string {
  try {
    return new Intl.DisplayNames("en", { type: "language" }).of(locale) ?? locale;
  } catch {
    return locale; // Browsers send what they like.
  }
}
