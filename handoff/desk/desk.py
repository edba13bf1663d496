"""What every request shares: one transaction, done once, told in the order of the commits."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from handoff.core import bot as bot_rules
from handoff.core.bot import BotReply, Question
from handoff.core.conversation import Conversation, Status, changed
from handoff.core.customer import Where
from handoff.core.deadlines import Limits, Step, granted, passed, scheduled
from handoff.core.events import Draft, Event, HandoffReason, Kind, Role, Speaker
from handoff.core.folding import record
from handoff.core.follow_up import taken_up
from handoff.core.leaving import given_back
from handoff.core.people import Colleague
from handoff.desk.assigning import Assigner
from handoff.desk.books import keep_books, waiting_for
from handoff.desk.glances import Glances
from handoff.desk.line import Line
from handoff.desk.mailing import marked, post
from handoff.desk.placing import destination
from handoff.desk.states import hands_changed, status_of
from handoff.desk.telling import Teller, agent_topic
from handoff.desk.turns import Turns
from handoff.desk.watching import Watches
from handoff.ports import Answer, Bot, Clock, Fanout, Log, Transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """What one transaction did to one conversation."""

    before: Conversation | None
    after: Conversation
    events: tuple[Event, ...] = ()
    agents: tuple[Colleague, ...] = ()  # who holds one more or one less now

    @property
    def makes_work(self) -> bool:
        """Somebody came to wait, or an agent has room for one more."""
        before = self.before
        freed = before is not None and before.agent is not None and before.agent != self.after.agent
        waited = before is not None and before.status is Status.QUEUED
        return freed or (self.after.status is Status.QUEUED and not waited)


@dataclass(slots=True)
class Outcome:
    """A call's answer and the changes to tell. Repeating a call finds its answer and tells nothing."""

    answer: Answer
    changes: list[Change] = field(default_factory=list)


Work = Callable[[Transaction], Outcome]


