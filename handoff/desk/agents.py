"""What agents do: take, speak, note, let go, resolve. One door checks what each may see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from handoff.core import agent as rules
from handoff.core.conversation import Conversation, Holder, Status
from handoff.core.errors import NotFound
from handoff.core.events import Draft, Kind, Reader
from handoff.desk.customers import CustomerDesk, acknowledged, head
from handoff.desk.desk import Desk, Outcome
from handoff.desk.line import Waiting
from handoff.desk.telling import agent_topic, summary, visitor_topic
from handoff.ports import Agent, Answer, Presence, Transaction

Decide = Callable[[Conversation, Holder], list[Draft]]

SHOWN = 100
"""Of each team's line a console shows as many; nobody reads more, and those behind come up as it moves."""

SHOWN_IN_ALL = 500


class AgentDesk:
    """Agents' calls; each is safe to repeat under the same ``client_id``."""

    def __init__(self, desk: Desk, customers: CustomerDesk, presence: Presence) -> None:
        self._desk = desk
        self._customers = customers
        self._presence = presence

    async def take(self, agent: Agent, client_id: str, conversation: str | None) -> Answer:
        """Claim one conversation, or the next in line. Exactly one claim wins."""

        def work(tx: Transaction) -> Outcome:
            if conversation is None:
                found = tx.next_in_line(agent.teams)
                if found is None:
                    raise NotFound("Nobody is waiting.")
            else:
                found = visible(tx, agent, conversation)
            change = self._desk.write(tx, found, found, rules.take(found, holder(agent)))
            return Outcome(acknowledged(change, Kind.AGENT_JOINED, Reader.AGENT), [change])

        answer = await self._desk.carry_out(sender(agent), client_id, work)
        return answer | await self.sync(agent, answer["conversation"], 0)

    async def say(
        self, agent: Agent, client_id: str, conversation: str, text: str, entry: str | None
    ) -> Answer:
        return await self._act(
            agent,
            client_id,
            conversation,
            lambda at, by: rules.say(at, by, text, entry, client_id),
            Kind.AGENT_SAID,
        )

    async def note(self, agent: Agent, client_id: str, conversation: str, text: str) -> Answer:
        return await self._act(
            agent,
            client_id,
            conversation,
            lambda at, by: rules.note(at, by, text, client_id),
            Kind.NOTE_ADDED,
        )

    async def release(self, agent: Agent, client_id: str, conversation: str) -> Answer:
        return await self._act(agent, client_id, conversation, rules.release)

    async def to_bot(self, agent: Agent, client_id: str, conversation: str) -> Answer:
        return await self._act(agent, client_id, conversation, rules.to_bot)

    async def resolve(self, agent: Agent, client_id: str, conversation: str, reason: str | None) -> Answer:
        return await self._act(
            agent, client_id, conversation, lambda at, by: rules.resolve(at, by, reason), Kind.RESOLVED
        )

    async def sync(self, agent: Agent, conversation: str, after: int) -> Answer:
        found = await self.visible(agent, conversation)
        events, more = await self._customers.read(found, after, Reader.AGENT)
        return {
            "conversation": found.id,
            "events": [event.wire(Reader.AGENT) for event in events],
            "more": more,
            "head": head(found, Reader.AGENT),
        }

    async def status(self, agent: Agent, available: bool, label: str | None) -> Answer:
        await self._presence.set_status(agent.id, available, label)
        self._desk.fanout.tell(agent_topic(agent.id), "status", {"available": available, "label": label})
        return {"available": available, "label": label}

    async def typing(self, agent: Agent, conversation: str) -> Answer:
        """Only who holds the conversation is seen typing; nothing is stored."""
        found = await self.visible(agent, conversation)
        rules.owned(found, holder(agent))
        payload = {"conversation": found.id, "by": {"role": "agent", "name": agent.name}}
        self._desk.fanout.tell(visitor_topic(found.visitor), "typing", payload)
        return {"head": head(found, Reader.AGENT)}

    async def read(self, agent: Agent, conversation: str, seq: int) -> Answer:
        found = await self.visible(agent, conversation)
        rules.owned(found, holder(agent))
        payload = {"conversation": found.id, "by": {"role": "agent", "name": agent.name}, "seq": seq}
        self._desk.fanout.tell(visitor_topic(found.visitor), "read", payload)
        return {"head": head(found, Reader.AGENT)}

    async def welcome(self, agent: Agent) -> Answer:
        """All that a console shows when it opens."""
        line = self._desk.line
        queue = await self.waiting(line.first_of(agent.teams, SHOWN, SHOWN_IN_ALL))
        held = await self._desk.log.held(agent.id)
        available, label = await self._presence.status(agent.id)
        return {
            "agent": {
                "id": agent.id,
                "name": agent.name,
                "role": agent.role,
                "available": available,
                "label": label,
            },
            "queue": queue,
            "waiting": {team: line.count(team) for team in line.teams if agent.sees(team)},
            "mine": [summary(one, None) for one in held],
            "follow_ups": [],
        }

    async def waiting(self, first: Sequence[Waiting]) -> list[dict[str, Any]]:
        """Summaries of these, but for those who left the line meanwhile."""
        ids = [one.standing.conversation for one in first]
        found = {one.id: one for one in await self._desk.log.conversations(ids)}
        return [
            summary(found[id], one.position)
            for id, one in zip(ids, first, strict=True)
            if id in found and found[id].status is Status.QUEUED
        ]

    async def visible(self, agent: Agent, id: str) -> Conversation:
        """The one door for reading: what is not this agent's to see does not exist."""
        return seen_by(agent, await self._desk.log.conversation(id))

    async def _act(
        self,
        agent: Agent,
        client_id: str,
        conversation: str,
        decide: Decide,
        answers: Kind | None = None,
    ) -> Answer:
        def work(tx: Transaction) -> Outcome:
            found = visible(tx, agent, conversation)
            change = self._desk.write(tx, found, found, decide(found, holder(agent)))
            return Outcome(acknowledged(change, answers, Reader.AGENT), [change])

        return await self._desk.carry_out(sender(agent), client_id, work)


def visible(tx: Transaction, agent: Agent, id: str) -> Conversation:
    """The one door for acting."""
    return seen_by(agent, tx.conversation(id))


def seen_by(agent: Agent, conversation: Conversation | None) -> Conversation:
    if conversation is None or not (
        agent.sees(conversation.team) and (agent.teams is None or conversation.status is not Status.WITH_BOT)
    ):
        raise NotFound("There is no such conversation.")
    return conversation


def holder(agent: Agent) -> Holder:
    return Holder(agent.id, agent.name, agent.avatar)


def sender(agent: Agent) -> str:
    return f"a:{agent.id}"
