"""Who is next: returned customers first, then urgent ones, then strictly by the time of the first request."""

from __future__ import annotations

from handoff.core.conversation import Conversation

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
