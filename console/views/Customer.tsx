// The third pane: what is known of the customer, and what they were already shown.
import type { Answered, LeftForLater, Started } from "../../widget/connection/wire.ts";
import { OutLink } from "../../widget/message/links.tsx";
import { moment } from "../clock.ts";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";
import { Understood, Verdict } from "./BotPart.tsx";
import { Noticed } from "./Noticed.tsx";
import { SaveTranscript } from "./SaveTranscript.tsx";

export function Customer({ station }: { station: Station }) {
  const thread = station.current;
  const summary = thread && station.rows.card(thread.id);
  const later = thread?.events.findLast((event): event is LeftForLater => event.kind === "follow_up_left");
  const started = thread?.events.find((event): event is Started => event.kind === "conversation_started");
  const answers = thread?.events.filter((event): event is Answered => event.kind === "bot_answered") ?? [];
  const asked = thread?.events.findLast(({ kind }) => kind === "handoff_requested");
  const reason = (asked && "reason" in asked && asked.reason) || summary?.reason;
  if (!thread) {
    return (
      <aside class="facts" aria-label={strings.customer}>
        <p class="empty">{strings.customerNone}</p>
      </aside>
    );
  }
  const { page, locale } = started ?? {};
  return (
    <aside class="facts" aria-label={strings.customer}>
      <h2>{strings.customer}</h2>
      <dl>
        <Known term={strings.customerName} value={summary?.customer.name ?? strings.visitor} />
        <Known
          term={strings.identity}
          value={summary?.customer.verified ? strings.verified : strings.unverified}
        />
        <Known term={strings.why} value={reason && (strings.reasons[reason] ?? reason)} />
        <Known term={strings.team} value={summary?.team} />
        <Known term={strings.mailAddress} value={later?.email} />
        <Known term={strings.phone} value={later?.phone} />
        <Known term={strings.callBack} value={later?.slot && moment(later.slot)} />
        <Known term={strings.replyBy} value={later && !later.slot && moment(later.due)} />
        <Known term={strings.startedAt} value={started && moment(started.at)} />
        <Known
          term={strings.startedOn}
          value={page && <OutLink href={page.url}>{page.title || page.url}</OutLink>}
        />
        <Known term={strings.language} value={locale && languageName(locale)} />
      </dl>
      <Noticed events={thread.events} />
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
      <SaveTranscript conversation={thread.id} />
    </aside>
  );
}

function Known({ term, value }: { term: string; value: preact.ComponentChildren }) {
  if (!value) return null;
  return (
    <div>
      <dt>{term}</dt>
      <dd dir="auto">{value}</dd>
    </div>
  );
}

function languageName(locale: string): string {
  try {
    return new Intl.DisplayNames("en", { type: "language" }).of(locale) ?? locale;
  } catch {
    return locale; // Browsers send what they like.
  }
}
