"""8 · No dead end: an owner and a deadline for every open conversation; who was lost goes to the front."""

from __future__ import annotations

from typing import Any, ClassVar

from handoff.core.conversation import Conversation, Status
from handoff.core.deadlines import Step
from handoff.core.events import Kind, LeftReason, QueuedReason, Role
from tests.simulation.promises.promise import Promise, Seen
from tests.simulation.storage import Call, Written

STEPS: dict[Status, set[Step | None]] = {
    Status.WITH_BOT: {Step.BOT_LATE, Step.BOT_IDLE},
    Status.QUEUED: {Step.STILL_WAITING, Step.LONG_WAIT, Step.OVERFLOW},
    Status.WITH_AGENT: {
        Step.AGENT_LOST,
        Step.AGENT_NUDGE,
        Step.AGENT_IDLE,
        Step.OFFER_LAPSED,
        Step.CUSTOMER_IDLE,
    },
    Status.FOLLOW_UP: {Step.FOLLOW_UP_DUE, Step.FOLLOW_UP_IDLE},
    Status.RESOLVED: {None},
}
"""Which next steps fit which status."""

LATE_MS = 1_000
"""How long a deadline may be past once all is settled; the loop looks four times a second."""

LONGEST_MS = 20_000
"""The longest of the simulation's limits: nothing may be due later than that from now."""


class OwnedAndDue(Promise):
    name = "No dead end"

    def __init__(self, seen: Seen) -> None:
        super().__init__(seen)
        self._written: dict[str, int] = {}

    def committed(self, _call: Any, written: list[Written]) -> None:
        for one in written:
            after = one.after
            self._written[after.id] = self.world.now
            self.hold(_owners(after) == 1, f"{_owners(after)} owners while {after.status}")
            step = Step(after.due_step) if after.due_step else None
            self.hold(step in STEPS[after.status], f"{after.status} with the next step {after.due_step}")
            self.hold((after.due_at is None) == (step is None), f"{after.due_step} at {after.due_at}")
            if after.turn is not None:
                self.hold(step is Step.BOT_LATE, "the bot owes a reply and nothing waits for it")

    def settled(self) -> None:
        now = self.world.now
        for row in self.world.stored.tables.conversations.values():
            told = self.seen.told[row.id]
            self.hold(row.status is told.status, f"the row says {row.status}, the events {told.status}")
            if row.due_at is not None:
                late = now - max(row.due_at, self._written[row.id])  # some are due when they are written
                self.hold(late <= LATE_MS, f"{row.due_step} is {late} ms late")
                if row.status is not Status.FOLLOW_UP:  # that is due when the team's hours say
                    self.hold(
                        row.due_at <= now + LONGEST_MS, f"{row.due_step} is due in {row.due_at - now} ms"
                    )


def _owners(at: Conversation) -> int:
    return (
        (at.status is Status.WITH_BOT and at.agent is None)
        + (at.status is Status.QUEUED and at.agent is None and at.team is not None)
        + (at.status is Status.WITH_AGENT and at.agent is not None)
        + (at.status is Status.FOLLOW_UP and (at.agent is not None or at.team is not None))
        + (at.status is Status.RESOLVED and at.agent is None)
    )


class WaitingIsNeverClosed(Promise):
    name = "No dead end"

    def committed(self, _call: Any, written: list[Written]) -> None:
        for one in written:
            if one.before is None:
                continue
            closed = any(e.kind is Kind.RESOLVED and e.by.role is Role.SYSTEM for e in one.events)
            if closed:
                before = one.before
                self.hold(before.status is not Status.QUEUED, "somebody who waits in the queue was closed")
                self.hold(before.customer_waits_since is None, "a waiting customer was closed")


class ReturnedToTheFront(Promise):
    """Who lost their agent keeps the time of their first request, goes first, and is told."""

    name = "No dead end"

    def committed(self, _call: Any, written: list[Written]) -> None:
        for one in written:
            for at, event in enumerate(one.events):
                if event.kind is not Kind.QUEUED or event.data["reason"] == QueuedReason.HANDOFF:
                    continue
                told = self.seen.told[one.after.id]
                if event.data["reason"] != QueuedReason.OVERFLOW:
                    self.hold(one.after.returned, f"{event.data['reason']}, and not at the front")
                self.hold(one.after.waiting_since == told.asked_at, "the original time was lost")
                before = one.events[at - 1] if at else None
                if event.data["reason"] == QueuedReason.AGENT_LOST:
                    said = before is not None and before.kind is Kind.AGENT_LEFT
                    self.hold(said, "the customer was not told that the agent is gone")
                    assert before is not None
                    self.hold(before.data["reason"] in (LeftReason.LOST, LeftReason.IDLE), "told otherwise")


class NobodyWaitsForEver(Promise):
    """An agent who is gone holds nobody once the grace is over."""

    name = "No dead end"

    def settled(self) -> None:
        here = set(self.world.stored.presence.connections.values())
        for row in self.world.stored.tables.conversations.values():
            if row.agent is not None and row.agent.id in here:
                self.hold(row.agent_gone_at is None, f"{row.agent.name} is here and counts as gone")


class RoomForEverybody(Promise):
    """Nobody is given to an agent who is away or has no room; nobody holds more than they can."""

    name = "No dead end"
    BY_THEMSELVES: ClassVar = {"take", "accept", "take_over"}

    def committed(self, call: Call | None, written: list[Written]) -> None:
        presence = self.world.stored.presence
        for one in written:
            if one.after.agent is None or not any(e.kind is Kind.AGENT_JOINED for e in one.events):
                continue
            agent = one.after.agent.id
            capacity = presence.account(agent).capacity
            rows = self.world.stored.tables.conversations.values()
            load = sum(
                c.status is Status.WITH_AGENT and c.agent is not None and c.agent.id == agent for c in rows
            )
            supervised = call is not None and call.name == "take_over"
            if capacity is not None and not supervised:
                self.hold(load <= capacity, f"{one.after.agent.name} holds {load} and can hold {capacity}")
            if call is None or call.name not in self.BY_THEMSELVES:
                here = agent in presence.connections.values() and presence.statuses.get(agent, (True,))[0]
                self.hold(here, f"{one.after.agent.name} was given a customer and is away")


class FollowedUp(Promise):
    """What goes on later has an address, a team that owes the reply, and a time by which it is due."""

    name = "No dead end"

    def committed(self, _call: Any, written: list[Written]) -> None:
        for one in written:
            after = one.after
            if after.status is Status.FOLLOW_UP:
                self.hold(after.email and after.team, "a follow-up without an address or a team")
                owed = after.customer_waits_since is not None
                step = Step.FOLLOW_UP_DUE if owed else Step.FOLLOW_UP_IDLE
                self.hold(after.due_step == step, f"a follow-up with the next step {after.due_step}")