class Desk:
    """Holds the ports; customers', agents' and deadlines' use cases go through it."""

    def __init__(self, log: Log, bot: Bot, fanout: Fanout, clock: Clock, limits: Limits) -> None:
        self.log = log
        self.bot = bot
        self.fanout = fanout
        self.clock = clock
        self.limits = limits
        self.turns = Turns(bot, self.bot_replied)
        self.assigner = Assigner(self)
        self.line = Line()
        self.glances = Glances()
        self.watches = Watches(fanout, clock)
        self.teller = Teller(fanout, self.line, self.watches)

    async def carry_out(self, sender: str, client_id: str, work: Work) -> Answer:
        """Do ``work`` once for this ``client_id`` of this sender; the same answer ever after."""

        def once(tx: Transaction) -> Outcome:
            done = tx.done(sender, client_id)
            if done is not None:
                return Outcome(done)
            outcome = work(tx)
            tx.remember(sender, client_id, outcome.answer.get("conversation"), outcome.answer)
            return outcome

        outcome = await self.log.transact(once)
        self.tell(outcome.changes)
        return outcome.answer

    def write(
        self,
        tx: Transaction,
        before: Conversation | None,
        base: Conversation,
        drafts: Sequence[Draft],
        *,
        anew: bool = False,
    ) -> Change:
        """Number, fold, schedule and append. ``before`` is None for a conversation that begins; ``anew``
        writes the row even where nothing changed."""
        now = self.clock()
        after, events = record(base, marked(tx, base, drafts, now), now)
        after = self._scheduled(tx, after)
        if after == before and not anew:
            return Change(before, after)
        after = tx.append(before, after, events)
        keep_books(tx, before, after, events, now)
        post(tx, after, events)
        return Change(before, after, tuple(events), hands_changed(tx, before, after))

    def where(self, tx: Transaction, conversation: Conversation) -> Where:
        """Where a handoff of this conversation would go now."""
        return destination(tx, conversation, self.clock())

    def _scheduled(self, tx: Transaction, conversation: Conversation) -> Conversation:
        """Teams have a say only in how long people wait."""
        if conversation.status is not Status.QUEUED:
            return scheduled(conversation, self.limits)
        return scheduled(conversation, self.limits, waiting_for(tx, conversation, self.clock()))

    def tell(self, changes: Sequence[Change]) -> None:
        """Only after the commit, and without waiting, so that the order told is the order stored."""
        for change in changes:
            self.teller.tell(change.before, change.after, change.events)
            self.tell_states(change.agents)
            self._bots_turn(change)
            if change.makes_work:
                self.assigner.wake()

    def tell_states(self, agents: Sequence[Colleague]) -> None:
        """All pages of an agent show what they are now."""
        for one in agents:
            self.fanout.tell(agent_topic(one.holder.id), "status", status_of(one, self.clock()))

    def _bots_turn(self, change: Change) -> None:
        turn = change.after.turn
        if turn is None:
            self.turns.drop(change.after.id)
            return
        asked = [e for e in change.events if e.kind is Kind.CUSTOMER_SAID and e.seq == turn.seq]
        if asked:
            self.turns.ask(change.after, str(asked[0].data["text"]))
        elif change.before is not None and change.before.turn is None:
            self.turns.ask_again(change.after, self.log)

    async def bot_replied(self, question: Question, reply: BotReply) -> None:
        """Record the bot's reply if it is still the one who speaks; a late one is dropped and logged."""

        def work(tx: Transaction) -> list[Change]:
            conversation = tx.conversation(question.conversation)
            if conversation is None or not bot_rules.still_open(conversation, question):
                return []
            drafts = bot_rules.reply(
                conversation, customer_of(conversation), reply, self.where(tx, conversation)
            )
            return [self.write(tx, conversation, conversation, drafts)]

        changes = await self.log.transact(work)
        if not changes:
            log.info("late bot reply dropped", extra={"conversation": question.conversation})
        self.tell(changes)

    async def deadline_passed(self, id: str) -> None:
        """Take the named next step of a conversation whose deadline has passed."""

        def work(tx: Transaction) -> list[Change]:
            conversation = tx.conversation(id)
            if conversation is None:
                return []
            if conversation.due_step == Step.AGENT_LOST and _is_back(tx, conversation):
                back = changed(conversation, agent_gone_at=None)
                return [self.write(tx, conversation, back, [])]
            stepped, drafts = passed(
                conversation,
                self.clock(),
                customer_of(conversation),
                self.where(tx, conversation),
                waiting_for(tx, conversation, self.clock()),
            )
            return [self.write(tx, conversation, stepped, drafts)]

        self.tell(await self.log.transact(work))

    async def grant_grace(self, id: str, horizon: int | None = None) -> None:
        """What fell due while the service was down starts its grace again, and the bot is asked again. What
        is due after the ``horizon`` is left alone, unless it would wait longer than a fresh grace: then the
        clock was set back."""

        def work(tx: Transaction) -> list[Change]:
            conversation = tx.conversation(id)
            if conversation is None:
                return []
            fresh = granted(conversation, self.clock())
            due = conversation.due_at
            if horizon is not None and due is not None and due > horizon:
                sooner = self._scheduled(tx, fresh).due_at
                if sooner is None or sooner >= due:
                    return []
            return [self.write(tx, conversation, fresh, [])]

        changes = await self.log.transact(work)
        self.tell(changes)
        for change in changes:
            if change.after.turn is not None:
                self.turns.ask_again(change.after, self.log)

    async def reschedule(self, id: str) -> None:
        """Write the row with the deadline its state implies, also where it seems to have it: columns that
        said otherwise are right again."""

        def work(tx: Transaction) -> list[Change]:
            conversation = tx.conversation(id)
            if conversation is None:
                return []
            return [self.write(tx, conversation, conversation, [], anew=True)]

        self.tell(await self.log.transact(work))

    async def agent_gone(self, agent: str) -> None:
        """Every connection of the agent is gone: the grace begins for each customer they hold."""
        await self._mark_agent(agent, self.clock())

    async def give_back(self, id: str) -> None:
        """Nobody works under the account that holds this any more: the customer goes to the front of the
        queue, a follow-up back to its team, now and without a grace."""

        def work(tx: Transaction) -> list[Change]:
            found = tx.conversation(id)
            if found is None or found.agent is None or tx.colleague(found.agent.id) is not None:
                return []
            return [self.write(tx, found, found, given_back(found, tx.teams()))]

        self.tell(await self.log.transact(work))

    async def agent_back(self, agent: str) -> None:
        """The agent is back within the grace: nothing happened."""
        await self._mark_agent(agent, None)
        await self.agent_available(None)

    async def agent_available(self, teams: Sequence[str] | None) -> None:
        """Somebody is there: who is next is given to them, and customers who wrote to a follow-up while
        nobody was there come back into the queue."""
        self.tell(await self.log.transact(lambda tx: self._take_up(tx, teams)))
        self.assigner.wake()

    def _take_up(self, tx: Transaction, teams: Sequence[str] | None) -> list[Change]:
        names = [team.name for team in tx.teams() if teams is None or team.name in teams]
        return [
            self.write(tx, one, one, taken_up(one, self.where(tx, one)(HandoffReason.ASKED)))
            for name in names
            for one in tx.follow_ups(name)
            if one.knocking
        ]

    async def _mark_agent(self, agent: str, gone_at: int | None) -> None:
        def work(tx: Transaction) -> list[Change]:
            if gone_at is not None and tx.is_connected(agent):
                return []  # back already, here or on another machine
            held = [one for one in tx.held_by(agent) if (one.agent_gone_at is None) != (gone_at is None)]
            return [self.write(tx, one, changed(one, agent_gone_at=gone_at), []) for one in held]

        self.tell(await self.log.transact(work))


def customer_of(conversation: Conversation) -> Speaker:
    return Speaker(Role.CUSTOMER, conversation.visitor, conversation.customer_name)


def _is_back(tx: Transaction, conversation: Conversation) -> bool:
    return conversation.agent is not None and tx.is_connected(conversation.agent.id)
