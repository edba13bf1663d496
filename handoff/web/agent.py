"""The ``/agent`` namespace: parse, authorise, call the desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from handoff.core.events import ms
from handoff.desk import AgentDesk, FollowUpDesk, TransferDesk
from handoff.desk.board import Boards
from handoff.desk.records import RecordDesk
from handoff.desk.suggesting import Suggester
from handoff.desk.telling import EVERY_TEAM, agent_topic, team_topic, watch_topic
from handoff.desk.transfers import supervises
from handoff.desk.watching import Watches
from handoff.ports import Agent, Answer
from handoff.web import payloads as p
from handoff.web.connections import Connection, Connections
from handoff.web.fields import parsed
from handoff.web.staff import Staff
from handoff.web.viewers import Viewers

NAMESPACE = "/agent"

Handler = Callable[[Connection[Agent], Any], Awaitable[Answer]]


class AgentCalls:
    def __init__(
        self,
        desk: AgentDesk,
        transfers: TransferDesk,
        watches: Watches,
        connections: Connections,
        suggester: Suggester,
        staff: Staff,
        boards: Boards,
        records: RecordDesk,
        *,
        follow_ups: FollowUpDesk,
        viewers: Viewers,
    ) -> None:
        self._desk = desk
        self._transfers = transfers
        self._watches = watches
        self._connections = connections
        self._suggester = suggester
        self._staff = staff
        self._boards = boards
        self._records = records
        self._follow_ups = follow_ups
        self._viewers = viewers
        self.calls: Mapping[str, Handler] = {
            "status": self._status,
            "take": self._take,
            "say": self._say,
            "note": self._note,
            "release": self._release,
            "to_bot": self._to_bot,
            "resolve": self._resolve,
            "transfer": self._transfer,
            "accept": self._accept,
            "decline": self._decline,
            "take_over": self._take_over,
            "assign": self._assign,
            "watch": self._watch,
            "whisper": self._whisper,
            "colleagues": self._colleagues,
            "tag": self._tag,
            "viewing": self._viewing,
            "typing": self._typing,
            "read": self._read,
            "sync": self._sync,
            "suggest": self._suggest,
            "follow_up": self._follow_up,
            "board": self._board,
            "set_status": self._set_status,
        }

    def topics(self, agent: Agent) -> list[str]:
        teams = [EVERY_TEAM] if agent.teams is None else [team_topic(team) for team in agent.teams]
        return [agent_topic(agent.id), *teams]

    async def welcome(self, connection: Connection[Agent]) -> None:
        connection.tell("welcome", {**await self._desk.welcome(connection.who), "staff": self._staff.shown})

    async def _status(self, connection: Connection[Agent], payload: Any) -> Answer:
        said = parsed(p.Availability, payload)
        answer = await self._desk.status(connection.who, said.available, said.label)
        await self._staff.refresh()
        return answer

    async def _take(self, connection: Connection[Agent], payload: Any) -> Answer:
        wanted = parsed(p.Take, payload)
        return await self._desk.take(connection.who, wanted.client_id, wanted.conversation)

    async def _say(self, connection: Connection[Agent], payload: Any) -> Answer:
        said = parsed(p.AgentSays, payload)
        return await self._desk.say(
            connection.who, said.client_id, said.conversation, said.text, said.entry, anyway=said.anyway
        )

    async def _note(self, connection: Connection[Agent], payload: Any) -> Answer:
        said = parsed(p.AgentSay, payload)
        return await self._desk.note(connection.who, said.client_id, said.conversation, said.text)

    async def _release(self, connection: Connection[Agent], payload: Any) -> Answer:
        about = parsed(p.AgentOnce, payload)
        return await self._desk.release(connection.who, about.client_id, about.conversation)

    async def _to_bot(self, connection: Connection[Agent], payload: Any) -> Answer:
        about = parsed(p.AgentOnce, payload)
        return await self._desk.to_bot(connection.who, about.client_id, about.conversation)

    async def _resolve(self, connection: Connection[Agent], payload: Any) -> Answer:
        about = parsed(p.AgentOnce, payload)
        return await self._desk.resolve(connection.who, about.client_id, about.conversation, about.reason)

    async def _transfer(self, connection: Connection[Agent], payload: Any) -> Answer:
        to = parsed(p.Transfer, payload)
        return await self._transfers.transfer(
            connection.who, to.client_id, to.conversation, to.to_agent, to.to_team, to.note
        )

    async def _accept(self, connection: Connection[Agent], payload: Any) -> Answer:
        about = parsed(p.AgentOnce, payload)
        return await self._transfers.accept(connection.who, about.client_id, about.conversation)

    async def _decline(self, connection: Connection[Agent], payload: Any) -> Answer:
        about = parsed(p.AgentOnce, payload)
        return await self._transfers.decline(connection.who, about.client_id, about.conversation)

    async def _take_over(self, connection: Connection[Agent], payload: Any) -> Answer:
        about = parsed(p.AgentOnce, payload)
        return await self._transfers.take_over(connection.who, about.client_id, about.conversation)

    async def _assign(self, connection: Connection[Agent], payload: Any) -> Answer:
        to = parsed(p.Assign, payload)
        return await self._transfers.assign(
            connection.who, to.client_id, to.conversation, to.to_agent, to.to_team
        )

    async def _whisper(self, connection: Connection[Agent], payload: Any) -> Answer:
        said = parsed(p.AgentSay, payload)
        return await self._transfers.whisper(connection.who, said.client_id, said.conversation, said.text)

    async def _colleagues(self, connection: Connection[Agent], payload: Any) -> Answer:
        parsed(p.Nothing, payload)
        return await self._desk.colleagues(connection.who)

    async def _tag(self, connection: Connection[Agent], payload: Any) -> Answer:
        told = parsed(p.Tags, payload)
        return await self._records.tag(
            connection.who, told.client_id, told.conversation, told.add, told.remove
        )

    async def _watch(self, connection: Connection[Agent], payload: Any) -> Answer:
        """Listening before reading, as at the start: what happens in between is told apart by its seq."""
        wanted = parsed(p.Watch, payload)
        supervises(connection.who)
        topic = watch_topic(wanted.conversation)
        if not wanted.on:
            self._connections.ignore(connection, topic)
            return {}
        found = await self._desk.visible(connection.who, wanted.conversation)
        self._connections.listen(connection, topic)
        self._watches.watch(found.id)
        return await self._desk.sync(connection.who, found.id, 0)

    async def _follow_up(self, connection: Connection[Agent], payload: Any) -> Answer:
        plan = parsed(p.Plan, payload)
        return await self._follow_ups.plan(
            connection.who,
            plan.client_id,
            plan.conversation,
            ms(plan.due),
            keep=plan.owner == "me",
            email=plan.email,
            note=plan.note,
        )

    async def _board(self, connection: Connection[Agent], payload: Any) -> Answer:
        parsed(p.Nothing, payload)
        return await self._boards.look(connection.who)

    async def _set_status(self, connection: Connection[Agent], payload: Any) -> Answer:
        said = parsed(p.OthersAvailability, payload)
        answer = await self._boards.set_status(connection.who, said.agent, said.available, said.label)
        await self._staff.refresh()
        return answer

    async def _viewing(self, connection: Connection[Agent], payload: Any) -> Answer:
        """A hint: nothing is stored, and it ends with the page."""
        shown = parsed(p.Viewing, payload).conversation
        if shown is not None:
            await self._desk.visible(connection.who, shown)
        self._viewers.look(connection, shown)
        return {}

    async def _typing(self, connection: Connection[Agent], payload: Any) -> Answer:
        return await self._desk.typing(connection.who, parsed(p.About, payload).conversation)

    async def _read(self, connection: Connection[Agent], payload: Any) -> Answer:
        seen = parsed(p.AgentRead, payload)
        return await self._desk.read(connection.who, seen.conversation, seen.seq)

    async def _sync(self, connection: Connection[Agent], payload: Any) -> Answer:
        wanted = parsed(p.AgentSync, payload)
        return await self._desk.sync(connection.who, wanted.conversation, wanted.after)

    async def _suggest(self, connection: Connection[Agent], payload: Any) -> Answer:
        about = parsed(p.Suggest, payload)
        found = await self._desk.visible(connection.who, about.conversation)
        if about.query is not None and about.query.strip():
            return {"entries": await self._suggester.search(found, about.query)}
        return {"entries": await self._suggester.for_agent(found)}
