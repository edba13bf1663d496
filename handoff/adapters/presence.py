"""Presence as leases in SQL: one row for each connection, renewed in batches, lapsing by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from handoff.adapters.accounts import SEES_ALL
from handoff.adapters.database import reason
from handoff.adapters.schema import agents, leases, memberships
from handoff.core.errors import Unavailable
from handoff.ports import Clock

T = TypeVar("T")

MOST_FACES = 5
"""Faces shown to customers before they ask."""


class SqlPresence:
    """``ports.Presence``. ``lease_ms`` is how long a connection counts without being renewed."""

    def __init__(self, engine: Engine, clock: Clock, lease_ms: int) -> None:
        self._engine = engine
        self._clock = clock
        self._lease_ms = lease_ms

    async def connect(self, agent: str, connection: str) -> None:
        now = self._clock()

        def work(db: Connection) -> None:
            if not self._there(db, agent):
                self._changed(db, agent)
            db.execute(insert(leases).values(connection=connection, agent=agent, until=now + self._lease_ms))
            db.execute(update(agents).where(agents.c.id == agent).values(seen_at=now))

        await self._write(work)

    async def disconnect(self, connection: str) -> None:
        ours = leases.c.connection == connection

        def work(db: Connection) -> None:
            agent = db.scalar(select(leases.c.agent).where(ours))
            db.execute(delete(leases).where(ours))
            if agent is None:
                return
            db.execute(update(agents).where(agents.c.id == agent).values(seen_at=self._clock()))
            if not self._there(db, agent):
                self._changed(db, agent)

        await self._write(work)

    async def since(self) -> Mapping[str, int]:
        query = select(agents.c.id, agents.c.since).where(agents.c.since.is_not(None))
        return {row[0]: row[1] for row in await self._read(lambda db: db.execute(query).all())}

    def _there(self, db: Connection, agent: str) -> bool:
        query = select(leases.c.agent).where(leases.c.agent == agent, leases.c.until > self._clock())
        return db.execute(query.limit(1)).first() is not None

    def _changed(self, db: Connection, agent: str) -> None:
        db.execute(update(agents).where(agents.c.id == agent).values(since=self._clock()))

    async def renew(self, connections: Mapping[str, str]) -> None:
        """One statement for all of this process's agents; long lapsed leases go at the same time."""
        now = self._clock()
        until = now + self._lease_ms
        ours = leases.c.connection.in_(list(connections))

        def work(db: Connection) -> None:
            if connections and db.execute(update(leases).where(ours).values(until=until)).rowcount < len(
                connections
            ):
                # Another service swept some away while we could not write: these agents are still here.
                there = set(db.scalars(select(leases.c.connection).where(ours)))
                lost = connections.keys() - there
                db.execute(
                    insert(leases),
                    [{"connection": one, "agent": connections[one], "until": until} for one in sorted(lost)],
                )
            db.execute(delete(leases).where(leases.c.until < now - 10 * self._lease_ms))

        await self._write(work)

    async def is_connected(self, agent: str) -> bool:
        return await self._read(lambda db: self._there(db, agent))

    async def set_status(self, agent: str, available: bool, label: str | None) -> None:
        values: dict[str, object] = {"available": available, "label": label, "since": self._clock()}
        if available:
            values["wrapping_until"] = None  # whoever says so has finished their notes
        await self._write(lambda db: db.execute(update(agents).where(agents.c.id == agent).values(**values)))

    async def status(self, agent: str) -> tuple[bool, str | None]:
        query = select(agents.c.available, agents.c.label).where(agents.c.id == agent)
        row = await self._read(lambda db: db.execute(query).first())
        return (bool(row[0]), row[1]) if row else (False, None)

    async def staff(self, teams: Sequence[str] | None = None) -> list[Mapping[str, str | None]]:
        query = (
            select(agents.c.name, agents.c.avatar)
            .where(
                agents.c.available,
                agents.c.role != "content",
                agents.c.disabled_at.is_(None),
                agents.c.id.in_(select(leases.c.agent).where(leases.c.until > self._clock())),
            )
            .order_by(agents.c.name)
            .limit(MOST_FACES)
        )
        if teams is not None:
            theirs = select(memberships.c.agent).where(memberships.c.team.in_(list(teams)))
            query = query.where(agents.c.role.in_(SEES_ALL) | agents.c.id.in_(theirs))
            if not teams:
                return []
        rows = await self._read(lambda db: db.execute(query).all())
        return [{"name": row[0], "avatar": row[1]} for row in rows]

    async def forget_all(self) -> None:
        """On one machine nobody can be connected before the service starts."""
        await self._write(lambda db: db.execute(delete(leases)))

    async def _read(self, work: Callable[[Connection], T]) -> T:
        def run() -> T:
            with self._engine.connect() as db:
                return work(db)

        return await _in_thread(run)

    async def _write(self, work: Callable[[Connection], object]) -> None:
        def run() -> None:
            with self._engine.begin() as db:
                work(db)

        await _in_thread(run)


async def _in_thread(run: Callable[[], T]) -> T:
    try:
        return await asyncio.to_thread(run)
    except SQLAlchemyError as error:
        raise Unavailable(f"The database is out of order: {reason(error)}", retry_s=1) from error
