"""Waits in SQL: noted in the writer's batches, read for estimates and reports."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from handoff.adapters.connection import Session
from handoff.adapters.database import reason
from handoff.adapters.teams import all_teams
from handoff.adapters.writer import Writer
from handoff.core.errors import Unavailable
from handoff.core.people import AT_ONCE
from handoff.core.teams import Assignment
from handoff.core.waits import KEPT, Began, Ended, Note, Shown, Staffing, Wait, room
from handoff.ports import EVERYWHERE, Clock

# A wait that was never closed (the process died before it could) is closed by nobody any more.
_FORGET = "DELETE FROM waits WHERE conversation = :conversation AND ended_at IS NULL AND queued_at < :at"
_BEGAN = """INSERT INTO waits (conversation, queued_at, team, position, staffed, free)
    VALUES (:conversation, :at, :team, :position, :staffed, :free) ON CONFLICT DO NOTHING"""
_SHOWN = """UPDATE waits SET low_ms = :at - queued_at + :low, high_ms = :at - queued_at + :high
    WHERE conversation = :conversation AND ended_at IS NULL AND low_ms IS NULL"""
_ENDED = """UPDATE waits SET ended_at = :at, taken = :taken
    WHERE conversation = :conversation AND ended_at IS NULL AND queued_at <= :at"""
_WAIT = "team, queued_at, ended_at, taken, position, staffed, free, low_ms, high_ms"
_JUST_ENDED = f"SELECT {_WAIT} FROM waits WHERE conversation = :conversation AND ended_at = :at"
_RECENT = f"""SELECT {_WAIT} FROM waits WHERE team = :team AND ended_at >= :since
    ORDER BY ended_at DESC LIMIT :limit"""
_ENDED_SINCE = "SELECT taken, COUNT(*) FROM waits WHERE team = :team AND ended_at >= :since GROUP BY taken"
_JUDGED = f"SELECT {_WAIT} FROM waits WHERE ended_at >= :since AND low_ms IS NOT NULL"
_THERE = """SELECT memberships.team, agents.role, agents.capacity, agents.wrapping_until,
    (SELECT COUNT(*) FROM conversations WHERE conversations.agent = agents.id
        AND conversations.status = 'with_agent')
    FROM agents LEFT JOIN memberships ON memberships.agent = agents.id
    WHERE agents.available AND agents.role <> 'content' AND agents.disabled_at IS NULL
    AND agents.id IN (SELECT agent FROM leases WHERE until > :now)"""


class SqlWaits:
    """``ports.Waits``."""

    def __init__(self, engine: Engine, writer: Writer, clock: Clock) -> None:
        self._engine = engine
        self._writer = writer
        self._clock = clock

    async def write(self, notes: Sequence[Note]) -> tuple[list[Note], list[tuple[str, bool]]]:
        def work(session: Session) -> tuple[list[Note], list[tuple[str, bool]]]:
            vain = [note for note in notes if not _written(session, note)]
            ended = [note for note in notes if isinstance(note, Ended) and note not in vain]
            closed = (session.read(_JUST_ENDED, {"conversation": e.conversation, "at": e.at}) for e in ended)
            return vain, [
                (str(row[0]), hit) for rows in closed for row in rows if (hit := _wait(row).hit) is not None
            ]

        return await self._writer.submit(work)

    async def recent(self, team: str, since: int) -> list[Wait]:
        # Both kinds of waits are kept apart later: twice as many, so that one does not push out the other.
        rows = await self._read(_RECENT, {"team": team, "since": since, "limit": 4 * KEPT})
        return [_wait(row) for row in rows]

    async def accuracy(self, since: int) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for row in await self._read(_JUDGED, {"since": since}):
            hit = _wait(row).hit
            if hit is not None:
                hits, misses = found.get(row[0], (0, 0))
                found[row[0]] = (hits + hit, misses + (not hit))
        return found

    async def ended(self, team: str, since: int) -> tuple[int, int]:
        counts = {
            bool(row[0]): int(row[1])
            for row in await self._read(_ENDED_SINCE, {"team": team, "since": since})
        }
        return counts.get(True, 0), counts.get(False, 0)

    async def staffing(self) -> dict[str, Staffing]:
        now = self._clock()
        return await asyncio.to_thread(self._staffing, now)

    def _staffing(self, now: int) -> dict[str, Staffing]:
        given = {
            team.name: AT_ONCE if team.assignment is Assignment.AUTOMATIC else 0
            for team in all_teams(self._read_now, now)
        }
        there: dict[str, list[int]] = defaultdict(list)
        for team, role, capacity, wrapping_until, load in self._read_now(_THERE, {"now": now}):
            if team is None and role not in ("supervisor", "admin"):
                continue
            wraps_up = wrapping_until is not None and now < wrapping_until
            free = 0 if wraps_up else room(load, capacity, given.get(team, 0))
            there[team or EVERYWHERE].append(free)
        return {team: Staffing(len(rooms), sum(rooms)) for team, rooms in there.items()}

    async def _read(self, statement: str, values: Mapping[str, Any]) -> Sequence[Any]:
        return await asyncio.to_thread(self._read_now, statement, values)

    def _read_now(self, statement: str, values: Mapping[str, Any]) -> Sequence[Any]:
        try:
            with self._engine.connect() as connection:
                return connection.execute(text(statement), values).all()
        except SQLAlchemyError as error:
            raise Unavailable(f"The database can't be read right now: {reason(error)}", retry_s=1) from error


def _written(session: Session, note: Note) -> bool:
    """False: there is no such wait (yet)."""
    values: dict[str, Any] = {"conversation": note.conversation, "at": note.at}
    match note:
        case Began(_, team, _, position, staffing):
            session.write(_FORGET, values)
            more = {"team": team, "position": position, "staffed": staffing.available, "free": staffing.free}
            session.write(_BEGAN, values | more)
            return True
        case Shown(_, _, low, high):
            return session.write(_SHOWN, values | {"low": low, "high": high}) > 0
        case Ended(_, _, taken):
            return session.write(_ENDED, values | {"taken": taken}) > 0


def _wait(row: Sequence[Any]) -> Wait:
    _team, began_at, ended_at, taken, position, staffed, free, low, high = row
    return Wait(began_at, ended_at, bool(taken), position, Staffing(staffed, free), low, high)
