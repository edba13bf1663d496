"""What supervisors see of everybody at once: agents, what they hold, and every team's line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from handoff.core.conversation import Conversation
from handoff.core.errors import NotFound
from handoff.core.events import iso
from handoff.core.people import Colleague, State
from handoff.core.teams import Team, is_open, opens_at
from handoff.core.waits import Range
from handoff.desk.agents import SHOWN_IN_ALL
from handoff.desk.desk import Desk
from handoff.desk.states import status_of
from handoff.desk.telling import agent_topic
from handoff.desk.transfers import supervises
from handoff.ports import Agent, Answer, Presence, Transaction, Waits

FRESH_MS = 1_000
"""Everybody who looks within this time is shown the same."""

Ranges = Callable[[str, int, int], Range | None]
"""The likely wait (s) of a team at a position; ``web.waits.Waits.range``."""


class Boards:
    """Worked out at most once a second, and only while somebody looks."""

    def __init__(self, desk: Desk, presence: Presence, waits: Waits, range_of: Ranges) -> None:
        self._desk = desk
        self._presence = presence
        self._waits = waits
        self._range_of = range_of
        self._states: dict[str, tuple[State, int]] = {}
        self._shown: tuple[int, Answer] | None = None

    async def look(self, agent: Agent) -> Answer:
        """``{at, agents, teams}``."""
        supervises(agent)
        now = self._desk.clock()
        if self._shown is None or not 0 <= now - self._shown[0] < FRESH_MS:
            self._shown = (now, await self._worked_out(now))
        return self._shown[1]

    async def set_status(self, agent: Agent, of: str, available: bool, label: str | None) -> Answer:
        """Somebody who forgot to say that they are away, or that they are back."""
        supervises(agent)
        found = await self._colleague(of)
        await self._presence.set_status(of, available, label)
        found = await self._colleague(of)
        told = status_of(found, self._desk.clock())
        self._desk.fanout.tell(agent_topic(of), "status", told)
        self._shown = None
        if available:
            await self._desk.agent_available(found.teams)
        return {"agent": of, **told}

    async def _colleague(self, id: str) -> Colleague:
        found = await self._desk.log.transact(lambda tx: tx.colleague(id))
        if found is None:
            raise NotFound("There is no such agent.")
        return found

    async def _worked_out(self, now: int) -> Answer:
        def read(tx: Transaction) -> tuple[list[Colleague], Sequence[Team]]:
            return tx.everybody(), tx.teams()

        people, teams = await self._desk.log.transact(read)
        held = await self._desk.log.with_agents(SHOWN_IN_ALL)
        since = await self._presence.since()
        longest = _longest(held)
        return {
            "at": iso(now),
            "agents": [
                {
                    **_agent(one, now),
                    "since": _iso(self._since(one, since.get(one.holder.id), now)),
                    "longest": longest.get(one.holder.id),
                }
                for one in people
            ],
            "teams": [await self._team(team, people, now) for team in teams],
        }

    def _since(self, one: Colleague, changed_at: int | None, now: int) -> int | None:
        """When they came to be what they are: what was seen here, else what is stored of it. Who became busy
        while nobody looked has been so at some time after that."""
        state, id = one.state(now), one.holder.id
        was = self._states.get(id)
        if was is None or was[0] is not state:
            known = max(changed_at or 0, one.idle_since)
            self._states[id] = (state, now if was is not None else known)
        elif state is State.AWAY and changed_at is not None:
            self._states[id] = (state, max(was[1], changed_at))
        return self._states[id][1] or None

    async def _team(self, team: Team, people: Sequence[Colleague], now: int) -> Answer:
        line = self._desk.line
        waiting, longest = line.count(team.name), line.longest(team.name)
        taken, left = await self._waits.ended(team.name, midnight(team, now))
        members = [one for one in people if one.teams is not None and team.name in one.teams]
        wait = self._range_of(team.name, waiting + 1, 0)
        begins = opens_at(team, now)
        return {
            "name": team.name,
            "open": is_open(team, now),
            "opens_at": _iso(begins),
            "waiting": waiting,
            "longest": _iso(longest),
            "wait": list(wait) if wait else None,
            "members": len(members),
            "available": sum(one.state(now) is State.AVAILABLE for one in members),
            "there": sum(one.connected for one in members),
            "taken": taken,
            "left": left,
        }


def midnight(team: Team, now: int) -> int:
    """When the team's day began, where it works."""
    zone = ZoneInfo(team.hours.time_zone) if team.hours is not None else UTC
    day = datetime.fromtimestamp(now / 1000, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return int(day.timestamp() * 1000)


def _agent(one: Colleague, now: int) -> dict[str, Any]:
    told = status_of(one, now)
    return {
        "id": one.holder.id,
        "name": one.holder.name,
        "avatar": one.holder.avatar,
        "role": one.role,
        "connected": one.connected,
        "state": told["state"],
        "label": one.label,
        "until": told["until"],
        "load": one.load,
        "capacity": one.capacity,
        "teams": list(one.teams) if one.teams is not None else None,
    }


def _longest(held: Sequence[Conversation]) -> Mapping[str, dict[str, str]]:
    """Of each agent, who waits for their words the longest."""
    found: dict[str, tuple[int, str]] = {}
    for one in held:
        if one.agent is not None and (since := one.customer_waits_since) is not None:
            found[one.agent.id] = min(found.get(one.agent.id, (since, one.id)), (since, one.id))
    return {agent: {"conversation": id, "since": iso(since)} for agent, (since, id) in found.items()}


def _iso(at: int | None) -> str | None:
    return iso(at) if at is not None else None
