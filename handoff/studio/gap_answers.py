"""Sees that an entry written for a gap is live: the gap is answered from then on."""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
from sqlalchemy import Engine, text

from handoff.adapters.gap_changes import GapChanges
from handoff.ports import Catalogue


class GapAnswers:
    def __init__(self, engine: Engine, changes: GapChanges, catalogue: Catalogue) -> None:
        self._engine = engine
        self._changes = changes
        self._catalogue = catalogue

    async def look(self) -> int:
        """How many gaps were answered by what is live now."""
        drafted, release, published = await asyncio.to_thread(self._read)
        if not drafted or release is None:
            return 0
        live = await self._catalogue.entries()
        done = [id for id, told in drafted if told.get("entry") in live and told.get("at", 0) <= published]
        for id in done:
            await self._changes.answered(id, release, published)
        return len(done)

    def _read(self) -> tuple[list[tuple[int, dict[str, Any]]], int | None, int]:
        with self._engine.connect() as db:
            rows = db.execute(text("SELECT id, told FROM gaps WHERE state = 'drafted' ORDER BY id")).all()
            if not rows:
                return [], None, 0
            newest = db.execute(
                text("SELECT id, published_at FROM releases ORDER BY id DESC LIMIT 1")
            ).first()
        drafted = [(id, orjson.loads(told) if told else {}) for id, told in rows]
        return drafted, *(newest or (None, 0))
