"""What is noted of waits as they are told: statistics, written later by whoever drains the book."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from handoff.core.conversation import Conversation
from handoff.core.queue import Standing
from handoff.core.waits import Note, Staffing, noted
from handoff.ports import EVERYWHERE

MOST = 20_000
"""Notes kept while the database can't be written; the oldest go first. They are statistics."""


class Book:
    """``staffing`` is what was last seen of each team, corrected by what was taken since."""

    def __init__(self) -> None:
        self.notes: deque[Note] = deque(maxlen=MOST)
        self._staffing: dict[str, Staffing] = {}

    def seen(self, staffing: Mapping[str, Staffing]) -> None:
        self._staffing = dict(staffing)

    @property
    def teams(self) -> set[str]:
        """The teams with somebody there."""
        return self._staffing.keys() - {EVERYWHERE}

    def staffing(self, team: str) -> Staffing:
        """The team's own agents or, where none of them is there, those who help everywhere."""
        own = self._staffing.get(team, Staffing())
        return own if own.available else self._staffing.get(EVERYWHERE, own)

    def moved(self, was: Standing, now: Standing, after: Conversation, position: int | None) -> None:
        """This process changed where somebody stands."""
        self.notes.extend(noted(was, now, after, position, self.staffing(now.team or "")))
        if was.team is not None and now.team is None and after.agent is not None:
            self._taken(was.team)

    def _taken(self, team: str) -> None:
        found = self._staffing.get(team)
        if found is not None and found.free:
            self._staffing[team] = Staffing(found.available, found.free - 1)
