"""The event log in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

from handoff.adapters.memory.clock import MemoryClock
from handoff.adapters.memory.presence import MemoryPresence
from handoff.adapters.memory.tables import Tables, follow_ups, held, queued
from handoff.adapters.memory.transaction import MemoryTransaction
from handoff.core.conversation import Conversation, Status
from handoff.core.events import Event
from handoff.core.ownership import owner_trouble
from handoff.core.queue import Standing, place, standing
from handoff.core.teams import Team
from handoff.ports import Clock, LineSum, Transaction

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


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

    async def written(self) -> None:
        await asyncio.sleep(0)

    def _transaction(self) -> MemoryTransaction:
        return MemoryTransaction(self.tables, self.presence, self._clock, self.teams, self._mail_domain)

    async def conversation(self, id: str) -> Conversation | None:
        return self.tables.conversations.get(id)

    async def latest(self, visitor: str) -> Conversation | None:
        return self._transaction().latest(visitor)

    async def has_become_known(self, visitor: str) -> bool:
        return self._transaction().customers.retired(visitor)

    async def events(self, conversation: str, after: int, limit: int) -> list[Event]:
        return self.tables.events.get(conversation, [])[after : after + limit]  # the first is number one

    async def waiting(self, teams: Sequence[str] | None) -> list[Conversation]:
        return sorted(queued(self.tables, teams), key=place)

    async def conversations(self, ids: Sequence[str]) -> list[Conversation]:
        return [self.tables.conversations[id] for id in ids if id in self.tables.conversations]

    async def standings(self) -> list[Standing]:
        return [standing(one) for one in queued(self.tables, None)]

    async def line_sums(self) -> dict[str, LineSum]:
        sums: dict[str, LineSum] = {}
        for one in queued(self.tables, None):
            team = one.team or ""
            sums[team] = sums.get(team, LineSum()).plus(place(one), 1)
        return sums

    async def held(self, agent: str) -> list[Conversation]:
        return held(self.tables, agent)

    async def with_agents(self, limit: int) -> list[Conversation]:
        held = (one for one in self.tables.conversations.values() if one.status is Status.WITH_AGENT)
        return sorted(held, key=lambda one: (one.waiting_since or 0, one.id))[:limit]

    async def follow_ups(self, teams: Sequence[str] | None, agent: str) -> list[Conversation]:
        return [
            one
            for one in follow_ups(self.tables)
            if teams is None or one.team in teams or (one.agent is not None and one.agent.id == agent)
        ]

    async def offered(self) -> list[Conversation]:
        return [one for one in self.tables.conversations.values() if one.offer is not None]

    async def held_heads(self, agents: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
        return {agent: [(one.id, one.seq) for one in held(self.tables, agent)] for agent in agents}

    async def heads(self, conversations: Sequence[str]) -> dict[str, tuple[int, int]]:
        found = (self.tables.conversations.get(id) for id in conversations)
        return {one.id: (one.seq, one.customer_seq) for one in found if one is not None}

    async def left_behind(self, conversations: Sequence[str]) -> set[str]:
        found = (self.tables.conversations.get(id) for id in conversations)
        return {one.id for one in found if one and self.tables.latest[one.visitor] != one.id}

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

    async def retired(self) -> list[str]:
        held = self.tables.conversations.values()
        return sorted(c.id for c in held if c.agent is not None and c.agent.id in self.presence.disabled
                      and c.status in (Status.WITH_AGENT, Status.FOLLOW_UP))  # fmt: skip
