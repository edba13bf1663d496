"""Customers who have proved who they are: what we keep of it, and which conversation is theirs then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from handoff.core.conversation import Conversation, Status
from handoff.core.events import SYSTEM, Draft, Kind, Speaker

Value = str | int | float | bool

CONTINUED = "continued"
"""Why a conversation ended that its customer goes on with elsewhere."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Who the site says a customer is. ``verified``: it signed every word of it; otherwise only ``id`` is
    proved, and the rest is what the page said."""

    id: str
    name: str | None = None
    email: str | None = None
    attributes: Mapping[str, Value] = field(default_factory=dict)
    verified: bool = False

    def wire(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "email": self.email,
            "attributes": dict(self.attributes),
            "verified": self.verified,
        }


def identified(profile: Profile, continues: str | None = None) -> Draft:
    """For agents. ``continues`` is the conversation this one takes the place of."""
    told = profile.wire() | ({"continues": continues} if continues else {})
    return Draft(Kind.CUSTOMER_IDENTIFIED, SYSTEM, told)


def continued(by: Speaker) -> Draft:
    return Draft(Kind.RESOLVED, by, {"reason": CONTINUED})


def goes_on(here: Conversation, elsewhere: Conversation) -> Conversation:
    """Of two open conversations of one customer, the one nearer to a person goes on, and of two equally near
    the one before their eyes."""
    return elsewhere if _nearness(elsewhere) > _nearness(here) else here


def _nearness(conversation: Conversation) -> tuple[int, int]:
    """Among those in the queue, who has waited longer is nearer."""
    near = {Status.WITH_AGENT: 4, Status.QUEUED: 3, Status.FOLLOW_UP: 2}.get(conversation.status)
    if near is None:
        return (1 if conversation.turn is not None else 0), 0
    return near, -(conversation.waiting_since or 0) if conversation.status is Status.QUEUED else 0
