"""A visitor says who they are: the conversation under way goes with them, and the old token opens nothing."""

from __future__ import annotations

from handoff.core import identity as rules
from handoff.core.conversation import Conversation, Status, changed
from handoff.core.errors import NotNow, Unauthorised
from handoff.core.events import Reader
from handoff.core.identity import Profile
from handoff.desk.customers import RETIRED, fresh, head, sender
from handoff.desk.desk import Change, Desk, Outcome, Work, customer_of
from handoff.desk.telling import RETIRED as RETIRED_VISITORS
from handoff.ports import Answer, Transaction, Visitor


class IdentityDesk:
    """Saying the same twice changes nothing, with or without a ``client_id``."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def identify(
        self, before: Visitor | None, visitor: Visitor, profile: Profile, client_id: str | None = None
    ) -> Answer:
        """``before`` is who they were until now; ``visitor`` who they are by their profile. Whoever was
        somebody else until now takes nothing along: two customers may share a device."""

        def work(tx: Transaction) -> Outcome:
            now = self._desk.clock()
            changes: list[Change] = []
            if before is not None and not before.known and not tx.customers.retired(before.id):
                here = tx.latest(before.id)
                if here is not None and here.open:
                    changes = self._carry_over(tx, here, visitor, profile)
                # Also where nothing was said yet: a first word may be on its way, and would stay behind.
                tx.customers.retire(before.id, visitor.id, now)
            latest = tx.latest(visitor.id)
            if latest is not None and profile != tx.customers.profile(visitor.id):
                tx.customers.keep_profile(visitor.id, profile, now)
                if latest.open and not changes:
                    changes = [self._desk.write(tx, latest, latest, [rules.identified(profile)])]
            current = latest or fresh(visitor, 1, None)
            return Outcome({"conversation": current.id, "head": head(current, Reader.CUSTOMER)}, changes)

        answer = await self._carried_out(visitor, client_id, work)
        if before is not None and not before.known:
            self._desk.fanout.tell(RETIRED_VISITORS, "retired", before.id)
        return answer

    async def _carried_out(self, visitor: Visitor, client_id: str | None, work: Work) -> Answer:
        if client_id is not None:
            return await self._desk.carry_out(sender(visitor), client_id, work)
        outcome = await self._desk.log.transact(work)
        self._desk.tell(outcome.changes)
        return outcome.answer

    async def refuse_retired(self, visitor: Visitor) -> None:
        if not visitor.known and await self._desk.log.has_become_known(visitor.id):
            raise Unauthorised(RETIRED)

    def _carry_over(
        self, tx: Transaction, here: Conversation, visitor: Visitor, profile: Profile
    ) -> list[Change]:
        """Moved, not copied. An open one they have elsewhere and this one become one: nobody waits twice, and
        none is open that their pages do not lead to."""
        there = tx.latest(visitor.id)
        number = there.number + 1 if there is not None else 1
        other = there if there is not None and there.open else None
        goes_on = rules.goes_on(here, other) if other is not None else here
        if other is not None:
            _must_be_quiet(other if goes_on is here else here, goes_on)
        moved = changed(here, visitor=visitor.id, number=number)
        tx.customers.hand_over(here, visitor.id, number)
        if other is None:
            return [self._desk.write(tx, here, moved, [rules.identified(profile)])]
        if goes_on is here:
            ended = self._desk.write(tx, other, other, [rules.continued(customer_of(other))])
            return [ended, self._desk.write(tx, here, moved, [rules.identified(profile, other.id)])]
        closing = [rules.identified(profile), rules.continued(customer_of(moved))]
        ended = self._desk.write(tx, here, moved, closing)
        tx.customers.renumber(other, number + 1)
        newest = changed(other, number=number + 1)
        return [ended, self._desk.write(tx, other, newest, [rules.identified(profile, here.id)])]


def _must_be_quiet(ends: Conversation, goes_on: Conversation) -> None:
    """Where no person will read what the bot still owes a reply for, it is given first."""
    if ends.turn is not None and goes_on.status is Status.WITH_BOT:
        raise NotNow("The assistant is about to reply on another page of yours. Try again.", retry_s=3)
