"""In-memory twins of every adapter. Shipped, because tests and simulations are users too."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from handoff.adapters.holdings import NOBODY, Beat
from handoff.adapters.memory_mailroom import MailTables, MemoryMailroom
from handoff.core.bot import UNAVAILABLE, BotReply
from handoff.core.conversation import Conversation, Status, changed
from handoff.core.errors import Unavailable
from handoff.core.events import Event
from handoff.core.ownership import owner_trouble
from handoff.core.queue import Standing, place, standing
from handoff.core.teams import Team
from handoff.ports import Answer, LineSum, Tenure, Transaction

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


@dataclass
class Tables:
    """All that is stored. ``latest`` is each visitor's newest conversation."""

    conversations: dict[str, Conversation] = field(default_factory=dict)
    latest: dict[str, str] = field(default_factory=dict)
    events: dict[str, list[Event]] = field(default_factory=dict)
    calls: dict[tuple[str, str], Answer] = field(default_factory=dict)
    mail: MailTables = field(default_factory=MailTables)


class MemoryPresence:
    """``ports.Presence`` without a clock: a connection lives until it is taken away."""

    def __init__(self) -> None:
        self.connections: dict[str, str] = {}
        self.statuses: dict[str, tuple[bool, str | None]] = {}
        self.names: dict[str, str] = {}

    async def connect(self, agent: str, connection: str) -> None:
        self.connections[connection] = agent

    async def disconnect(self, connection: str) -> None:
        self.connections.pop(connection, None)

    async def renew(self, connections: Mapping[str, str]) -> None:
        self.connections.update(connections)

    async def forget_all(self) -> None:
        self.connections.clear()

    async def is_connected(self, agent: str) -> bool:
        return agent in self.connections.values()

    async def set_status(self, agent: str, available: bool, label: str | None) -> None:
        self.statuses[agent] = (available, label)

    async def status(self, agent: str) -> tuple[bool, str | None]:
        return self.statuses.get(agent, (True, None))

    async def staff(self) -> list[Mapping[str, str | None]]:
        present = sorted(set(self.connections.values()))
        return [
            {"name": self.names.get(agent, agent), "avatar": None}
            for agent in present
            if self.statuses.get(agent, (True, None))[0]
        ]


class MemoryTransaction:
    """``ports.Transaction`` on the tables themselves; ``undo`` takes back what failed work has written."""

    def __init__(
        self,
        tables: Tables,
        presence: MemoryPresence,
        team: str,
        mail_domain: str | None = None,
        teams: Sequence[Team] = (),
    ) -> None:
        self.tables = tables
        self._undo: list[Callable[[], object]] = []
        self._presence = presence
        self._team = team
        self._mail_domain = mail_domain
        self._teams = teams

    @property
    def mailroom(self) -> MemoryMailroom:
        return MemoryMailroom(
            self.tables.mail, self.tables.conversations, self.tables.events, self._put, self._mail_domain
        )

    def conversation(self, id: str) -> Conversation | None:
        return self.tables.conversations.get(id)

    def latest(self, visitor: str) -> Conversation | None:
        found = self.tables.latest.get(visitor)
        return self.tables.conversations[found] if found is not None else None

    def next_in_line(self, teams: Sequence[str] | None) -> Conversation | None:
        return min(_queued(self.tables, teams), key=place, default=None)

    def held_by(self, agent: str) -> list[Conversation]:
        return _held(self.tables, agent)

    def team(self) -> str:
        return self._team

    def teams(self) -> Sequence[Team]:
        return tuple(self._teams)

    def is_available(self, agent: str) -> bool:
        return self.is_connected(agent) and self._presence.statuses.get(agent, (True, None))[0]

    def is_connected(self, agent: str) -> bool:
        return agent in self._presence.connections.values()

    def done(self, sender: str, client_id: str) -> Answer | None:
        return self.tables.calls.get((sender, client_id))

    def remember(self, sender: str, client_id: str, _conversation: str | None, answer: Answer) -> None:
        self._put(self.tables.calls, (sender, client_id), answer)

    def append(
        self, before: Conversation | None, after: Conversation, events: Sequence[Event]
    ) -> Conversation:
        stored = self.tables.conversations.get(after.id)
        assert (stored.revision if stored else 0) == (before.revision if before else 0), "expected version"
        after = changed(after, revision=(before.revision if before else 0) + 1)
        if before is None:
            self._put(self.tables.latest, after.visitor, after.id)
        self._put(self.tables.conversations, after.id, after)
        log = self.tables.events.setdefault(after.id, [])
        length = len(log)
        self._undo.append(lambda: log.__delitem__(slice(length, None)))
        log += events
        return after

    def undo(self) -> None:
        for step in reversed(self._undo):
            step()

    def _put(self, table: dict[K, V], key: K, value: V) -> None:
        if key in table:
            was = table[key]
            self._undo.append(lambda: table.__setitem__(key, was))
        else:
            self._undo.append(lambda: table.pop(key))
        table[key] = value


