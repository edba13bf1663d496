"""What follows when a customer chooses among the titles an uncertain bot offered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handoff.core.bot import answered, none_of
from handoff.core.conversation import Conversation, Status
from handoff.core.customer import Where, person
from handoff.core.errors import NotFound, NotNow
from handoff.core.events import Draft, Speaker


def choose(
    conversation: Conversation,
    customer: Speaker,
    suggestion: int,
    answer: Mapping[str, Any] | None,
    where: Where,
) -> tuple[list[Draft], str | None]:
    """``answer`` is the chosen entry's, as a bot's answer has it; None: none of these, a person. The first
    choice counts; later ones get it back, which is the second value.

    Raises ``NotFound`` for what was not offered, ``NotNow`` for an entry once a person takes over."""
    offer = conversation.suggestion
    if offer is None or offer.seq != suggestion:
        raise NotFound("There is nothing to choose from under that number in this conversation.")
    if answer is not None and answer["entry"] not in offer.entries:
        raise NotFound("That was not among the suggestions.")
    if offer.settled:
        return [], offer.chosen
    if conversation.status is not Status.WITH_BOT:
        if answer is None:
            return person(conversation, customer, where), None
        raise NotNow("The assistant is silent now: a person sees what it suggested. Just write to them.")
    if answer is None:
        return none_of(offer, customer, where, {}), None
    if conversation.turn is not None:
        raise NotNow("You wrote something newer, which is being answered. Ask for a person at any time.")
    told = {**answer, "model": offer.model}
    return answered(conversation, told, customer, where, {}), answer["entry"]
