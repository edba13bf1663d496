"""What only one of many may run, among the contenders of one process."""

from __future__ import annotations

import asyncio

from handoff.adapters.holdings import NOBODY, Beat
from handoff.core.errors import Unavailable
from handoff.ports import Tenure


class Always:
    """``ports.Holding`` where nobody else could do it: on one machine a lock guards the database."""

    held = Tenure(None)


class MemoryBeats:
    """``holdings.Beats`` shared by the contenders of one process."""

    def __init__(self) -> None:
        self.row: Beat | None = None
        self.up = True

    async def read(self) -> Beat | None:
        await self._reach()
        return self.row

    async def begin(self, holder: str) -> bool:
        await self._reach()
        return self._write(self.row is None, holder)

    async def take(self, holder: str, seen: Beat) -> bool:
        await self._reach()
        return self._write(self.row is not None and self.row.count == seen.count, holder)

    async def beat(self, holder: str) -> bool:
        await self._reach()
        return self._write(self._is(holder), holder)

    async def leave(self, holder: str) -> None:
        await self._reach()
        self._write(self._is(holder), NOBODY)

    async def _reach(self) -> None:
        await asyncio.sleep(0)
        if not self.up:
            raise Unavailable("The database is out of order.", retry_s=1)

    def _is(self, holder: str) -> bool:
        return self.row is not None and self.row.holder == holder

    def _write(self, may: bool, holder: str) -> bool:
        if may:
            self.row = Beat(holder, self.row.count + 1 if self.row else 1)
        return may
