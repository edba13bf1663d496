"""The one loop that takes what is due: late bots, lost agents, long waits."""

from __future__ import annotations

import asyncio
import logging

from handoff.core.errors import Refusal
from handoff.desk import Desk
from handoff.ports import Clock, Log

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.25
SWEEP_EVERY_MS = 2_000
AT_ONCE = 200
JUMP_MS = 3_000
"""A look this late means that we were frozen or the clock was set: that time counts against nobody."""


class Deadlines:
    """Surviving restarts is the row's doing; this loop keeps nothing."""

    def __init__(self, desk: Desk, log: Log, clock: Clock) -> None:
        self._desk = desk
        self._log = log
        self._clock = clock
        self._looked: int | None = None
        self._swept = 0

    async def run(self) -> None:
        while True:
            try:
                await self.look()
            except Refusal as error:
                log.warning("deadlines are late: %s", error.message)
            except Exception:
                log.exception("the deadline loop stumbled; it goes on")
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Take what is due now. The first look, and one after a pause, grants a fresh grace instead."""
        now = self._clock()
        paused = self._looked is None or not -JUMP_MS < now - self._looked < JUMP_MS
        if paused:
            await self._grant(now)
        self._looked = now
        for id in await self._log.due(now, AT_ONCE):
            await self._each(self._desk.deadline_passed, id)
        if paused or now - self._swept >= SWEEP_EVERY_MS:
            self._swept = now
            for agent in await self._log.abandoned():
                await self._each(self._desk.agent_gone, agent)

    async def _grant(self, now: int) -> None:
        """Also what is due within the bot's time: its question may have been lost with the old process."""
        horizon = now + self._desk.limits.bot_reply
        for id in await self._log.due(horizon, AT_ONCE * 50):
            await self._each(self._desk.grant_grace, id)

    async def _each(self, step: object, id: str) -> None:
        """One conversation's trouble is not the others'."""
        assert callable(step)
        try:
            await step(id)
        except Refusal:
            raise
        except Exception:
            log.exception("a deadline could not be taken", extra={"conversation": id})
