"""Looks for open conversations that nobody owns or nothing will happen to: there must be none."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from handoff.core.errors import Refusal
from handoff.desk import Desk
from handoff.ports import Clock, Holding, Log, Tenure

log = logging.getLogger(__name__)

EVERY_S = 30
TURN_S = 1
LATE_MS = 60_000
"""The deadline loop turns four times a second; what it has not taken after so long, it never will."""
MOST = 1_000
NAMED = 20


class Watchdog:
    """Runs where the deadlines run. ``adrift`` is how many it found the last time."""

    def __init__(self, desk: Desk, log: Log, clock: Clock, holding: Holding) -> None:
        self._desk = desk
        self._log = log
        self._clock = clock
        self._holding = holding
        self._tenure: Tenure | None = None
        self._late: set[str] = set()
        self.adrift = 0

    async def run(self) -> None:
        rested_s = 0
        while True:
            begun = self._holding.held is not self._tenure
            if begun or rested_s >= EVERY_S:
                rested_s = 0
                await self._look_safely()
            await asyncio.sleep(TURN_S)
            rested_s += TURN_S

    async def _look_safely(self) -> None:
        try:
            await self.look()
        except Refusal as error:
            log.warning("the watchdog can't look: %s", error.message)
        except Exception:
            log.exception("the watchdog stumbled; it goes on")

    async def look(self) -> None:
        """What is found is said, counted and rescheduled. Late is only what was late at the last look, too:
        after a pause everything is late for a moment, and then gets its grace."""
        self._tenure = self._holding.held
        if self._tenure is None:
            self.adrift, self._late = 0, set()
            return
        adrift = set(await self._log.adrift(MOST))
        late = set(await self._log.due(self._clock() - LATE_MS, MOST))
        stuck, self._late = late & self._late, late
        self.adrift = len(adrift | stuck)
        if adrift:
            log.error("open without an owner or a deadline: %s", named(adrift))
        if stuck:
            log.error("a deadline passed and nothing follows: %s", named(stuck))
        for id in sorted(adrift | stuck):
            await self._mend(id)

    async def _mend(self, id: str) -> None:
        try:
            await self._desk.reschedule(id)
        except Refusal:
            raise
        except Exception as error:  # noqa: BLE001 - a row that can't be read must not hide the others
            log.error("%s can't be rescheduled (%s); see handrail doctor", id, type(error).__name__)


def named(ids: Iterable[str]) -> str:
    """As many as a line of a log can hold."""
    known = sorted(ids)
    more = f" and {len(known) - NAMED} more" if len(known) > NAMED else ""
    return ", ".join(known[:NAMED]) + more
