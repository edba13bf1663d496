"""What agents do: take, speak, note, let go, resolve. One door checks what each may see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from handoff.core import agent as rules
from handoff.core.conversation import Conversation, Holder, Status
from handoff.core.errors import NotFound, NotNow
from handoff.core.events import Draft, Kind, Reader, iso
from handoff.desk.customers import CustomerDesk, acknowledged, head
from handoff.desk.desk import Desk, Outcome
from handoff.desk.glances import Glance
from handoff.desk.line import Waiting
from handoff.desk.states import everybody, status_of
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
            drafts = rules.take(found, holder(agent))
            if drafts and found.status is Status.QUEUED:
                _must_have_room(tx, agent)
            change = self._desk.write(tx, found, found, drafts)
            return Outcome(acknowledged(change, Kind.AGENT_JOINED, Reader.AGENT), [change])

        answer = await self._desk.carry_out(sender(agent), client_id, work)
        try:
            return answer | await self.sync(agent, answer["conversation"], 0)
        except NotFound:  # a claim repeated after the customer went on to a team this agent does not see
            return answer | {"events": [], "more": False}

    async def say(
        self,
        agent: Agent,
        client_id: str,
        conversation: str,
        text: str,
        entry: str | None,
        *,
        anyway: bool = False,
    ) -> Answer:
        return await self._act(
            agent,
            client_id,
            conversation,
            lambda at, by: rules.say(at, by, text, entry, client_id, anyway=anyway),
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
        """Who says that they are available has finished their notes, and may be given the next customer."""
        await self._presence.set_status(agent.id, available, label)
        told = await self._status(agent)
        self._desk.fanout.tell(agent_topic(agent.id), "status", told)
        if available:
            await self._desk.agent_available(agent.teams)
        return told

    async def colleagues(self, agent: Agent) -> Answer:
        """Who could take a customer over, and in what state they are."""
        now, line = self._desk.clock(), self._desk.line
        return await self._desk.log.transact(lambda tx: everybody(tx, line, agent.id, now))

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
        glance = Glance(agent.name, min(seq, found.seq))
        self._desk.glances.note(found.id, glance)
        payload = {"conversation": found.id, **glance.wire()}
        self._desk.fanout.tell(visitor_topic(found.visitor), "read", payload)
        return {"head": head(found, Reader.AGENT)}

    async def welcome(self, agent: Agent) -> Answer:
        """All that a console shows when it opens."""
        line = self._desk.line
        queue = await self.waiting(line.first_of(agent.teams, SHOWN, SHOWN_IN_ALL))
        held = await self._desk.log.held(agent.id)
        me = {"id": agent.id, "name": agent.name, "role": agent.role}
        return {
            "agent": me | await self._status(agent),
            "queue": queue,
            "waiting": {team: line.count(team) for team in line.teams if agent.sees(team)},
            "titles": await self._titles(),
            "mine": [summary(one, None) for one in held],
            "follow_ups": [
                summary(one, None) for one in await self._desk.log.follow_ups(agent.teams, agent.id)
            ],
            "offers": [summary(one, None) for one in await self._offers(agent)],
            "held": [summary(one, None) for one in await self._held(agent)],
            "lost": await self._losses(agent),
        }

    async def _titles(self) -> dict[str, str]:
        """What people call the teams that are not called by their name."""
        teams = await self._desk.log.transact(lambda tx: tx.teams())
        return {team.name: team.title for team in teams if team.title}

    async def waiting(self, first: Sequence[Waiting]) -> list[dict[str, Any]]:
        """Summaries of these, but for those who left the line meanwhile."""
        ids = [one.standing.conversation for one in first]
        found = {one.id: one for one in await self._desk.log.conversations(ids)}
        return [
            summary(found[id], one.position)
            for id, one in zip(ids, first, strict=True)
            if id in found and found[id].status is Status.QUEUED
        ]

    async def _status(self, agent: Agent) -> dict[str, Any]:
        found = await self._desk.log.transact(lambda tx: tx.colleague(agent.id))
        if found is None:
            raise NotFound("There is no such account any more.")
        return status_of(found, self._desk.clock())

    async def _held(self, agent: Agent) -> list[Conversation]:
        """What everybody holds, for those who look after it."""
        return await self._desk.log.with_agents(SHOWN_IN_ALL) if agent.teams is None else []

    async def _offers(self, agent: Agent) -> list[Conversation]:
        return [one for one in await self._desk.log.offered() if offered_to(agent, one)]

    async def _losses(self, agent: Agent) -> list[Answer]:
        """What happened to their customers while they were gone."""
        losses = await self._desk.log.transact(lambda tx: tx.losses(agent.id))
        found = await self._desk.log.conversations([one.conversation for one in losses]) if losses else []
        names = {one.id: one.customer_name for one in found}
        return [
            {
                "conversation": one.conversation,
                "customer": {"name": names.get(one.conversation)},
                "at": iso(one.at),
                "reason": one.reason,
            }
            for one in losses
        ]

    async def visible(self, agent: Agent, id: str) -> Conversation:
        """The one door for reading: what is not this agent's to see does not exist. Who sees a customer's
        newest conversation sees those before it, so that nobody is asked again."""
        found = await self._desk.log.conversation(id)
        try:
            return seen_by(agent, found)
        except NotFound:
            if found is not None and found.status is Status.RESOLVED:
                seen_by(agent, await self._desk.log.latest(found.visitor))
                return found
            raise

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
        holds(agent, conversation) or offered_to(agent, conversation) or _of_their_team(agent, conversation)
    ):
        raise NotFound("There is no such conversation.")
    return conversation


def _of_their_team(agent: Agent, conversation: Conversation) -> bool:
    with_bot = conversation.status is Status.WITH_BOT
    return agent.sees(conversation.team) and (agent.teams is None or not with_bot)


def holds(agent: Agent, conversation: Conversation) -> bool:
    return conversation.agent is not None and conversation.agent.id == agent.id


def offered_to(agent: Agent, conversation: Conversation) -> bool:
    """A transfer that waits for this agent's yes."""
    offer = conversation.offer
    if offer is None or offer.by.id == agent.id:
        return False
    return offer.to_agent.id == agent.id if offer.to_agent else agent.sees(offer.to_team)


def _must_have_room(tx: Transaction, agent: Agent) -> None:
    """Asked in the transaction of the claim, with the agent locked: two claims at once count both."""
    if tx.room(agent.id) == 0:
        raise NotNow("You hold as many customers as you can. Resolve or release one first.")


def holder(agent: Agent) -> Holder:
    return Holder(agent.id, agent.name, agent.avatar)


def sender(agent: Agent) -> str:
    return f"a:{agent.id}"
