"""The loop that takes what was said into the index. Behind the log by a second or two, never in its way."""

from __future__ import annotations

import asyncio
import logging
import time

from handoff.core.errors import Refusal
from handoff.ports import Holding, Index

log = logging.getLogger(__name__)

PAUSE_S = 1.0
"""Once it has caught up."""

SHARE = 9
"""Of the time, while it has not, it works a tenth: the others have to be served."""

AFTER_TROUBLE_S = 10.0


class Indexing:
    """Runs where the deadlines run."""

    def __init__(self, index: Index, holding: Holding) -> None:
        self._index = index
        self._holding = holding

    async def run(self) -> None:
        while True:
            rest_s = await self._step()
            await asyncio.sleep(rest_s)

    async def _step(self) -> float:
        """How long to rest."""
        if self._holding.held is None:
            return PAUSE_S
        began = time.monotonic()
        try:
            taken_in = await self._index.follow()
        except Refusal as error:
            log.warning("new conversations are found late: %s", error.message)
            return AFTER_TROUBLE_S
        except Exception:
            log.exception("the index stumbled; it goes on")
            return AFTER_TROUBLE_S
        return (time.monotonic() - began) * SHARE if taken_in else PAUSE_S
