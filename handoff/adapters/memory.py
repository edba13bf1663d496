"""In-memory twins of every adapter. Shipped, because tests and simulations are users too."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from handoff.adapters.colleagues import TOLD_TWICE_MS
from handoff.adapters.holdings import NOBODY, Beat
from handoff.adapters.memory_mailroom import MailTables, MemoryMailroom
from handoff.core.bot import UNAVAILABLE, BotReply
from handoff.core.conversation import Conversation, Holder, Status, changed
from handoff.core.errors import Unavailable
from handoff.core.events import Event
from handoff.core.ownership import owner_trouble
from handoff.core.people import Colleague
from handoff.core.queue import Standing, place, standing
from handoff.core.teams import Team
from handoff.ports import Answer, Clock, Known, LineSum, Loss, Tenure, Transaction

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
    losses: dict[tuple[str, str], tuple[Loss, int | None]] = field(default_factory=dict)


@dataclass(frozen=True)
class Account:
    """What the twin knows of an agent; ``teams`` is None for those who see every team."""

    name: str
    role: str = "agent"
    teams: tuple[str, ...] | None = ("support",)
    capacity: int | None = None


class MemoryPresence:
    """``ports.Presence`` without a clock: a connection lives until it is taken away. Agents it has no account
    of are members of ``support`` called by their id."""

    def __init__(self) -> None:
        self.connections: dict[str, str] = {}
        self.statuses: dict[str, tuple[bool, str | None]] = {}
        self.names: dict[str, str] = {}
        self.accounts: dict[str, Account] = {}
        self.wrapping: dict[str, int | None] = {}
        self.idle_since: dict[str, int] = {}

    def account(self, agent: str) -> Account:
        return self.accounts.get(agent) or Account(self.names.get(agent, agent))

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
        if available:
            self.wrapping.pop(agent, None)

    async def status(self, agent: str) -> tuple[bool, str | None]:
        return self.statuses.get(agent, (True, None))

    async def staff(self, teams: Sequence[str] | None = None) -> list[Mapping[str, str | None]]:
        present = sorted(set(self.connections.values()))
        return [
            {"name": self.account(agent).name, "avatar": None}
            for agent in present
            if self.statuses.get(agent, (True, None))[0] and self._serves(agent, teams)
        ]

    def _serves(self, agent: str, teams: Sequence[str] | None) -> bool:
        theirs = self.account(agent).teams
        return teams is None or bool(teams if theirs is None else set(theirs) & set(teams))


class MemoryTransaction:
    """``ports.Transaction`` on the tables themselves; ``undo`` takes back what failed work has written."""

    def __init__(
        self,
        tables: Tables,
        presence: MemoryPresence,
        clock: Clock,
        teams: Sequence[Team],
        mail_domain: str | None = None,
    ) -> None:
        self.tables = tables
        self._undo: list[Callable[[], object]] = []
        self._presence = presence
        self._clock = clock
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

    def teams(self) -> Sequence[Team]:
        return tuple(self._teams)

    def colleagues(self, team: str) -> list[Colleague]:
        there = sorted(set(self._presence.connections.values()))
        found = (self.colleague(agent) for agent in there)
        # Members, as in SQL: who sees every team is given nobody's customers without asking for them.
        return [one for one in found if one is not None and team in (one.teams or ())]

    def everybody(self) -> list[Colleague]:
        known = {*self._presence.accounts, *self._presence.names, *self._presence.connections.values()}
        found = (self.colleague(agent) for agent in known)
        return sorted((one for one in found if one), key=lambda one: (one.holder.name, one.holder.id))

    def colleague(self, id: str, *, claiming: bool = False) -> Colleague | None:  # noqa: ARG002
        account = self._presence.account(id)
        if account.role == "content":
            return None
        return Colleague(
            Holder(id, account.name),
            account.role,
            account.teams,
            self._presence.statuses.get(id, (True, None))[0],
            self.is_connected(id),
            len(self.held_by(id)),
            account.capacity,
            self._presence.wrapping.get(id),
            self._presence.idle_since.get(id, 0),
            self._presence.statuses.get(id, (True, None))[1],
        )

    def let_go(self, agent: str, wrapping_until: int | None) -> None:
        self._put(self._presence.idle_since, agent, self._clock())
        if wrapping_until is not None:
            self._put(self._presence.wrapping, agent, wrapping_until)

    def lost(self, agent: str, conversation: str, reason: str) -> None:
        loss = Loss(conversation, self._clock(), reason)
        self._put(self.tables.losses, (agent, conversation), (loss, None))

    def losses(self, agent: str) -> list[Loss]:
        now = self._clock()
        theirs = [
            (key, loss, told_at)
            for key, (loss, told_at) in self.tables.losses.items()
            if key[0] == agent and (told_at is None or told_at > now - TOLD_TWICE_MS)
        ]
        for key, loss, told_at in theirs:
            self._put(self.tables.losses, key, (loss, now if told_at is None else told_at))
        return sorted((loss for _, loss, _ in theirs), key=lambda loss: loss.at)

    def set_available(self, agent: str, available: bool, label: str | None) -> None:
        self._put(self._presence.statuses, agent, (available, label))

    def follow_ups(self, team: str) -> list[Conversation]:
        return [
            one
            for one in _follow_ups(self.tables)
            if one.team == team and one.customer_waits_since is not None
        ]

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
        clock: Clock | None = None,
        mail_domain: str | None = None,
    ) -> None:
        self.tables = Tables()
        self.presence = presence or MemoryPresence()
        self.teams = [Team("support", members=1)]
        self._clock = clock or MemoryClock()
        self._mail_domain = mail_domain

    async def transact(self, work: Callable[[Transaction], T]) -> T:
        await asyncio.sleep(0)  # a real commit lets others run, so the twin does too
        return self.commit(work)

    def commit(self, work: Callable[[Transaction], T]) -> T:
        """One transaction, now. Whoever decides when commits happen calls this."""
        transaction = self._transaction()
        try:
            return work(transaction)
        except BaseException:
            transaction.undo()
            raise

    def _transaction(self) -> MemoryTransaction:
        return MemoryTransaction(self.tables, self.presence, self._clock, self.teams, self._mail_domain)

    async def conversation(self, id: str) -> Conversation | None:
        return self.tables.conversations.get(id)

    async def latest(self, visitor: str) -> Conversation | None:
        return self._transaction().latest(visitor)

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

    async def with_agents(self, limit: int) -> list[Conversation]:
        held = (one for one in self.tables.conversations.values() if one.status is Status.WITH_AGENT)
        return sorted(held, key=lambda one: (one.waiting_since or 0, one.id))[:limit]

    async def follow_ups(self, teams: Sequence[str] | None, agent: str) -> list[Conversation]:
        return [
            one
            for one in _follow_ups(self.tables)
            if teams is None or one.team in teams or (one.agent is not None and one.agent.id == agent)
        ]

    async def offered(self) -> list[Conversation]:
        return [one for one in self.tables.conversations.values() if one.offer is not None]

    async def held_heads(self, agents: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
        return {agent: [(one.id, one.seq) for one in _held(self.tables, agent)] for agent in agents}

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
        held = (c for c in self.tables.conversations.values() if c.status is Status.WITH_AGENT)
        holders = {c.agent.id for c in held if c.agent is not None}
        return sorted(holders - set(self.presence.connections.values()))


class MemoryBot:
    """``ports.Bot`` that answers from a table: a question's text → the reply; else a fixed one."""

    def __init__(self, replies: Mapping[str, BotReply] | None = None, other: BotReply = UNAVAILABLE) -> None:
        self.replies = dict(replies or {})
        self.other = other
        self.state = "ok"
        self.suggestions: list[str] = []
        self.asked: list[Mapping[str, Any]] = []

    async def ask(
        self, _sender: str, text: str, locale: str | None, awaiting: str | None, refused: Sequence[str]
    ) -> BotReply:
        self.asked.append({"text": text, "locale": locale, "awaiting": awaiting, "refused": list(refused)})
        await asyncio.sleep(0)
        return self.replies.get(text, self.other)

    async def suggest(self, _text: str) -> list[str]:
        await asyncio.sleep(0)
        return list(self.suggestions)


class MemoryCatalogue:
    """``ports.Catalogue`` of these entries."""

    def __init__(self, *known: Known) -> None:
        self._known = {one.id: one for one in known}

    async def entries(self) -> Mapping[str, Known]:
        return self._known


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


def _follow_ups(tables: Tables) -> list[Conversation]:
    found = [one for one in tables.conversations.values() if one.status is Status.FOLLOW_UP]
    return sorted(found, key=lambda one: (one.due_at or 0, one.id))


def _held(tables: Tables, agent: str) -> list[Conversation]:
    held = [
        found
        for found in tables.conversations.values()
        if found.status is Status.WITH_AGENT and found.agent is not None and found.agent.id == agent
    ]
    return sorted(held, key=lambda one: (one.waiting_since or 0, one.id))
