"""The one loop that takes what is due: late bots, lost agents, long waits."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from handoff.core.errors import Refusal
from handoff.desk import Desk
from handoff.ports import Clock, Holding, Log, Tenure

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.25
SWEEP_EVERY_MS = 2_000
AT_ONCE = 200
JUMP_MS = 3_000
"""A look this late means that we were frozen or the clock was set: that time counts against nobody."""

HANDOVER_MS = 10_000
"""Who takes over from another process within this time goes on where that one stopped. Customers and agents
elsewhere could act meanwhile; a fresh grace for everybody would only put off the help they wait for."""

FOR_EVER = 2**53
"""Later than any deadline."""

STUCK_MS = 30_000
"""A conversation whose step failed is left alone for so long: many such must not keep the others waiting."""

Step = Callable[[str], Awaitable[None]]


class Deadlines:
    """Surviving restarts is the row's doing; this loop keeps nothing. ``holding`` says whether it is this
    process that runs it; None: nobody else could."""

    def __init__(self, desk: Desk, log: Log, clock: Clock, holding: Holding | None = None) -> None:
        self._desk = desk
        self._log = log
        self._clock = clock
        self._holding = holding
        self._tenure: Tenure | None = None
        self._looked: int | None = None
        self._swept = 0
        self._stuck: dict[str, int] = {}

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
        """Take what is due now, if it is on us. The first look, and one after a pause, grants a fresh grace
        instead."""
        if not self._ours():
            return
        now = self._clock()
        paused = self._looked is None or not -JUMP_MS < now - self._looked < JUMP_MS
        if paused:
            await self._grant(now, set_back=self._looked is None or now < self._looked)
        await self._all(self._desk.deadline_passed, await self._due(now))
        if paused or now - self._swept >= SWEEP_EVERY_MS:
            self._swept = now
            await self._all(self._desk.agent_gone, await self._log.abandoned())
            await self._all(self._desk.give_back, await self._log.retired())
            self._desk.assigner.wake()
        # From here, not from the start: a slow round must not look like a pause, which would put off
        # again and again what a loaded machine is late with anyway. A clock set back meanwhile still shows.
        self._looked = max(now, self._clock())

    def _ours(self) -> bool:
        if self._holding is None:
            return True
        tenure = self._holding.held
        if tenure is not None and tenure is not self._tenure:
            self._tenure = tenure
            short = tenure.idle_ms is not None and tenure.idle_ms < HANDOVER_MS
            self._looked = self._clock() if short else None
        return tenure is not None

    async def _due(self, now: int) -> list[str]:
        self._stuck = {id: until for id, until in self._stuck.items() if abs(until - now) < STUCK_MS}
        ids = await self._log.due(now, AT_ONCE + len(self._stuck))
        return [id for id in ids if id not in self._stuck][:AT_ONCE]

    async def _grant(self, now: int, *, set_back: bool) -> None:
        """Also what is due soon: the bot's question may have been lost with the old process, and an agent's
        grace must not have run while there was nothing to come back to. Where the clock was set back, or may
        have been, deadlines by the old time lie too far ahead."""
        horizon = now + max(self._desk.limits.bot_reply, self._desk.limits.agent_grace)
        ids = await self._log.due(FOR_EVER if set_back else horizon, AT_ONCE * 50)

        async def grant(id: str) -> None:
            await self._desk.grant_grace(id, horizon)

        for start in range(0, len(ids), AT_ONCE):
            await self._all(grant, ids[start : start + AT_ONCE])

    async def _all(self, step: Step, ids: Sequence[str]) -> None:
        """Side by side, so that they share commits."""
        refused = await asyncio.gather(*(self._each(step, id) for id in ids), return_exceptions=True)
        for error in refused:
            if isinstance(error, BaseException):
                raise error

    async def _each(self, step: Step, id: str) -> None:
        """One conversation's trouble is not the others'."""
        if self._holding is not None and self._holding.held is not self._tenure:
            return  # frozen since this look began, and perhaps replaced
        try:
            await step(id)
        except Refusal:
            raise
        except Exception:
            self._stuck[id] = self._clock() + STUCK_MS
            log.exception("a deadline could not be taken; see handrail doctor", extra={"conversation": id})
