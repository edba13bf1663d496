"""The event log in SQL: appends by group commit, reads beside it, no ORM on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import orjson
from sqlalchemy import Engine, String, TextClause, bindparam, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from handoff.adapters.colleagues import Colleagues
from handoff.adapters.connection import Session
from handoff.adapters.customers import SqlCustomers
from handoff.adapters.database import reason
from handoff.adapters.mailroom import SqlMailroom
from handoff.adapters.rows import (
    EVENT_COLUMNS,
    columns_of,
    columns_of_event,
    conversation_from,
    event_from,
)
from handoff.adapters.teams import all_teams
from handoff.adapters.told import SqlTellings
from handoff.adapters.writer import StaleRow, Writer
from handoff.core.conversation import Conversation, changed
from handoff.core.errors import Unavailable
from handoff.core.events import Event
from handoff.core.people import Colleague
from handoff.core.queue import Standing, place
from handoff.core.teams import Team
from handoff.ports import Answer, Clock, LineSum, Loss, Transaction

T = TypeVar("T")

_LINE = "ORDER BY rank, waiting_since, id"  # handoff.core.queue.place, as SQL

_INSERT_EVENT = f"""INSERT INTO events ({EVENT_COLUMNS}) VALUES (:conversation, :seq, :prev_customer, :at,
    :kind, :speaker, :client_id, :fact, :body)"""
_INSERT = """INSERT INTO conversations (id, visitor, number, status, seq, customer_seq, revision, agent, team,
    rank, waiting_since, due_at, state) VALUES (:id, :visitor, :number, :status, :seq, :customer_seq,
    :revision, :agent, :team, :rank, :waiting_since, :due_at, :state)"""
_UPDATE = """UPDATE conversations SET status=:status, seq=:seq, customer_seq=:customer_seq,
    revision=:revision, agent=:agent, team=:team, rank=:rank, waiting_since=:waiting_since,
    due_at=:due_at, state=:state WHERE id=:id AND revision=:expected"""

_ADRIFT = """SELECT id FROM conversations WHERE status IN ('with_bot', 'queued', 'with_agent', 'follow_up')
    AND (due_at IS NULL OR (status <> 'with_bot' AND team IS NULL)
    OR (status = 'with_agent' AND agent IS NULL)
    OR (status IN ('with_bot', 'queued') AND agent IS NOT NULL)
    OR (status = 'queued' AND waiting_since IS NULL)) ORDER BY id LIMIT :limit"""

_PROBE = """INSERT INTO holdings (name, holder, beat) VALUES ('ready', 'whoever looks', 1)
    ON CONFLICT (name) DO UPDATE SET beat = holdings.beat + 1"""


class SqlTransaction:
    """``ports.Transaction`` on one savepoint of the writer's connection."""

    def __init__(self, session: Session, clock: Clock, mail_domain: str | None) -> None:
        self._session = session
        self._clock = clock
        self._mail_domain = mail_domain
        self._people = Colleagues(session, clock)
        self._teams: Sequence[Team] | None = None

    @property
    def mailroom(self) -> SqlMailroom:
        return SqlMailroom(self._session, self._mail_domain)

    @property
    def customers(self) -> SqlCustomers:
        return SqlCustomers(self._session)

    @property
    def tellings(self) -> SqlTellings:
        return SqlTellings(self._session)

    def conversation(self, id: str) -> Conversation | None:
        return self._session.cached(id) or self._one("WHERE id = :id", {"id": id})

    def latest(self, visitor: str) -> Conversation | None:
        found = self._session.read(
            "SELECT id FROM conversations WHERE visitor = :visitor ORDER BY number DESC LIMIT 1",
            {"visitor": visitor},
        )
        return self.conversation(found[0][0]) if found else None

    def next_in_line(self, teams: Sequence[str] | None) -> Conversation | None:
        if teams is None:
            return self._one(f"WHERE status = 'queued' {_LINE} LIMIT 1", {})
        firsts = (
            self._one(f"WHERE status = 'queued' AND team = :team {_LINE} LIMIT 1", {"team": team})
            for team in teams
        )
        waiting = [first for first in firsts if first is not None]
        return min(waiting, key=place, default=None)

    def held_by(self, agent: str) -> list[Conversation]:
        rows = self._session.read(
            "SELECT id FROM conversations WHERE agent = :agent AND status = 'with_agent'", {"agent": agent}
        )
        held = (self.conversation(row[0]) for row in rows)
        return [conversation for conversation in held if conversation is not None]

    def teams(self) -> Sequence[Team]:
        if self._teams is None:  # a handoff asks several times, and within a transaction nothing changes
            self._teams = all_teams(self._session.read, self._clock())
        return self._teams

    def colleagues(self, team: str) -> list[Colleague]:
        return self._people.of(team)

    def everybody(self) -> list[Colleague]:
        return self._people.all()

    def colleague(self, id: str, *, claiming: bool = False) -> Colleague | None:
        return self._people.one(id, claiming=claiming)

    def room(self, agent: str) -> int | None:
        return self._people.room(agent)

    def let_go(self, agent: str, wrapping_until: int | None) -> None:
        self._people.let_go(agent, wrapping_until)

    def lost(self, agent: str, conversation: str, reason: str) -> None:
        self._people.lost(agent, conversation, reason)

    def losses(self, agent: str) -> list[Loss]:
        return self._people.losses(agent)

    def set_available(self, agent: str, available: bool, label: str | None) -> None:
        self._people.set_available(agent, available, label)

    def follow_ups(self, team: str) -> list[Conversation]:
        rows = self._session.read(
            "SELECT id FROM conversations WHERE status = 'follow_up' AND team = :team ORDER BY due_at, id",
            {"team": team},
        )
        found = (self.conversation(row[0]) for row in rows)
        return [one for one in found if one is not None and one.customer_waits_since is not None]

    def is_connected(self, agent: str) -> bool:
        return bool(
            self._session.read(
                "SELECT 1 FROM leases WHERE agent = :agent AND until > :now LIMIT 1",
                {"agent": agent, "now": self._clock()},
            )
        )

    def done(self, sender: str, client_id: str) -> Answer | None:
        rows = self._session.read(
            "SELECT answer FROM calls WHERE sender = :sender AND client_id = :client_id",
            {"sender": sender, "client_id": client_id},
        )
        if not rows:
            return None
        answer: Answer = orjson.loads(rows[0][0])
        return answer

    def remember(self, sender: str, client_id: str, conversation: str | None, answer: Answer) -> None:
        self._session.write(
            """INSERT INTO calls (sender, client_id, conversation, answer)
            VALUES (:sender, :client_id, :conversation, :answer)""",
            {
                "sender": sender,
                "client_id": client_id,
                "conversation": conversation,
                "answer": orjson.dumps(answer).decode(),
            },
        )

    def append(
        self, before: Conversation | None, after: Conversation, events: Sequence[Event]
    ) -> Conversation:
        after = changed(after, revision=(before.revision if before else 0) + 1)
        if before is None:
            self._session.write(_INSERT, columns_of(after))
        elif self._session.write(_UPDATE, {**columns_of(after), "expected": before.revision}) != 1:
            self._session.keep(after)  # named so that the writer forgets it
            raise StaleRow(after.id)
        for event in events:
            self._session.write(_INSERT_EVENT, columns_of_event(event))
        self._session.keep(after)
        return after

    def _one(self, where: str, values: Mapping[str, Any]) -> Conversation | None:
        rows = self._session.read(f"SELECT state FROM conversations {where}", values)
        return conversation_from(rows[0][0]) if rows else None


