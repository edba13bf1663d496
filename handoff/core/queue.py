"""Who is next: returned customers first, then urgent ones, then strictly by the time of the first request."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.core.conversation import Conversation, Status

Place = tuple[int, int, str]
"""Sorts by: rank, then the time of the first request, then the id so that no two are equal."""


def rank(conversation: Conversation) -> int:
    """0: came back through no fault of theirs; 1: urgent; 2: everybody else. Smaller is earlier."""
    if conversation.returned:
        return 0
    return 1 if conversation.urgent else 2


def place(conversation: Conversation) -> Place:
    """A waiting conversation's place in its team's queue; smaller is earlier."""
    assert conversation.waiting_since is not None, "only who waits has a place"
    return (rank(conversation), conversation.waiting_since, conversation.id)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a conversation stood at one revision of its row; ``team`` and ``place`` are None for one that
    does not wait. Whoever keeps a line needs no more than this of each change."""

    conversation: str
    visitor: str
    revision: int
    team: str | None = None
    place: Place | None = None


def standing(conversation: Conversation) -> Standing:
    """Where the conversation stands now."""
    waits = conversation.status is Status.QUEUED
    return Standing(
        conversation.id,
        conversation.visitor,
        conversation.revision,
        conversation.team if waits else None,
        place(conversation) if waits else None,
    )
