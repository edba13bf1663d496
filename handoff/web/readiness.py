"""Whether this process can serve: the database decides, bot and Redis are only reported."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from handoff import __version__
from handoff.adapters.fanout import Wire
from handoff.core.errors import Refusal
from handoff.ports import Bot, Holding, Log
from handoff.web.published import Published


class Readiness:
    def __init__(self, log: Log, bot: Bot, wire: Wire, published: Published, holding: Holding) -> None:
        self._published = published
        self._holding = holding
        self._log = log
        self._bot = bot
        self._wire = wire

    async def look(self) -> dict[str, Any]:
        try:
            await self._log.heads(["-"])
            await self._log.transact(lambda tx: tx.conversation("-"))
            database = "ok"
        except Refusal:
            database = "down"
        return {
            "status": "ready" if database == "ok" else "unready",
            "bot": self._bot.state,
            "database": database,
            "redis": "ok" if self._wire.up else "down",
            "deadlines": "here" if self._holding.held else "elsewhere",
            "model": asdict(self._published.model) if self._published.model else None,
            "version": __version__,
        }
