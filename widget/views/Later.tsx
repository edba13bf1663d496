// It goes on later: by when we reply and where to, and every way back to here and now.
import type { LeftForLater, Said } from "../connection/wire.ts";
import type { Conversation } from "../conversation.ts";
import { lastLeft } from "../form.ts";
import { strings } from "../strings/en.ts";
import { isAhead, when } from "../strings/when.ts";
import { FollowUpForm } from "./FollowUpForm.tsx";
import { byMail } from "./Row.tsx";
import { useReturnedFocus } from "./Waiting.tsx";

export function Later({ conversation }: { conversation: Conversation }) {
  const { later, staff } = conversation;
  const button = useReturnedFocus(later.open);
  return (
    <div class="row follow_up">
      <section class="waiting promise" aria-label={strings.laterTitle}>
        <Promised conversation={conversation} />
        <p class="quiet">{strings.laterNote}</p>
        {!later.open && (
          <button type="button" class="link" ref={button} onClick={() => later.begin(conversation)}>
            {strings.change}
          </button>
        )}
        <button type="button" class="link" onClick={() => conversation.ask("person")}>
          {staff.open ? strings.personNow : strings.personWait}
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
        <p class="position">{strings.replied(when(reply.at), byMail(reply))}</p>
        <p>{strings.repliedNote}</p>
      </>
    );
  }
  if (!isAhead(left.due)) {
    return (
      <>
        <p class="position">{(left.slot ? strings.callDue : strings.overdue)(when(left.due))}</p>
        <p>{left.slot ? strings.callDueNote : strings.overdueNote}</p>
      </>
    );
  }
  return (
    <>
      <p class="position">{left.slot ? strings.callAt(when(left.slot)) : strings.replyBy(when(left.due))}</p>
      {left.slot && left.phone && <p dir="auto">{strings.at(left.phone)}</p>}
      {!left.slot && <p dir="auto">{where(left)}</p>}
    </>
  );
}

function where({ mail, email }: LeftForLater): string | null {
  if (mail && mail !== "sending") return strings.comeBack;
  return email ? strings.to(email) : null;
}
