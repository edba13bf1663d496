"""Who is next: returned customers first, then strictly by the time of the first request."""

from __future__ import annotations

from handoff.core.conversation import Conversation

Place = tuple[int, int, str]
"""Sorts by: returned before others, then the original time, then the id so that no two are equal."""


def place(conversation: Conversation) -> Place:
    """A waiting conversation's place in its team's queue; smaller is earlier."""
    assert conversation.waiting_since is not None, "only who waits has a place"
    return (0 if conversation.returned else 1, conversation.waiting_since, conversation.id)
