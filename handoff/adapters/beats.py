"""The beats of holdings in SQL. One statement each, committed by the server itself."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from handoff.adapters.database import reason
from handoff.adapters.holdings import NOBODY, Beat
from handoff.core.errors import Unavailable


class SqlBeats:
    """``Beats`` in the ``holdings`` table of SQLite or PostgreSQL."""

    def __init__(self, engine: Engine, name: str) -> None:
        # Without a transaction of ours: a process frozen inside one would keep the row locked, and nobody
        # could take over just when somebody must.
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._name = name

    async def read(self) -> Beat | None:
        rows = await self._do("SELECT holder, beat FROM holdings WHERE name = :name")
        return Beat(*rows[0]) if rows else None

    async def begin(self, holder: str) -> bool:
        return await self._wrote(
            "INSERT INTO holdings (name, holder, beat) VALUES (:name, :holder, 1) ON CONFLICT DO NOTHING",
            holder=holder,
        )

    async def take(self, holder: str, seen: Beat) -> bool:
        return await self._wrote(
            "UPDATE holdings SET holder = :holder, beat = beat + 1 WHERE name = :name AND beat = :seen",
            holder=holder,
            seen=seen.count,
        )

    async def beat(self, holder: str) -> bool:
        return await self._wrote(
            "UPDATE holdings SET beat = beat + 1 WHERE name = :name AND holder = :holder", holder=holder
        )

    async def leave(self, holder: str) -> None:
        await self._wrote(
            "UPDATE holdings SET holder = :nobody, beat = beat + 1 WHERE name = :name AND holder = :holder",
            holder=holder,
            nobody=NOBODY,
        )

    async def _wrote(self, statement: str, **values: Any) -> bool:
        return bool(await self._do(f"{statement} RETURNING holder, beat", **values))

    async def _do(self, statement: str, **values: Any) -> list[tuple[str, int]]:
        def run() -> list[tuple[str, int]]:
            with self._engine.connect() as db:
                rows = db.execute(text(statement), {"name": self._name, **values})
                return [(row[0], row[1]) for row in rows]

        try:
            return await asyncio.to_thread(run)
        except SQLAlchemyError as error:
            raise Unavailable(f"The database is out of order: {reason(error)}", retry_s=1) from error