class MemoryLog:
    """``ports.Log`` whose commits last as long as the object."""

    def __init__(
        self,
        presence: MemoryPresence | None = None,
        team: str = "support",
        mail_domain: str | None = None,
    ) -> None:
        self.tables = Tables()
        self.presence = presence or MemoryPresence()
        self._team = team
        self._mail_domain = mail_domain
        self.teams = [Team(team, members=1)]

    async def transact(self, work: Callable[[Transaction], T]) -> T:
        await asyncio.sleep(0)  # a real commit lets others run, so the twin does too
        return self.commit(work)

    def commit(self, work: Callable[[Transaction], T]) -> T:
        """One transaction, now. Whoever decides when commits happen calls this."""
        transaction = MemoryTransaction(self.tables, self.presence, self._team, self._mail_domain, self.teams)
        try:
            return work(transaction)
        except BaseException:
            transaction.undo()
            raise

    async def conversation(self, id: str) -> Conversation | None:
        return self.tables.conversations.get(id)

    async def latest(self, visitor: str) -> Conversation | None:
        return MemoryTransaction(self.tables, self.presence, self._team).latest(visitor)

    async def events(self, conversation: str, after: int, limit: int) -> list[Event]:
        return self.tables.events.get(conversation, [])[after : after + limit]  # the first is number one

    async def waiting(self, teams: Sequence[str] | None) -> list[Conversation]:
        return sorted(_queued(self.tables, teams), key=place)

    async def conversations(self, ids: Sequence[str]) -> list[Conversation]:
        return [self.tables.conversations[id] for id in ids if id in self.tables.conversations]

    async def standings(self) -> list[Standing]:
        return [standing(one) for one in _queued(self.tables, None)]

    async def line_sums(self) -> dict[str, LineSum]:
        sums: dict[str, LineSum] = {}
        for one in _queued(self.tables, None):
            team = one.team or ""
            sums[team] = sums.get(team, LineSum()).plus(place(one), 1)
        return sums

    async def held(self, agent: str) -> list[Conversation]:
        return _held(self.tables, agent)

    async def heads(self, conversations: Sequence[str]) -> dict[str, tuple[int, int]]:
        found = (self.tables.conversations.get(id) for id in conversations)
        return {one.id: (one.seq, one.customer_seq) for one in found if one is not None}

    async def due(self, now: int, limit: int) -> list[str]:
        late = [c for c in self.tables.conversations.values() if c.due_at is not None and c.due_at <= now]
        return [c.id for c in sorted(late, key=lambda c: c.due_at or 0)[:limit]]

    async def adrift(self, limit: int) -> list[str]:
        alive = [c for c in self.tables.conversations.values() if c.status is not Status.RESOLVED]
        return sorted(c.id for c in alive if owner_trouble(c) or c.due_at is None)[:limit]

    async def abandoned(self) -> list[str]:
        holders = {c.agent.id for c in self.tables.conversations.values() if c.agent is not None}
        return sorted(holders - set(self.presence.connections.values()))


class MemoryBot:
    """``ports.Bot`` that answers from a table: a question's text → the reply; else a fixed one."""

    def __init__(self, replies: Mapping[str, BotReply] | None = None, other: BotReply = UNAVAILABLE) -> None:
        self.replies = dict(replies or {})
        self.other = other
        self.state = "ok"
        self.asked: list[Mapping[str, Any]] = []

    async def ask(
        self, _sender: str, text: str, locale: str | None, awaiting: str | None, refused: Sequence[str]
    ) -> BotReply:
        self.asked.append({"text": text, "locale": locale, "awaiting": awaiting, "refused": list(refused)})
        await asyncio.sleep(0)
        return self.replies.get(text, self.other)


class MemoryFanout:
    """``ports.Fanout`` that keeps what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, Any]] = []

    def tell(self, topic: str, name: str, payload: Any) -> None:
        self.told.append((topic, name, payload))


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


class MemoryClock:
    """A clock that moves when it is told to."""

    def __init__(self, now: int = 1_800_000_000_000) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def advance(self, ms: int) -> None:
        self.now += ms


def _queued(tables: Tables, teams: Sequence[str] | None) -> list[Conversation]:
    return [
        found
        for found in tables.conversations.values()
        if found.status is Status.QUEUED and (teams is None or found.team in teams)
    ]


def _held(tables: Tables, agent: str) -> list[Conversation]:
    return [
        found
        for found in tables.conversations.values()
        if found.status is Status.WITH_AGENT and found.agent is not None and found.agent.id == agent
    ]
