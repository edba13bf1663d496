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
        AND conversations.status = 'with_agent')
    FROM agents"""
_THERE = f"""{_COLLEAGUE} JOIN memberships ON memberships.agent = agents.id
    WHERE memberships.team = :team AND agents.role <> 'content'
    AND agents.id IN (SELECT agent FROM leases WHERE until > :now) ORDER BY agents.id"""
_ALL = _COLLEAGUE + " WHERE agents.role <> 'content' ORDER BY agents.name, agents.id"
_ONE = _COLLEAGUE + " WHERE agents.id = :id AND agents.role <> 'content'"


class Colleagues:
    """The part of ``ports.Transaction`` that speaks of agents."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def of(self, team: str) -> list[Colleague]:
        rows = self._session.read(_THERE, {"team": team, "now": self._clock()})
        return [_colleague(row, (team,)) for row in rows]

    def all(self) -> list[Colleague]:
        teams: dict[str, list[str]] = {}
        for agent, team in self._session.read("SELECT agent, team FROM memberships ORDER BY team", {}):
            teams.setdefault(agent, []).append(team)
        rows = self._session.read(_ALL, {"now": self._clock()})
        return [_colleague(row, tuple(teams.get(row[0], ()))) for row in rows]

    def one(self, id: str, *, claiming: bool) -> Colleague | None:
        if claiming:
            self._session.lock("SELECT id FROM agents WHERE id = :id", {"id": id})
        rows = self._session.read(_ONE, {"id": id, "now": self._clock()})
        if not rows:
            return None
        teams = self._session.read("SELECT team FROM memberships WHERE agent = :id ORDER BY team", {"id": id})
        return _colleague(rows[0], tuple(row[0] for row in teams))

    def let_go(self, agent: str, wrapping_until: int | None) -> None:
        self._session.write(
            """UPDATE agents SET idle_since = :now, wrapping_until = COALESCE(:until, wrapping_until)
            WHERE id = :agent""",
            {"agent": agent, "now": self._clock(), "until": wrapping_until},
        )

    def set_available(self, agent: str, available: bool, label: str | None) -> None:
        self._session.write(
            "UPDATE agents SET available = :available, label = :label WHERE id = :agent",
            {"agent": agent, "available": available, "label": label},
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


def _colleague(row: Sequence[Any], teams: tuple[str, ...]) -> Colleague:
    id, name, avatar, role, available, capacity, wrapping_until, idle_since, label, connections, load = row
    return Colleague(
        Holder(id, name, avatar),
        role,
        None if role in SEES_ALL else teams,
        bool(available),
        connections > 0,
        load,
        capacity,
        wrapping_until,
        idle_since or 0,
        label,
    )