class SqlLog:
    """``ports.Log`` on SQLite or PostgreSQL."""

    def __init__(self, engine: Engine, writer: Writer, clock: Clock, mail_domain: str | None = None) -> None:
        self._engine = engine
        self._writer = writer
        self._clock = clock
        self._mail_domain = mail_domain

    async def transact(self, work: Callable[[Transaction], T]) -> T:
        return await self._writer.submit(
            lambda session: work(SqlTransaction(session, self._clock, self._mail_domain))
        )

    async def written(self) -> None:
        await self._writer.submit(lambda session: session.write(_PROBE, {}))

    async def conversation(self, id: str) -> Conversation | None:
        return _first(await self._states("WHERE id = :id", id=id))

    async def latest(self, visitor: str) -> Conversation | None:
        return _first(
            await self._states("WHERE visitor = :visitor ORDER BY number DESC LIMIT 1", visitor=visitor)
        )

    async def has_become_known(self, visitor: str) -> bool:
        return bool(
            await self._read("SELECT 1 FROM retired_visitors WHERE visitor = :visitor", visitor=visitor)
        )

    async def events(self, conversation: str, after: int, limit: int) -> list[Event]:
        rows = await self._read(
            f"SELECT {EVENT_COLUMNS} FROM events WHERE conversation = :conversation AND seq > :after "
            "ORDER BY seq LIMIT :limit",
            conversation=conversation,
            after=after,
            limit=limit,
        )
        return [event_from(row) for row in rows]

    async def waiting(self, teams: Sequence[str] | None) -> list[Conversation]:
        if teams is None:
            return await self._states(f"WHERE status = 'queued' {_LINE}")
        return await self._states(f"WHERE status = 'queued' AND team IN :teams {_LINE}", teams=list(teams))

    async def conversations(self, ids: Sequence[str]) -> list[Conversation]:
        return await self._states("WHERE id IN :ids", ids=list(ids))

    async def standings(self) -> list[Standing]:
        rows = await self._read(
            "SELECT id, visitor, revision, team, rank, waiting_since FROM conversations "
            "WHERE status = 'queued'"
        )
        return [
            Standing(id, visitor, revision, team, (r, since, id))
            for id, visitor, revision, team, r, since in rows
        ]

    async def line_sums(self) -> dict[str, LineSum]:
        # On columns of one index alone, so that ten thousand who wait cost a millisecond or two.
        rows = await self._read(
            "SELECT team, COUNT(*), SUM(rank), SUM(waiting_since) FROM conversations "
            "WHERE status = 'queued' GROUP BY team"
        )
        return {row[0]: LineSum(int(row[1]), int(row[2]), int(row[3])) for row in rows}

    async def held(self, agent: str) -> list[Conversation]:
        return await self._states(
            "WHERE agent = :agent AND status = 'with_agent' ORDER BY waiting_since, id", agent=agent
        )

    async def with_agents(self, limit: int) -> list[Conversation]:
        return await self._states(
            "WHERE status = 'with_agent' ORDER BY waiting_since, id LIMIT :limit", limit=limit
        )

    async def follow_ups(self, teams: Sequence[str] | None, agent: str) -> list[Conversation]:
        if teams is None:
            return await self._states("WHERE status = 'follow_up' ORDER BY due_at, id")
        return await self._states(
            "WHERE status = 'follow_up' AND (team IN :teams OR agent = :agent) ORDER BY due_at, id",
            teams=list(teams),
            agent=agent,
        )

    async def offered(self) -> list[Conversation]:
        """Few are with agents at a time, so no column of its own."""
        held = await self._states(
            "WHERE status = 'with_agent' AND state NOT LIKE :none", none='%"offer":null%'
        )
        return [one for one in held if one.offer is not None]

    async def held_heads(self, agents: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
        rows = await self._read(
            "SELECT agent, id, seq FROM conversations WHERE status = 'with_agent' AND agent IN :agents",
            agents=list(agents),
        )
        found: dict[str, list[tuple[str, int]]] = {}
        for agent, id, seq in rows:
            found.setdefault(agent, []).append((id, seq))
        return found

    async def heads(self, conversations: Sequence[str]) -> dict[str, tuple[int, int]]:
        rows = await self._read(
            "SELECT id, seq, customer_seq FROM conversations WHERE id IN :ids", ids=list(conversations)
        )
        return {row[0]: (row[1], row[2]) for row in rows}

    async def left_behind(self, conversations: Sequence[str]) -> set[str]:
        rows = await self._read(
            """SELECT id FROM conversations AS one WHERE id IN :ids AND EXISTS
            (SELECT 1 FROM conversations WHERE visitor = one.visitor AND number > one.number)""",
            ids=list(conversations),
        )
        return {row[0] for row in rows}

    async def due(self, now: int, limit: int) -> list[str]:
        rows = await self._read(
            "SELECT id FROM conversations WHERE due_at <= :now ORDER BY due_at LIMIT :limit",
            now=now,
            limit=limit,
        )
        return [row[0] for row in rows]

    async def adrift(self, limit: int) -> list[str]:
        return [row[0] for row in await self._read(_ADRIFT, limit=limit)]

    async def abandoned(self) -> list[str]:
        rows = await self._read(
            """SELECT DISTINCT agent FROM conversations WHERE status = 'with_agent' AND agent NOT IN
            (SELECT agent FROM leases WHERE until > :now)""",
            now=self._clock(),
        )
        return [row[0] for row in rows]

    async def retired(self) -> list[str]:
        rows = await self._read(
            """SELECT id FROM conversations WHERE status IN ('with_agent', 'follow_up')
            AND agent IS NOT NULL AND agent NOT IN (SELECT id FROM agents WHERE disabled_at IS NULL)"""
        )
        return [row[0] for row in rows]

    async def _states(self, where: str, **values: Any) -> list[Conversation]:
        rows = await self._read(f"SELECT state FROM conversations {where}", **values)
        return [conversation_from(row[0]) for row in rows]

    async def _read(self, statement: str, **values: Any) -> Sequence[Any]:
        return await asyncio.to_thread(self._read_now, statement, values)

    def _read_now(self, statement: str, values: Mapping[str, Any]) -> Sequence[Any]:
        query = text(statement)
        lists = [name for name, value in values.items() if isinstance(value, list)]
        if lists:
            # Typed, because PostgreSQL takes the members of an empty list for numbers.
            query = query.bindparams(*(bindparam(name, expanding=True, type_=String()) for name in lists))
        try:
            return self._read_once(query, values)
        except SQLAlchemyError as error:
            raise Unavailable(f"The database can't be read right now: {reason(error)}", retry_s=1) from error

    def _read_once(self, query: TextClause, values: Mapping[str, Any]) -> Sequence[Any]:
        """Twice where the connection turns out to be from before the server was started again: that is no
        trouble of now. The pool has thrown the others of its age away by then."""
        try:
            with self._engine.connect() as connection:
                return connection.execute(query, values).all()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        with self._engine.connect() as connection:
            return connection.execute(query, values).all()


def _first(found: list[Conversation]) -> Conversation | None:
    return found[0] if found else None
