"""The ``/agent`` namespace: parse, authorise, call the desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from handoff.core.errors import NotNow
from handoff.desk import AgentDesk
from handoff.desk.telling import EVERY_TEAM, agent_topic, team_topic
from handoff.ports import Agent, Answer
from handoff.web import payloads as p
from handoff.web.connections import Connection
from handoff.web.staff import Staff

NAMESPACE = "/agent"

LATER = (
    "transfer",
    "accept",
    "decline",
    "take_over",
    "assign",
    "watch",
    "whisper",
    "suggest",
)
"""Calls of the contract that this version refuses; it never does half of one."""

Handler = Callable[[Connection[Agent], Any], Awaitable[Answer]]


class AgentCalls:
    def __init__(self, desk: AgentDesk, staff: Staff) -> None:
        self._desk = desk
        self._staff = staff
        self.calls: Mapping[str, Handler] = {
            "status": self._status,
            "take": self._take,
            "say": self._say,
            "note": self._note,
            "release": self._release,
            "to_bot": self._to_bot,
            "resolve": self._resolve,
            "typing": self._typing,
            "read": self._read,
            "sync": self._sync,
            **dict.fromkeys(LATER, self._later),
        }

    def topics(self, agent: Agent) -> list[str]:
        teams = [EVERY_TEAM] if agent.teams is None else [team_topic(team) for team in agent.teams]
        return [agent_topic(agent.id), *teams]

    async def welcome(self, connection: Connection[Agent]) -> None:
        connection.tell("welcome", {**await self._desk.welcome(connection.who), "staff": self._staff.shown})

    async def _status(self, connection: Connection[Agent], payload: Any) -> Answer:
        said = p.parsed(p.Availability, payload)
        answer = await self._desk.status(connection.who, said.available, said.label)
        await self._staff.refresh()
        return answer

    async def _take(self, connection: Connection[Agent], payload: Any) -> Answer:
        wanted = p.parsed(p.Take, payload)
        return await self._desk.take(connection.who, wanted.client_id, wanted.conversation)

    async def _say(self, connection: Connection[Agent], payload: Any) -> Answer:
        said = p.parsed(p.AgentSay, payload)
        return await self._desk.say(connection.who, said.client_id, said.conversation, said.text, said.entry)

    async def _note(self, connection: Connection[Agent], payload: Any) -> Answer:
        said = p.parsed(p.AgentSay, payload)
        return await self._desk.note(connection.who, said.client_id, said.conversation, said.text)

    async def _release(self, connection: Connection[Agent], payload: Any) -> Answer:
        about = p.parsed(p.AgentOnce, payload)
        return await self._desk.release(connection.who, about.client_id, about.conversation)

    async def _to_bot(self, connection: Connection[Agent], payload: Any) -> Answer:
        about = p.parsed(p.AgentOnce, payload)
        return await self._desk.to_bot(connection.who, about.client_id, about.conversation)

    async def _resolve(self, connection: Connection[Agent], payload: Any) -> Answer:
        about = p.parsed(p.AgentOnce, payload)
        return await self._desk.resolve(connection.who, about.client_id, about.conversation, about.reason)

    async def _typing(self, connection: Connection[Agent], payload: Any) -> Answer:
        return await self._desk.typing(connection.who, p.parsed(p.About, payload).conversation)

    async def _read(self, connection: Connection[Agent], payload: Any) -> Answer:
        seen = p.parsed(p.AgentRead, payload)
        return await self._desk.read(connection.who, seen.conversation, seen.seq)

    async def _sync(self, connection: Connection[Agent], payload: Any) -> Answer:
        wanted = p.parsed(p.AgentSync, payload)
        return await self._desk.sync(connection.who, wanted.conversation, wanted.after)

    async def _later(self, _connection: Connection[Agent], _payload: Any) -> Answer:
        raise NotNow("This is not offered here yet.")
