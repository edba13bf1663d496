"""Every team's line in memory: who stands where, known without asking SQL, moved by one change at a time."""

from __future__ import annotations

import heapq
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sortedcontainers import SortedList

from handoff.core.queue import Place, Standing
from handoff.desk.waits import Book
from handoff.ports import LineSum, Log

GONE = 2_000
"""Those who left the line lately, kept so that a hint from before they left does not bring them back."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One who waits, and their number: 1 for the first in their team's line."""

    standing: Standing
    position: int


class Line:
    """All lines of one process. A change costs O(log n); the truth is in SQL, and ``check`` compares."""

    def __init__(self) -> None:
        self._teams: dict[str, SortedList] = {}
        self._sums: dict[str, LineSum] = {}
        self._waiting: dict[str, Standing] = {}
        self._gone: OrderedDict[str, int] = OrderedDict()
        self._stirred: set[str] = set()
        self.book = Book()
        self._lately: set[str] = set()  # moved since the last reading began: newer than what it found

    def moved(self, now: Standing) -> None:
        """Take in where a conversation stands. What is older than what is known changes nothing, so hints may
        come twice and in any order."""
        if now.revision >= self._revision(now.conversation):
            self._lately.add(now.conversation)
            self._put(now)

    def stirred(self) -> set[str]:
        """The teams whose line moved since this was asked last."""
        teams, self._stirred = self._stirred, set()
        return teams

    def position(self, conversation: str) -> int | None:
        """1 for the first in the team's line; None for who does not wait."""
        found = self._waiting.get(conversation)
        if found is None or found.team is None:
            return None
        return int(self._teams[found.team].bisect_left(found.place)) + 1

    def standing(self, conversation: str) -> Standing | None:
        """Where somebody who waits stands."""
        return self._waiting.get(conversation)

    def first(self, team: str, limit: int, start: int = 0) -> list[Waiting]:
        """Up to ``limit`` of the team's line, first in line first, from the one behind ``start`` others."""
        places = self._teams.get(team, ())
        stop = min(len(places), start + limit)
        found = places.islice(start, stop) if stop > start else ()
        return [Waiting(self._waiting[place[2]], number) for number, place in enumerate(found, start + 1)]

    def first_of(self, teams: Sequence[str] | None, each: int, limit: int) -> list[Waiting]:
        """The first ``each`` of these teams (None: of all), by their places, cut at ``limit``."""
        lines = [self.first(team, each) for team in (self.teams if teams is None else teams)]
        merged = heapq.merge(*lines, key=lambda one: one.standing.place or (0, 0, ""))
        return list(islice(merged, limit))

    @property
    def teams(self) -> list[str]:
        """Teams in whose line somebody stands."""
        return sorted(self._teams)

    @property
    def sums(self) -> Mapping[str, LineSum]:
        """What tells two lines apart, for each team with a line."""
        return self._sums

    def everybody(self) -> list[Standing]:
        """All who wait, in no order."""
        return list(self._waiting.values())

    def count(self, team: str) -> int:
        return len(self._teams.get(team, ()))

    def longest(self, team: str) -> int | None:
        """Since when (ms) somebody waits in this line, whose first may be a newer one of a better rank."""
        places, at, found = self._teams.get(team, []), 0, list[int]()
        while at < len(places):
            rank, since, _ = places[at]
            found.append(since)
            at = SortedList.bisect_left(places, (rank + 1, 0, ""))
        return min(found, default=None)

    async def fill(self, log: Log) -> set[str]:
        """Read all lines from SQL; the teams whose line was not as it should be."""
        self._lately.clear()
        return self._follow(await log.standings())

    async def check(self, log: Log) -> bool:
        """Whether SQL has the same lines, by their sums. What moves meanwhile is not held against it."""
        before = dict(self._sums)
        found = await log.line_sums()
        return found in (before, self._sums)

    def _follow(self, found: Iterable[Standing]) -> set[str]:
        """Become what SQL had, except where a change came in while it was read. Hints follow commits, so what
        was heard of before the reading began is in it."""
        truth = {one.conversation: one for one in found if one.conversation not in self._lately}
        changed = set()
        for id in [id for id in self._waiting if id not in truth and id not in self._lately]:
            changed |= self._put(Standing(id, self._waiting[id].visitor, self._waiting[id].revision))
        for one in truth.values():
            changed |= self._put(one)
        return changed

    def _put(self, now: Standing) -> set[str]:
        was = self._waiting.pop(now.conversation, None)
        if now.team is not None and now.place is not None:
            self._gone.pop(now.conversation, None)
            self._waiting[now.conversation] = now
        else:
            self._remember_gone(now)
        if (was.team, was.place) == (now.team, now.place) if was is not None else now.team is None:
            return set()
        changed = set()
        if was is not None and was.team is not None and was.place is not None:
            self._leave(was.team, was.place)
            changed.add(was.team)
        if now.team is not None and now.place is not None:
            self._enter(now.team, now.place)
            changed.add(now.team)
        self._stirred |= changed
        return changed

    def _enter(self, team: str, place: Place) -> None:
        self._teams.setdefault(team, SortedList()).add(place)
        self._sums[team] = self._sums.get(team, LineSum()).plus(place, 1)

    def _leave(self, team: str, place: Place) -> None:
        line = self._teams[team]
        line.remove(place)
        self._sums[team] = self._sums[team].plus(place, -1)
        if not line:
            del self._teams[team], self._sums[team]

    def _revision(self, conversation: str) -> int:
        found = self._waiting.get(conversation)
        return found.revision if found else self._gone.get(conversation, 0)

    def _remember_gone(self, now: Standing) -> None:
        self._gone[now.conversation] = now.revision
        self._gone.move_to_end(now.conversation)
        if len(self._gone) > GONE:
            self._gone.popitem(last=False)
