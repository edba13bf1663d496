"""The loop that tells customers what staff sent: some each second, by one process, on after a restart."""

from __future__ import annotations

import asyncio
import logging

from handoff.adapters.tellings import Tellings
from handoff.core.errors import Refusal
from handoff.desk.told import ToldDesk
from handoff.ports import Holding

log = logging.getLogger(__name__)

EVERY_S = 1.0
AT_ONCE = 20
"""Customers a second: their words come first, and a mistake can be stopped."""

TRIES = 5
PAUSE_MS = 30_000
"""Before one is tried again whom something is wrong with."""


class Sending:
    def __init__(self, desk: ToldDesk, tellings: Tellings, holding: Holding) -> None:
        self._desk = desk
        self._tellings = tellings
        self._holding = holding

    async def run(self) -> None:
        while True:
            try:
                await self.look()
            except Refusal as refusal:
                log.warning("customers are told later: %s", refusal.message)
            except Exception:
                log.exception("the loop that tells customers stumbled; it goes on")
            await asyncio.sleep(EVERY_S)

    async def look(self) -> int:
        """Tell the next of them. How many had their turn."""
        if self._holding.held is None:
            return 0
        due = await asyncio.to_thread(self._tellings.due, AT_ONCE)
        for telling, visitor in due:
            await self._one(telling, visitor)
        return len(due)

    async def _one(self, telling: str, visitor: str) -> None:
        try:
            await self._desk.tell(telling, visitor)
        except Refusal:
            raise  # the database: nobody would be told now
        except Exception:
            log.exception("a customer could not be told")
            if await asyncio.to_thread(self._tellings.later, telling, visitor, PAUSE_MS) >= TRIES:
                await self._desk.give_up(telling, visitor)
