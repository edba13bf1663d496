"""The loop that has a mail sent when customers wait and nobody is there; run by one of many processes."""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from handoff.core.alert import Unserved
from handoff.core.errors import Refusal
from handoff.ports import Holding

log = logging.getLogger(__name__)

LOOK_EVERY_S = 15.0
"""The setting counts in minutes."""


class Unstaffed(Protocol):
    def tell(self) -> Unserved | None:
        """Blocks on the database. What was told of, if anything was."""


class Alerting:
    def __init__(self, unstaffed: Unstaffed, holding: Holding) -> None:
        self._unstaffed = unstaffed
        self._holding = holding

    async def run(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY_S)  # first: agents' pages come back after a start
            try:
                await self.look()
            except Refusal as error:
                log.warning("whether customers wait alone is not known: %s", error.message)
            except Exception:
                log.exception("the alert stumbled; it goes on")

    async def look(self) -> Unserved | None:
        if self._holding.held is None:
            return None
        told = await asyncio.to_thread(self._unstaffed.tell)
        if told is not None:
            log.warning("%s wait and nobody is there; a mail goes out", told.waiting)
        return told
