"""Whether this process can serve: the database decides, bot and Redis are only reported."""

from __future__ import annotations

import asyncio
import time
from dataclasses import asdict
from typing import Any

from handoff import __version__
from handoff.adapters.fanout import Wire
from handoff.core.errors import Refusal
from handoff.ports import Bot, Holding, Log
from handoff.web.published import Published

PATIENCE_S = 3.0
"""A database that takes longer is no use to anybody who waits for an acknowledgement."""

HOLDS_S = 0.5
"""Anybody may ask, and each look writes: so often it is really done, others hear the same."""


class Readiness:
    def __init__(self, log: Log, bot: Bot, wire: Wire, published: Published, holding: Holding) -> None:
        self._published = published
        self._holding = holding
        self._log = log
        self._bot = bot
        self._wire = wire
        self._looking = asyncio.Lock()
        self._looked: tuple[float, str] = (-HOLDS_S, "down")

    async def look(self) -> dict[str, Any]:
        database = await self._database()
        return {
            "status": "ready" if database == "ok" else "unready",
            "bot": self._bot.state,
            "database": database,
            "redis": "ok" if self._wire.up else "down",
            "deadlines": "here" if self._holding.held else "elsewhere",
            "model": asdict(self._published.model) if self._published.model else None,
            "version": __version__,
        }

    async def _database(self) -> str:
        async with self._looking:
            if time.monotonic() - self._looked[0] >= HOLDS_S:
                self._looked = (time.monotonic(), await self._try())
            return self._looked[1]

    async def _try(self) -> str:
        """Reads and writes: a full disk still reads, and a frozen server answers nothing at all."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._log.heads(["-"])
                await self._log.written()
        except (Refusal, TimeoutError):
            return "down"
        return "ok"
