"""A desk whose ports are the shipped twins, with Ada, Grace and Sue at their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from handoff.adapters.memory import (
    Account,
    MemoryBot,
    MemoryClock,
    MemoryFanout,
    MemoryLog,
    MemoryPresence,
)
from handoff.core.conversation import Conversation, Status
from handoff.core.follow_up import Form
from handoff.core.teams import Team
from handoff.deadlines import Deadlines
from handoff.desk import AgentDesk, CustomerDesk, Desk, FollowUpDesk, TransferDesk
from handoff.desk.customers import Place
from handoff.desk.telling import agent_topic, team_topic, visitor_topic
from handoff.ports import Agent, Answer, Visitor
from tests.cast import ADA, GRACE, LIMITS, MIA, SUE, TEAM, answer, once

HERE = Place()
FORM = Form("mia@example.com", "When does my lamp arrive?")


class Crossing:
    """Everybody the crossing is about, and what they may do, each call with an id of its own."""

    def __init__(self) -> None:
        self.clock = MemoryClock()
        self.presence = MemoryPresence()
        self.presence.accounts = {one.id: Account(one.name, one.role, one.teams) for one in (ADA, GRACE, SUE)}
        self.log = MemoryLog(self.presence, self.clock)
        self.fanout = MemoryFanout()
        self.bot = MemoryBot({"returns?": answer("returns")})
        self.desk = Desk(self.log, self.bot, self.fanout, self.clock, LIMITS)
        self.customers = CustomerDesk(self.desk)
        self.agents = AgentDesk(self.desk, self.customers, self.presence)
        self.transfers = TransferDesk(self.desk)
        self.follow_ups = FollowUpDesk(self.desk, self.customers)
        self.deadlines = Deadlines(self.desk, self.log, self.clock)

    def set_team(self, name: str = TEAM, **settings: Any) -> None:
        known = {team.name: team for team in self.log.teams}
        known[name] = replace(known.get(name) or Team(name, members=1), **settings)
        self.log.teams = list(known.values())

    def hire(self, agent: Agent, *teams: str, capacity: int | None = None) -> Agent:
        hired = replace(agent, teams=teams or agent.teams)
        self.presence.accounts[agent.id] = Account(agent.name, agent.role, hired.teams, capacity)
        return hired

    async def arrive(self, *agents: Agent) -> None:
        for agent in agents:
            await self.presence.connect(agent.id, f"tab of {agent.name}")
            await self.desk.agent_back(agent.id)
        await self.settle()

    async def leave(self, agent: Agent) -> None:
        await self.presence.disconnect(f"tab of {agent.name}")
        await self.desk.agent_gone(agent.id)

    async def settle(self) -> None:
        await self.desk.turns.settle()
        await self.desk.assigner.settle()

    async def say(self, text: str, visitor: Visitor = MIA) -> Answer:
        said = await self.customers.say(visitor, once(), text, HERE)
        await self.settle()
        return said

    async def person(self, visitor: Visitor = MIA) -> str:
        """The conversation in which that customer asks for a person."""
        asked = await self.customers.person(visitor, once(), HERE)
        await self.settle()
        return str(asked["conversation"])

    async def held_by(self, agent: Agent, visitor: Visitor = MIA) -> str:
        id = await self.person(visitor)
        await self.agents.take(agent, once(), id)
        return id

    async def follow_up(self, form: Form = FORM, visitor: Visitor = MIA) -> str:
        left = await self.follow_ups.leave(visitor, once(), form, HERE)
        return str(left["conversation"])

    async def pass_time(self, ms: int) -> None:
        """The deadline loop looks as often as it does, or at least when something is due."""
        end = self.clock.now + ms
        await self.deadlines.look()
        while self.clock.now < end:
            self.clock.now = min(end, self.clock.now + 2_000)
            await self.deadlines.look()
            await self.settle()

    async def at(self, id: str) -> Conversation:
        found = await self.log.conversation(id)
        assert found is not None
        return found

    async def status(self, id: str) -> Status:
        return (await self.at(id)).status

    async def kinds(self, id: str, after: int = 0) -> list[str]:
        return [event.kind.value for event in await self.log.events(id, after, 500)]

    async def last_reason(self, id: str, kind: str) -> str:
        events = await self.log.events(id, 0, 500)
        return str([event.data["reason"] for event in events if event.kind == kind][-1])

    def told(self, who: Agent | Visitor | str, name: str) -> Sequence[Any]:
        """What was told under that name to an agent's, a visitor's or a team's pages."""
        if isinstance(who, str):
            topic = team_topic(who)
        else:
            topic = agent_topic(who.id) if isinstance(who, Agent) else visitor_topic(who.id)
        return [payload for to, what, payload in self.fanout.told if (to, what) == (topic, name)]


@pytest.fixture
def crossing() -> Crossing:
    return Crossing()
