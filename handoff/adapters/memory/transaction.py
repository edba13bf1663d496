"""One transaction in memory: what it wrote is taken back when the work fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from handoff.adapters.colleagues import TOLD_TWICE_MS
from handoff.adapters.memory.customers import MemoryCustomers
from handoff.adapters.memory.mailroom import MemoryMailroom
from handoff.adapters.memory.presence import MemoryPresence
from handoff.adapters.memory.tables import Tables, follow_ups, held, queued
from handoff.adapters.memory.told import MemoryTellings
from handoff.core.conversation import Conversation, Holder, changed
from handoff.core.events import Event
from handoff.core.people import Colleague
from handoff.core.queue import place
from handoff.core.teams import Team
from handoff.ports import Answer, Clock, Loss

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


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

    @property
    def customers(self) -> MemoryCustomers:
        return MemoryCustomers(self.tables, self._put, self._drop)

    @property
    def tellings(self) -> MemoryTellings:
        return MemoryTellings(self.tables, self._put, self._drop)

    def conversation(self, id: str) -> Conversation | None:
        return self.tables.conversations.get(id)

    def latest(self, visitor: str) -> Conversation | None:
        found = self.tables.latest.get(visitor)
        return self.tables.conversations[found] if found is not None else None

    def next_in_line(self, teams: Sequence[str] | None) -> Conversation | None:
        return min(queued(self.tables, teams), key=place, default=None)

    def held_by(self, agent: str) -> list[Conversation]:
        return held(self.tables, agent)

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
        if account.role == "content" or id in self._presence.disabled:
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

    def room(self, agent: str) -> int | None:
        capacity = self._presence.account(agent).capacity
        return None if capacity is None else max(0, capacity - len(self.held_by(agent)))

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
            for one in follow_ups(self.tables)
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

    def _drop(self, table: dict[K, V], key: K) -> None:
        if key in table:
            was = table.pop(key)
            self._undo.append(lambda: table.__setitem__(key, was))
