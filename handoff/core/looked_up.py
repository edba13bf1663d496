"""Who read an entry before their first word and still needs a person: what they read goes with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handoff.core.conversation import Conversation, Status
from handoff.core.customer import Where, handoff, person
from handoff.core.events import BOT, Draft, HandoffReason, Kind, Speaker


def unhelped(
    conversation: Conversation,
    by: Speaker,
    client_id: str,
    answer: Mapping[str, Any],
    question: str | None,
    *,
    refused: bool,
    where: Where,
) -> list[Draft]:
    """What they searched for, the entry as the assistant showed it, their "no" if they said so, and a person.
    Where a conversation has gone on without it, or the entry was shown in it, only a person is asked for."""
    known = {*conversation.problem_entries, *conversation.refused}
    if conversation.status is not Status.WITH_BOT or answer["entry"] in known:
        return person(conversation, by, where)
    drafts = [Draft(Kind.CUSTOMER_SAID, by, {"text": question}, client_id)] if question else []
    drafts.append(Draft(Kind.BOT_ANSWERED, BOT, {**answer, "entities": [], "looked_up": True}))
    if not refused:
        return [*drafts, *handoff(by, HandoffReason.ASKED, where)]
    seq = conversation.seq + len(drafts)
    drafts.append(Draft(Kind.FEEDBACK_GIVEN, by, {"answer": seq, "helpful": False}))
    return [*drafts, *handoff(by, HandoffReason.UNSATISFIED, where)]
