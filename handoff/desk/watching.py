"""Which conversations supervisors look at, so that only theirs are told twice."""

from __future__ import annotations

from handoff.ports import Clock, Fanout

WATCHES = "watches"
"""The topic on which every service hears what is watched: the conversation may change on any of them."""

LASTS_MS = 90_000
"""Renewed with every head, so that a lost hint ends nobody's watch."""


class Watches:
    """Forgets by itself: a supervisor's page that is gone renews nothing."""

    def __init__(self, fanout: Fanout, clock: Clock) -> None:
        self._fanout = fanout
        self._clock = clock
        self._until: dict[str, int] = {}

    def watch(self, conversation: str) -> None:
        self.heard(conversation)
        self._fanout.tell(WATCHES, "watched", conversation)

    def heard(self, conversation: str) -> None:
        now = self._clock()
        self._until = {id: until for id, until in self._until.items() if until > now}
        self._until[conversation] = now + LASTS_MS

    def __contains__(self, conversation: str) -> bool:
        return bool(self._until) and self._until.get(conversation, 0) > self._clock()
