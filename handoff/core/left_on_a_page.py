"""What a reader leaves on a help page: a follow-up like any other, and the entry they read with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handoff.core.conversation import Conversation, Status
from handoff.core.events import BOT, Draft, Kind, Speaker
from handoff.core.follow_up import Form, leave


def leave_on_a_page(
    conversation: Conversation,
    by: Speaker,
    form: Form,
    team: str,
    due: int,
    answer: Mapping[str, Any] | None,
    *,
    refused: bool,
) -> list[Draft]:
    """The entry as they read it, their "no" if they said so, and the form. The same again changes nothing."""
    left = leave(conversation, by, form, team, due)
    known = {*conversation.problem_entries, *conversation.refused}
    if not left or answer is None or conversation.status is not Status.WITH_BOT or answer["entry"] in known:
        return left
    read = [Draft(Kind.BOT_ANSWERED, BOT, {**answer, "entities": [], "looked_up": True})]
    if refused:
        read.append(Draft(Kind.FEEDBACK_GIVEN, by, {"answer": conversation.seq + 1, "helpful": False}))
    return [*read, *left]
