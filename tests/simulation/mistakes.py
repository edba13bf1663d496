"""Mistakes planted on purpose, each in one part of the service: the simulation has to find every one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from handoff.core import agent as agent_rules
from handoff.core import bot as bot_rules
from handoff.core import customer as customer_rules
from handoff.core.bot import BotReply, Question
from handoff.core.conversation import Conversation
from handoff.core.errors import NotNow
from handoff.core.events import Draft, Event, Kind, Reader
from handoff.desk import AgentDesk, CustomerDesk, Desk
from handoff.desk.agents import holder, sender
from handoff.desk.customers import acknowledged
from handoff.desk.customers import sender as customers_sender
from handoff.desk.desk import Outcome, customer_of
from handoff.ports import Agent, Answer, Transaction, Visitor
from tests.simulation.service import Parts
from tests.simulation.storage import Storage

T = TypeVar("T")


class Undone(Exception):
    """Stops a transaction once it was seen what it would do."""


class TellsBeforeItStores(Desk):
    async def carry_out(self, sender: str, client_id: str, work: Any) -> Answer:
        foreseen: list[Outcome] = []

        def look_ahead(tx: Transaction) -> None:
            if tx.done(sender, client_id) is None:
                foreseen.append(work(tx))
            raise Undone

        log: Any = self.log
        try:
            log.commit(look_ahead)
        except Undone:
            for outcome in foreseen:
                self.tell(outcome.changes)
        return await super().carry_out(sender, client_id, work)


class ListensToNobody(Desk):
    """A bot's reply counts whatever happened since it was asked."""

    async def bot_replied(self, question: Question, reply: BotReply) -> None:
        def work(tx: Transaction) -> list[Any]:
            conversation = tx.conversation(question.conversation)
            if conversation is None:
                return []
            by = customer_of(conversation)
            drafts = bot_rules.reply(conversation, by, reply, self.where(tx, conversation))
            return [self.write(tx, conversation, conversation, drafts)]

        self.tell(await self.log.transact(work))


class DoesItTwice(Desk):
    """Forgets which calls it has carried out."""

    async def carry_out(
        self, _sender: str, _client_id: str, work: Callable[[Transaction], Outcome]
    ) -> Answer:
        outcome = await self.log.transact(work)
        self.tell(outcome.changes)
        return outcome.answer


class LetsTwoWin(AgentDesk):
    """Looks whether the conversation is free, and takes it a moment later."""

    async def take(self, agent: Agent, client_id: str, conversation: str | None) -> Answer:
        if conversation is None:
            return await super().take(agent, client_id, conversation)
        agent_rules.take(await self.visible(agent, conversation), holder(agent))

        def work(tx: Transaction) -> Outcome:
            found = tx.conversation(conversation)
            assert found is not None
            if tx.room(agent.id) == 0:  # that one is not forgotten
                raise NotNow("Resolve or pass on somebody first.")
            joined = [customer_rules.joined(holder(agent), found.team or "")]
            change = self._desk.write(tx, found, found, joined)
            return Outcome(acknowledged(change, Kind.AGENT_JOINED, Reader.AGENT), [change])

        answer = await self._desk.carry_out(sender(agent), client_id, work)
        return answer | await self.sync(agent, answer["conversation"], 0)


class ShowsEverything(CustomerDesk):
    """Reads the log without asking for whom."""

    async def read(self, conversation: Conversation, after: int, _reader: Reader) -> tuple[list[Event], bool]:
        return await super().read(conversation, after, Reader.AGENT)


class GuidesForEver(CustomerDesk):
    """Takes every step there is, whatever became of its answer."""

    async def step(self, visitor: Visitor, client_id: str, answer: int, path: tuple[int, ...]) -> Answer:
        def work(tx: Transaction) -> Outcome:
            latest = self._own(tx, visitor)
            draft = Draft(Kind.STEP_TAKEN, customer_of(latest), {"answer": answer, "path": list(path)})
            change = self._desk.write(tx, latest, latest, [draft])
            return Outcome(acknowledged(change, Kind.STEP_TAKEN), [change])

        return await self._desk.carry_out(customers_sender(visitor), client_id, work)


class LosesAcknowledgedWords(Storage):
    """Acknowledges from memory; the fifth commit in a row never reaches the disk."""

    async def transact(self, work: Callable[[Transaction], T]) -> T:
        kept: list[T] = []
        self.__dict__["tried"] = self.__dict__.get("tried", 0) + 1
        if self.__dict__["tried"] % 5:
            return await super().transact(work)

        def undone(tx: Transaction) -> None:
            kept.append(work(tx))
            raise Undone

        await asyncio.sleep(0)
        try:
            self.commit(undone)
        except Undone:
            return kept[0]
        raise AssertionError("it was undone")


MISTAKES: dict[str, tuple[Parts, set[str]]] = {
    "it tells before it stores": (Parts(desk=TellsBeforeItStores), {"Said is done", "Nothing lost"}),
    "the bot speaks whatever happened": (Parts(desk=ListensToNobody), {"One speaker", "One try"}),
    "a repeated act is done twice": (Parts(desk=DoesItTwice), {"Said is done", "Nothing lost"}),
    "two agents win one conversation": (Parts(agents=LetsTwoWin), {"One speaker"}),
    "customers read notes": (Parts(customers=ShowsEverything), {"Private", "Nothing lost"}),
    "steps are taken for ever": (Parts(customers=GuidesForEver), {"One try"}),
    "acknowledged words are lost": (Parts(storage=LosesAcknowledgedWords), {"Said is done", "Nothing lost"}),
}
"""Each mistake, and the promises it breaks: which of them shows first is the history's doing."""
