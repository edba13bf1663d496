"""What agents see and keep of a customer beside the conversation, and which pages it happened on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from handoff.core import records as rules
from handoff.core.conversation import Conversation
from handoff.core.errors import NotFound, TooMany
from handoff.core.events import Reader, iso
from handoff.core.records import Block, CustomerNote
from handoff.desk.agents import AgentDesk, holder, sender, visible
from handoff.desk.customers import Place, acknowledged
from handoff.desk.desk import Change, Desk, Outcome
from handoff.desk.telling import agent_topic, summary, watch_topic
from handoff.desk.transfers import supervises
from handoff.ports import Agent, Answer, Transaction, Visitor

EARLIER = 20
SUGGESTED_TAGS = 50

BLOCKED_VISITORS = "blocked"
"""The topic on which every service hears that somebody is kept out, or let in again."""


class RecordDesk:
    def __init__(self, desk: Desk, agents: AgentDesk) -> None:
        self._desk = desk
        self._agents = agents

    async def of(self, agent: Agent, conversation: str) -> Answer:
        """All that the console shows beside a conversation."""
        found = await self._agents.visible(agent, conversation)
        return await self._desk.log.transact(lambda tx: self._shown(tx, agent, found))

    async def tag(
        self, agent: Agent, client_id: str, conversation: str, add: list[str], remove: list[str]
    ) -> Answer:
        def work(tx: Transaction) -> Outcome:
            found = visible(tx, agent, conversation)
            change = self._desk.write(tx, found, found, rules.tag(found, holder(agent), add, remove))
            tx.customers.use_tags(add, self._desk.clock())
            told = acknowledged(change, None, Reader.AGENT)
            return Outcome(told | {"tags": list(change.after.tags)}, [change])

        return await self._desk.carry_out(sender(agent), client_id, work)

    async def note(self, agent: Agent, conversation: str, id: str, text: str) -> Answer:
        """About the customer, not the conversation. ``id`` is the page's own, so that it may come twice."""
        found = await self._agents.visible(agent, conversation)

        def work(tx: Transaction) -> Answer:
            if len(tx.customers.notes(found.visitor)) >= rules.MOST_NOTES:
                raise TooMany(f"There are {rules.MOST_NOTES} notes already. Remove one first.", retry_s=0)
            tx.customers.keep_note(CustomerNote(id, found.visitor, self._desk.clock(), holder(agent), text))
            return self._shown(tx, agent, found)

        return await self._told(found, work)

    async def remove_note(self, agent: Agent, conversation: str, id: str) -> Answer:
        found = await self._agents.visible(agent, conversation)

        def work(tx: Transaction) -> Answer:
            note = tx.customers.note(id)
            if note is None or note.visitor != found.visitor:
                raise NotFound("There is no such note.")
            rules.may_remove(note, agent.id, supervises=agent.teams is None)
            tx.customers.remove_note(id)
            return self._shown(tx, agent, found)

        return await self._told(found, work)

    async def block(self, agent: Agent, conversation: str, reason: str, until: int | None) -> Block:
        """Kept out at once, in every open conversation, whoever holds it."""
        supervises(agent)
        found = await self._agents.visible(agent, conversation)

        def work(tx: Transaction) -> tuple[Block, list[Change]]:
            at = self._desk.clock()
            block = Block(found.visitor, at, holder(agent), reason, until, found.customer_name)
            tx.customers.keep_out(block)
            latest = tx.latest(found.visitor)
            drafts = rules.kept_out(latest, holder(agent)) if latest is not None else []
            return block, [self._desk.write(tx, latest, latest, drafts)] if latest is not None else []

        block, changes = await self._desk.log.transact(work)
        self._desk.fanout.tell(BLOCKED_VISITORS, "blocked", [block.visitor, block.until or 0])
        self._desk.tell(changes)
        self._tell(found)
        return block

    async def let_in(self, agent: Agent, visitor: str) -> None:
        supervises(agent)
        if not await self._desk.log.transact(lambda tx: tx.customers.let_in(visitor)):
            raise NotFound("This visitor is not blocked.")
        self._desk.fanout.tell(BLOCKED_VISITORS, "blocked", [visitor, None])

    async def kept_out(self, agent: Agent) -> list[Block]:
        supervises(agent)
        now = self._desk.clock()
        return [one for one in await self.blocks() if one.until is None or one.until > now]

    async def blocks(self) -> list[Block]:
        return await self._desk.log.transact(lambda tx: tx.customers.kept_out())

    async def visited(self, visitor: Visitor, place: Place) -> None:
        """The page the customer has before them, while their conversation is open and no longer."""
        visit = place.visit
        if visit is None or visit.recorded:
            return

        def work(tx: Transaction) -> Conversation | None:
            latest = tx.latest(visitor.id)
            if latest is None or not latest.open:
                return None
            tx.customers.keep_visit(visit.of(latest.id))
            return latest

        found = await self._desk.log.transact(work)
        if found is not None:
            visit.recorded = True
            self._tell(found)

    async def left(self, visitor: Visitor, place: Place) -> None:
        """They went on to another page, or away."""
        visit, now = place.visit, self._desk.clock()
        if visit is None or not visit.recorded:
            return

        def work(tx: Transaction) -> Conversation | None:
            tx.customers.left(visit.id, now)
            return tx.latest(visitor.id)

        found = await self._desk.log.transact(work)
        if found is not None:
            self._tell(found)

    async def _told(self, found: Conversation, work: Callable[[Transaction], Answer]) -> Answer:
        answer = await self._desk.log.transact(work)
        self._tell(found)
        return answer

    def _tell(self, conversation: Conversation) -> None:
        """That there is something new beside it; pages ask for what."""
        holding = [agent_topic(conversation.agent.id)] if conversation.agent is not None else []
        for topic in (*holding, watch_topic(conversation.id)):
            self._desk.fanout.tell(topic, "customer", {"conversation": conversation.id})

    def _shown(self, tx: Transaction, agent: Agent, found: Conversation) -> dict[str, Any]:
        known, now = tx.customers, self._desk.clock()
        profile = known.profile(found.visitor)
        block = next((one for one in known.kept_out() if one.visitor == found.visitor), None)
        in_force = block is not None and (block.until is None or block.until > now)
        return {
            "conversation": found.id,
            "visitor": found.visitor,
            "customer": profile.wire() if profile is not None else None,
            "tags": list(found.tags),
            "used_tags": known.tags(SUGGESTED_TAGS),
            "notes": [
                {**note.wire(), "removable": note.by.id == agent.id or agent.teams is None}
                for note in known.notes(found.visitor)
            ],
            "pages": [visit.wire() for visit in known.visits(found.id)],
            "earlier": [
                _earlier(one) for one in known.conversations_of(found.visitor, EARLIER) if one.id != found.id
            ],
            "blocked": block.wire() if block is not None and in_force else None,
        }


def _earlier(conversation: Conversation) -> dict[str, Any]:
    return {
        **summary(conversation, None),
        "started": iso(conversation.started_at),
        "resolved": iso(conversation.resolved_at) if conversation.resolved_at is not None else None,
        "tags": list(conversation.tags),
        "score": conversation.score,
    }
