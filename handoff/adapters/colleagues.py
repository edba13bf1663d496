"""Colleagues in SQL, inside the writer's transaction: who is there, who has room, what they lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handoff.adapters.connection import Session
from handoff.core.conversation import Holder
from handoff.core.people import Colleague
from handoff.ports import Clock, Loss

SEES_ALL = ("supervisor", "admin")

TOLD_TWICE_MS = 60_000
"""A loss told is told again for a minute: the page may have been reloaded before anybody read it."""

_COLLEAGUE = """SELECT agents.id, agents.name, agents.avatar, agents.role, agents.available, agents.capacity,
    agents.wrapping_until, agents.idle_since, agents.label,
    (SELECT COUNT(*) FROM leases WHERE leases.agent = agents.id AND leases.until > :now),
    (SELECT COUNT(*) FROM conversations WHERE conversations.agent = agents.id
        AND conversations.status = 'with_agent'),
    (SELECT {together} FROM memberships AS theirs WHERE theirs.agent = agents.id)
    FROM agents"""
_TOGETHER = {True: "string_agg(theirs.team, chr(10))", False: "group_concat(theirs.team, char(10))"}
"""A team's name is printable, so a line's end parts two. By whether there are many writers."""

_THERE = f"""{_COLLEAGUE} JOIN memberships ON memberships.agent = agents.id
    WHERE memberships.team = :team AND agents.role <> 'content'
    AND agents.disabled_at IS NULL AND agents.id IN (SELECT agent FROM leases WHERE until > :now)
    ORDER BY agents.id"""
_ALL = (
    _COLLEAGUE
    + " WHERE agents.role <> 'content' AND agents.disabled_at IS NULL ORDER BY agents.name, agents.id"
)
_ONE = _COLLEAGUE + " WHERE agents.id = :id AND agents.role <> 'content' AND agents.disabled_at IS NULL"


class Colleagues:
    """The part of ``ports.Transaction`` that speaks of agents."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def of(self, team: str) -> list[Colleague]:
        return self._read(_THERE, team=team)

    def all(self) -> list[Colleague]:
        return self._read(_ALL)

    def one(self, id: str, *, claiming: bool) -> Colleague | None:
        if claiming:
            self._lock(id)
        found = self._read(_ONE, id=id)
        return found[0] if found else None

    def room(self, id: str) -> int | None:
        """One short question for most: they have no limit, so nothing needs to be locked and counted."""
        rows = self._session.read("SELECT capacity FROM agents WHERE id = :id", {"id": id})
        if not rows or rows[0][0] is None:
            return None
        self._lock(id)
        held = self._session.read(
            "SELECT COUNT(*) FROM conversations WHERE agent = :id AND status = 'with_agent'", {"id": id}
        )
        return max(0, int(rows[0][0]) - int(held[0][0]))

    def _read(self, statement: str, **values: str) -> list[Colleague]:
        together = _TOGETHER[self._session.connection.many_writers]
        query = statement.replace("{together}", together)
        return [_colleague(row) for row in self._session.read(query, {**values, "now": self._clock()})]

    def _lock(self, id: str) -> None:
        self._session.lock("SELECT id FROM agents WHERE id = :id", {"id": id})

    def let_go(self, agent: str, wrapping_until: int | None) -> None:
        self._session.write(
            """UPDATE agents SET idle_since = :now, wrapping_until = COALESCE(:until, wrapping_until)
            WHERE id = :agent""",
            {"agent": agent, "now": self._clock(), "until": wrapping_until},
        )

    def set_available(self, agent: str, available: bool, label: str | None) -> None:
        self._session.write(
            "UPDATE agents SET available = :available, label = :label, since = :now WHERE id = :agent",
            {"agent": agent, "available": available, "label": label, "now": self._clock()},
        )

    def lost(self, agent: str, conversation: str, reason: str) -> None:
        values = {"agent": agent, "conversation": conversation}
        self._session.write(
            "DELETE FROM losses WHERE agent = :agent AND conversation = :conversation", values
        )
        self._session.write(
            """INSERT INTO losses (agent, conversation, at, reason)
            VALUES (:agent, :conversation, :at, :reason)""",
            {**values, "at": self._clock(), "reason": reason},
        )

    def losses(self, agent: str) -> list[Loss]:
        now = self._clock()
        rows = self._session.read(
            """SELECT conversation, at, reason FROM losses
            WHERE agent = :agent AND (told_at IS NULL OR told_at > :lately) ORDER BY at""",
            {"agent": agent, "lately": now - TOLD_TWICE_MS},
        )
        if rows:
            self._session.write(
                "UPDATE losses SET told_at = :now WHERE agent = :agent AND told_at IS NULL",
                {"agent": agent, "now": now},
            )
        return [Loss(row[0], row[1], row[2]) for row in rows]


def _colleague(row: Sequence[Any]) -> Colleague:
    (
        id,
        name,
        avatar,
        role,
        available,
        capacity,
        wrapping_until,
        idle_since,
        label,
        connections,
        load,
        teams,
    ) = row
    return Colleague(
        Holder(id, name, avatar),
        role,
        None if role in SEES_ALL else tuple(sorted(teams.split("\n"))) if teams else (),
        bool(available),
        connections > 0,
        load,
        capacity,
        wrapping_until,
        idle_since or 0,
        label,
    )
