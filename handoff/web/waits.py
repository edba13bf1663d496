"""Estimates as pages need them: learnt now and then, asked at once; and the notes they are learnt from."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping

from handoff.core.errors import Refusal
from handoff.core.waits import HORIZON_MS, Note, Pace, Range, learn
from handoff.desk.line import Line
from handoff.ports import Clock
from handoff.ports import Waits as Stored

log = logging.getLogger(__name__)

TURN_S = 0.5
STAFFING_S = 2.0
"""Who is there and has room changes with every conversation; between two looks what was taken is counted."""

LEARN_S = 10.0
"""A range moves with the day, not with the second."""

AT_ONCE = 500
TRIES = 6
"""One process's note may be written before another's on which it builds; after three seconds it is lost."""


class Waits:
    """``judged`` hears of each wait that ended and had been shown a range: its team, and whether it held."""

    def __init__(
        self, stored: Stored, line: Line, clock: Clock, judged: Callable[[str, bool], object]
    ) -> None:
        self._stored = stored
        self._line = line
        self._clock = clock
        self._judged = judged
        self._paces: dict[str, Pace] = {}
        self._learnt_at: dict[str, float] = {}
        self._staffed_at = 0.0
        self._again: deque[tuple[Note, int]] = deque(maxlen=AT_ONCE)
        self._changed: set[str] = set()

    def range(self, team: str, position: int, still: int) -> Range | None:
        """What to say at this position; ``still``: since when the line's first has been first (ms)."""
        pace = self._paces.get(team)
        return pace.range(position, self._line.book.staffing(team), still) if pace else None

    def changed(self) -> set[str]:
        """The teams whose ranges may have changed since this was asked last."""
        teams, self._changed = self._changed, set()
        return teams

    async def accuracy(self, since: int = 0) -> Mapping[str, tuple[int, int]]:
        """By team: how many waits that ended since then (ms) kept to the range shown, and how many not."""
        return await self._stored.accuracy(since)

    async def run(self) -> None:
        while True:
            try:
                await self.turn()
            except Refusal as error:
                log.warning("waits are measured later: %s", error.message)
                await asyncio.sleep(1)
            await asyncio.sleep(TURN_S)

    async def turn(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._staffed_at >= STAFFING_S:
            self._staffed_at = now
            await self._look_around()
        await self.flush()
        # Teams where nobody waits too, so that the first who does hears the range with the number.
        for team in sorted({*self._line.teams, *self._line.book.teams}):
            if now - self._learnt_at.get(team, -LEARN_S) >= LEARN_S:
                self._learnt_at[team] = now
                await self._learn(team)

    async def flush(self) -> None:
        """Write what was noted. What can't be written is tried again, and in the end forgotten."""
        notes, tries = self._next()
        if not notes:
            return
        try:
            vain, judged = await self._stored.write(notes)
        except Refusal:
            self._line.book.notes.extendleft(reversed(notes))
            raise
        self._again.extend((note, tries[note] + 1) for note in vain if tries[note] + 1 < TRIES)
        for team, held in judged:
            self._judged(team, held)

    def _next(self) -> tuple[list[Note], dict[Note, int]]:
        tries = dict(self._again)
        self._again.clear()
        fresh = self._line.book.notes
        notes = [*tries, *(fresh.popleft() for _ in range(min(AT_ONCE, len(fresh))))]
        return notes, {note: tries.get(note, 0) for note in notes}

    async def _look_around(self) -> None:
        book = self._line.book
        before = {team: book.staffing(team) for team in self._line.teams}
        book.seen(await self._stored.staffing())
        self._changed |= {team for team, was in before.items() if book.staffing(team) != was}

    async def _learn(self, team: str) -> None:
        now = self._clock()
        pace = learn(await self._stored.recent(team, now - HORIZON_MS), now)
        if pace != self._paces.get(team):
            self._paces[team] = pace
            self._changed.add(team)
