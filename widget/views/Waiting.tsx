// Waiting, honestly: the place in line as it is now, a range only where one was measured, and what else one may do.
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Conversation } from "../conversation.ts";
import { strings } from "../strings/strings.ts";
import { wait, when } from "../strings/when.ts";
import { why } from "./why.ts";
import { part } from "./part.tsx";

export const FollowUpForm = part(() => import("./FollowUpForm.tsx").then((form) => form.FollowUpForm));

export function Waiting({ conversation }: { conversation: Conversation }) {
  const { live, later, staff } = conversation;
  // While the connection is broken the last known place may no longer be so.
  const place = live ? conversation.place : null;
  const offer = place?.follow_up;
  const button = useReturnedFocus(later.open);
  // Whoever may need the form has it when they do, whatever the network does meanwhile.
  useEffect(() => void (offer && FollowUpForm.fetch()), [!offer]);
  return (
    <div class="row queued">
      <section class="waiting" aria-label={strings.queueTitle}>
        <p class="position">{place ? strings.position(place.position) : strings.noPosition}</p>
        {place?.wait && <p>{wait(place.wait)}</p>}
        {offer && <p class="why">{why(offer, staff)}</p>}
        <p class="quiet">{strings.kept}</p>
        {offer && !later.open && (
          <div class="offer">
            <p>{strings.offer(when(offer.due), offer.mail)}</p>
            <button type="button" class="outlined" ref={button} onClick={() => later.begin(conversation)}>
              {strings.leave}
            </button>
          </div>
        )}
        <button type="button" class="link" onClick={() => conversation.ask("bot")}>
          {strings.back}
        </button>
      </section>
      {later.open && <FollowUpForm conversation={conversation} />}
    </div>
  );
}

/** The form is put away: back to the button that opened it. */
export function useReturnedFocus(open: boolean) {
  const button = useRef<HTMLButtonElement>(null);
  const was = useRef(open);
  useLayoutEffect(() => {
    if (was.current && !open) button.current?.focus();
    was.current = open;
  }, [open]);
  return button;
}
