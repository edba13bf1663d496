// It goes on later: by when we reply and where to, and every way back to here and now.
import type { LeftForLater, Said } from "../connection/wire.ts";
import type { Conversation } from "../conversation.ts";
import { lastLeft } from "../form.ts";
import { more, strings } from "../strings/strings.ts";
import { isAhead, when } from "../strings/when.ts";
import { byMail } from "./Row.tsx";
import { FollowUpForm, useReturnedFocus } from "./Waiting.tsx";
import later from "../look/later.css" with { type: "text" };
import { wear } from "../look/worn.ts";

wear(later);

export function Later({ conversation }: { conversation: Conversation }) {
  const { later, staff } = conversation;
  const button = useReturnedFocus(later.open);
  return (
    <div class="row follow_up">
      <section class="waiting promise" aria-label={more.laterTitle}>
        <Promised conversation={conversation} />
        <p class="quiet">{more.laterNote}</p>
        {!later.open && (
          <button type="button" class="link" ref={button} onClick={() => later.begin(conversation)}>
            {more.change}
          </button>
        )}
        <button type="button" class="link" onClick={() => conversation.ask("person")}>
          {staff.open ? more.personNow : more.personWait}
        </button>
        <button type="button" class="link" onClick={() => conversation.ask("bot")}>
          {strings.back}
        </button>
      </section>
      {later.open && <FollowUpForm conversation={conversation} />}
    </div>
  );
}

/** What we owe now, as it is: promised, late, or done. */
function Promised({ conversation: { events } }: { conversation: Conversation }) {
  const left = lastLeft(events);
  if (!left) return null;
  const reply = events.findLast(
    (event): event is Said => event.kind === "agent_said" && event.seq > left.seq,
  );
  if (reply) {
    return (
      <>
        <p class="position">{more.replied(when(reply.at), byMail(reply))}</p>
        <p>{more.repliedNote}</p>
      </>
    );
  }
  if (!isAhead(left.due)) {
    return (
      <>
        <p class="position">{(left.slot ? more.callDue : more.overdue)(when(left.due))}</p>
        <p>{left.slot ? more.callDueNote : more.overdueNote}</p>
      </>
    );
  }
  return (
    <>
      <p class="position">{left.slot ? more.callAt(when(left.slot)) : more.replyBy(when(left.due))}</p>
      {left.slot && left.phone && <p dir="auto">{more.at(left.phone)}</p>}
      {!left.slot && <p dir="auto">{where(left)}</p>}
    </>
  );
}

function where({ mail, email }: LeftForLater): string | null {
  if (mail && mail !== "sending") return more.comeBack;
  return email ? more.to(email) : null;
}
