"""Going on later: what customers leave, and what comes back by mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handoff.core import follow_up as rules
from handoff.core.conversation import Conversation, Status
from handoff.core.errors import BadRequest, NotFound
from handoff.core.events import Draft, HandoffReason, Reader, Speaker
from handoff.core.follow_up import Form
from handoff.core.hours import is_open
from handoff.core.left_on_a_page import leave_on_a_page
from handoff.core.teams import Team, named, reply_due
from handoff.desk.agents import holder, visible
from handoff.desk.customers import CustomerDesk, Place, acknowledged, sender
from handoff.desk.desk import Desk, Outcome, customer_of
from handoff.desk.placing import team_for
from handoff.ports import Agent, Answer, Transaction, Visitor

FURTHEST_SLOT_MS = 60 * 24 * 3_600_000
"""Nobody plans a call-back further ahead than two months."""


FURTHEST_DUE_MS = 366 * 24 * 3_600_000
"""An agent may put something off for a year; what is further away is a mistyped date."""


class FollowUpDesk:
    """Each call is safe to repeat under the same ``client_id``."""

    def __init__(self, desk: Desk, customers: CustomerDesk) -> None:
        self._desk = desk
        self._customers = customers

    async def leave(self, visitor: Visitor, client_id: str, form: Form, place: Place) -> Answer:
        """The form, whatever has happened meanwhile: it is stored, or refused with the words still there."""

        def work(tx: Transaction) -> Outcome:
            now = self._desk.clock()

            def due_by(at: Conversation) -> tuple[str, int]:
                team = _team(tx, at)
                if form.slot is None:
                    return team.name, reply_due(team, now)
                return team.name, checked_slot(team, form.slot, now)

            return self._customers.act(
                tx,
                visitor,
                place,
                lambda at, by: rules.leave(at, by, form, *due_by(at)),
            )

        return await self._desk.carry_out(sender(visitor), client_id, work)

    async def leave_on_a_page(
        self,
        visitor: Visitor,
        client_id: str,
        form: Form,
        place: Place,
        answer: Mapping[str, Any] | None,
        *,
        refused: bool,
    ) -> Answer:
        """From a help page, with the entry that was read there, as it was read."""

        def work(tx: Transaction) -> Outcome:
            def decide(at: Conversation, by: Speaker) -> list[Draft]:
                team = _team(tx, at)
                due = reply_due(team, self._desk.clock())
                return leave_on_a_page(at, by, form, team.name, due, answer, refused=refused)

            return self._customers.act(tx, visitor, place, decide)

        return await self._desk.carry_out(sender(visitor), client_id, work)

    async def plan(
        self,
        agent: Agent,
        client_id: str,
        conversation: str,
        due: int,
        *,
        keep: bool,
        email: str | None = None,
        note: str | None = None,
    ) -> Answer:
        """What an agent puts off until ``due`` (ms), or takes up again. The answer carries ``mail``."""

        def work(tx: Transaction) -> Outcome:
            found = visible(tx, agent, conversation)
            checked_due(due, self._desk.clock())
            address = email or found.email
            if address is None:
                raise BadRequest("email: no address is known to reply to. Ask the customer.", field="email")
            form = Form(address, note or "", found.phone)
            team = found.team or _team(tx, found).name
            drafts = rules.plan(found, holder(agent), form, team, due, keep=keep)
            change = self._desk.write(tx, found, found, drafts)
            return Outcome(acknowledged(change, None, Reader.AGENT), [change])

        return await self._desk.carry_out(f"a:{agent.id}", client_id, work)

    async def mailed(self, conversation: str, client_id: str, text: str) -> Answer:
        """A reply by mail, whose sender was checked; ``client_id`` comes from the mail's own id."""

        def work(tx: Transaction) -> Outcome:
            found = tx.conversation(conversation)
            if found is None:
                raise NotFound("There is no such conversation.")
            team = _team(tx, found)
            due = reply_due(team, self._desk.clock())
            drafts = rules.mailed(found, customer_of(found), text, client_id, team.name, due)
            change = self._desk.write(tx, found, found, drafts)
            return Outcome(acknowledged(change), [change])

        return await self._desk.carry_out(f"m:{conversation}", client_id, work)


def checked_due(due: int, now: int) -> None:
    if not now < due <= now + FURTHEST_DUE_MS:
        raise BadRequest("due: choose a time in the next year.", field="due")


def checked_slot(team: Team, slot: int, now: int) -> int:
    """When to call back: a time at which somebody is there."""
    if not team.callbacks:
        raise BadRequest("slot: call-backs are not offered here. We'll write instead.", field="slot")
    if not now < slot <= now + FURTHEST_SLOT_MS:
        raise BadRequest("slot: choose a time in the next two months.", field="slot")
    if team.hours is not None and not is_open(team.hours, slot):
        raise BadRequest("slot: nobody is there at that time. Choose one in our opening hours.", field="slot")
    return slot


def _team(tx: Transaction, conversation: Conversation) -> Team:
    teams = tx.teams()
    waits = conversation.status in (Status.QUEUED, Status.FOLLOW_UP) and conversation.team
    return named(teams, waits or team_for(teams, conversation, HandoffReason.ASKED))
