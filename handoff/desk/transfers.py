"""Transfers between agents, and what supervisors do: one method each, start to finish."""

from __future__ import annotations

from collections.abc import Callable

from handoff.core import supervisor as supervising
from handoff.core import transfer as rules
from handoff.core.conversation import Conversation
from handoff.core.errors import Forbidden, NotFound, NotNow
from handoff.core.events import Draft, Kind, Reader
from handoff.core.people import Colleague, State
from handoff.desk.agents import holder, sender, visible
from handoff.desk.customers import acknowledged
from handoff.desk.desk import Desk, Outcome
from handoff.desk.placing import team_for
from handoff.ports import Agent, Answer, Transaction

Decide = Callable[[Transaction, Conversation], list[Draft]]


class TransferDesk:
    """Each call is safe to repeat under the same ``client_id``."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def transfer(
        self,
        agent: Agent,
        client_id: str,
        conversation: str,
        to_agent: str | None,
        to_team: str | None,
        note: str | None,
    ) -> Answer:
        def decide(tx: Transaction, found: Conversation) -> list[Draft]:
            now = self._desk.clock()
            if to_agent is not None:
                return rules.offer_to_agent(found, holder(agent), colleague(tx, to_agent), note, now)
            team = existing_team(tx, to_team or "")
            anybody = any(
                one.holder.id != agent.id and one.state(now) is State.AVAILABLE for one in tx.colleagues(team)
            )
            return rules.offer_to_team(found, holder(agent), team, anybody, note)

        return await self._act(agent, client_id, conversation, decide)

    async def accept(self, agent: Agent, client_id: str, conversation: str) -> Answer:
        return await self._act(
            agent,
            client_id,
            conversation,
            lambda tx, found: rules.accept(found, colleague(tx, agent.id, claiming=True)),
            Kind.AGENT_JOINED,
        )

    async def decline(self, agent: Agent, client_id: str, conversation: str) -> Answer:
        return await self._act(
            agent, client_id, conversation, lambda tx, found: rules.decline(found, colleague(tx, agent.id))
        )

    async def take_over(self, agent: Agent, client_id: str, conversation: str) -> Answer:
        supervises(agent)
        return await self._act(
            agent,
            client_id,
            conversation,
            lambda tx, found: supervising.take_over(found, holder(agent), _team(tx, found)),
            Kind.AGENT_JOINED,
        )

    async def assign(
        self, agent: Agent, client_id: str, conversation: str, to_agent: str | None, to_team: str | None
    ) -> Answer:
        supervises(agent)

        def decide(tx: Transaction, found: Conversation) -> list[Draft]:
            if to_agent is None:
                return supervising.assign_to_team(found, holder(agent), existing_team(tx, to_team or ""))
            to = colleague(tx, to_agent, claiming=True)
            team = _team(tx, found) if to.sees(_team(tx, found)) or not to.teams else to.teams[0]
            return supervising.assign_to_agent(found, holder(agent), to, team, self._desk.clock())

        return await self._act(agent, client_id, conversation, decide)

    async def whisper(self, agent: Agent, client_id: str, conversation: str, text: str) -> Answer:
        supervises(agent)
        return await self._act(
            agent,
            client_id,
            conversation,
            lambda _tx, _found: supervising.whisper(holder(agent), text, client_id),
            Kind.WHISPERED,
        )

    async def _act(
        self, agent: Agent, client_id: str, conversation: str, decide: Decide, answers: Kind | None = None
    ) -> Answer:
        def work(tx: Transaction) -> Outcome:
            found = visible(tx, agent, conversation)
            change = self._desk.write(tx, found, found, decide(tx, found))
            return Outcome(acknowledged(change, answers, Reader.AGENT), [change])

        return await self._desk.carry_out(sender(agent), client_id, work)


def supervises(agent: Agent) -> None:
    if agent.teams is not None:
        raise Forbidden("Only supervisors can do this.")


def colleague(tx: Transaction, id: str, *, claiming: bool = False) -> Colleague:
    """Who can take customers; content staff are nobody here."""
    found = tx.colleague(id, claiming=claiming)
    if found is None:
        raise NotFound("There is no such agent.")
    return found


def existing_team(tx: Transaction, name: str) -> str:
    team = next((team for team in tx.teams() if team.name == name), None)
    if team is None:
        raise NotFound(f"There is no team called '{name[:64]}'.")
    if not team.members:
        raise NotNow(f"Nobody is in {name} yet: the customer would wait for ever.")
    return name


def _team(tx: Transaction, conversation: Conversation) -> str:
    return conversation.team or team_for(tx.teams(), conversation, "agent")
