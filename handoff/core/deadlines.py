"""Every open conversation has a deadline with a named next step. One mechanism, one row, no timers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from handoff.core.agent import left, team_of
from handoff.core.bot import UNAVAILABLE, reply
from handoff.core.conversation import Conversation, Status, changed
from handoff.core.customer import Where, queue
from handoff.core.events import SYSTEM, Draft, Kind, LeftReason, QueuedReason, Speaker
from handoff.core.teams import Team
from handoff.core.transfer import lapsed


class Step(StrEnum):
    """What happens when a deadline passes."""

    BOT_LATE = "bot_late"  # the bot owes a reply: a person instead
    BOT_IDLE = "bot_idle"  # the customer of the bot left long ago: close
    STILL_WAITING = "still_waiting"  # nobody took it yet: ring again
    LONG_WAIT = "long_wait"  # longer than the team wants: offer a follow-up
    OVERFLOW = "overflow"  # another team helps out
    AGENT_LOST = "agent_lost"  # the agent's connection is gone: front of the queue
    AGENT_NUDGE = "agent_nudge"  # the customer waits for the agent's words: remind them
    AGENT_IDLE = "agent_idle"  # still no words: front of the queue
    OFFER_LAPSED = "offer_lapsed"  # nobody accepted the transfer: the first agent keeps the customer
    CUSTOMER_IDLE = "customer_idle"  # the agent spoke last, long ago: close
    FOLLOW_UP_DUE = "follow_up_due"  # we owe a reply by now: ring, and again
    FOLLOW_UP_IDLE = "follow_up_idle"  # answered, and nothing came back for long: close


@dataclass(frozen=True, slots=True)
class Limits:
    """How long each step may take, in ms."""

    bot_reply: int = 6_000
    agent_grace: int = 20_000
    agent_nudge: int = 3 * 60_000
    agent_idle: int = 15 * 60_000
    offer: int = 60_000
    still_waiting: int = 5 * 60_000
    idle: int = 24 * 3_600_000
    follow_up_reply: int = 24 * 3_600_000
    follow_up_reminder: int = 3_600_000
    follow_up_idle: int = 7 * 24 * 3_600_000


ANY_TEAM = Team("")
"""Limits of a team that set none."""

Due = tuple[int, Step]


def scheduled(conversation: Conversation, limits: Limits, team: Team = ANY_TEAM) -> Conversation:
    """The conversation with the earliest deadline its state implies; resolved ones have none."""
    at, step = min(_deadlines(conversation, limits, team), default=(None, None))
    return changed(conversation, due_at=at, due_step=step.value if step else None)


def _deadlines(conversation: Conversation, limits: Limits, team: Team) -> list[Due]:
    match conversation.status:
        case Status.WITH_BOT if conversation.turn is not None:
            return [(conversation.turn.since + limits.bot_reply, Step.BOT_LATE)]
        case Status.WITH_BOT:
            return [(conversation.active_at + limits.idle, Step.BOT_IDLE)]
        case Status.QUEUED:
            return _waiting(conversation, limits, team)
        case Status.WITH_AGENT:
            return _with_agent(conversation, limits)
        case Status.FOLLOW_UP:
            return [_follow_up(conversation, limits)]
        case _:
            return []


def _waiting(conversation: Conversation, limits: Limits, team: Team) -> list[Due]:
    queued = conversation.queued_at or conversation.waiting_since or conversation.active_at
    # Asked later than queued: the clock was set back since.
    asked = min(conversation.waiting_since or queued, queued)
    rung = conversation.reminded_at or asked
    due = [(rung + limits.still_waiting, Step.STILL_WAITING)]
    if conversation.offered_at is None:
        due.append((asked + team.wait_limit_ms, Step.LONG_WAIT))
    if overflows(conversation, team):
        due.append((queued + team.overflow_ms, Step.OVERFLOW))
    return due


def overflows(conversation: Conversation, team: Team) -> bool:
    """Once to each team, so that nobody is sent round in circles."""
    to = team.overflow_to
    return to is not None and to != team.name and to not in conversation.overflowed


def _with_agent(conversation: Conversation, limits: Limits) -> list[Due]:
    due = []
    if conversation.agent_gone_at is not None:
        due.append((conversation.agent_gone_at + limits.agent_grace, Step.AGENT_LOST))
    if conversation.offer is not None:
        due.append((conversation.offer.at + limits.offer, Step.OFFER_LAPSED))
    if conversation.customer_waits_since is None:
        due.append((conversation.active_at + limits.idle, Step.CUSTOMER_IDLE))
        return due
    due.append((conversation.customer_waits_since + limits.agent_idle, Step.AGENT_IDLE))
    there = conversation.agent_gone_at is None
    if there and conversation.nudged_at is None and limits.agent_nudge < limits.agent_idle:
        due.append((conversation.customer_waits_since + limits.agent_nudge, Step.AGENT_NUDGE))
    return due


def _follow_up(conversation: Conversation, limits: Limits) -> Due:
    if conversation.customer_waits_since is None:
        return conversation.active_at + limits.follow_up_idle, Step.FOLLOW_UP_IDLE
    if conversation.reminded_at is not None:
        return conversation.reminded_at + limits.follow_up_reminder, Step.FOLLOW_UP_DUE
    promised = conversation.follow_up_due or conversation.customer_waits_since + limits.follow_up_reply
    return promised, Step.FOLLOW_UP_DUE


def passed(
    conversation: Conversation, now: int, customer: Speaker, where: Where, team: Team = ANY_TEAM
) -> tuple[Conversation, list[Draft]]:
    """What follows from a deadline that has passed. Not due after all (the row may hold an earlier time
    than its state implies): nothing."""
    if conversation.due_at is None or conversation.due_step is None or conversation.due_at > now:
        return conversation, []
    step = Step(conversation.due_step)
    if step in _MARKS:
        return changed(conversation, **{_MARKS[step]: now}), []
    return conversation, _follows(step, conversation, customer, where, team)


_MARKS = {
    Step.STILL_WAITING: "reminded_at",
    Step.FOLLOW_UP_DUE: "reminded_at",
    Step.LONG_WAIT: "offered_at",
    Step.AGENT_NUDGE: "nudged_at",
}
"""Steps that tell somebody something and change nothing: only the row remembers them."""


def _follows(
    step: Step, conversation: Conversation, customer: Speaker, where: Where, team: Team
) -> list[Draft]:
    match step:
        case Step.BOT_LATE:
            return reply(conversation, customer, UNAVAILABLE, where)
        case Step.OVERFLOW:
            over = team.overflow_to if overflows(conversation, team) else None
            return queue(over, QueuedReason.OVERFLOW) if over else []
        case Step.AGENT_LOST:
            return _back_to_queue(conversation, LeftReason.LOST)
        case Step.AGENT_IDLE:
            return _back_to_queue(conversation, LeftReason.IDLE)
        case Step.OFFER_LAPSED:
            return lapsed(conversation)
        case _:
            return [Draft(Kind.RESOLVED, SYSTEM, {"reason": "idle"})]


def _back_to_queue(conversation: Conversation, reason: LeftReason) -> list[Draft]:
    assert conversation.agent is not None, "only a conversation with an agent can lose one"
    gone = replace(left(conversation.agent, reason), by=SYSTEM)
    return [gone, *queue(team_of(conversation), QueuedReason.AGENT_LOST)]


def granted(conversation: Conversation, now: int) -> Conversation:
    """A fresh grace for what fell due while the service was down: our absence counts against nobody, neither
    the bot, nor an agent who could not write, nor a customer who could not answer."""
    fresh = changed(conversation, active_at=now)
    rung = fresh.reminded_at or fresh.waiting_since
    if rung is not None and rung > now:  # by a clock that was set back since
        fresh = changed(fresh, reminded_at=now)
    if fresh.turn is not None:
        fresh = changed(fresh, turn=replace(fresh.turn, since=now))
    if fresh.agent_gone_at is not None:
        fresh = changed(fresh, agent_gone_at=now)
    if fresh.offer is not None:
        fresh = changed(fresh, offer=replace(fresh.offer, at=now))
    if fresh.status is Status.WITH_AGENT and fresh.customer_waits_since is not None:
        fresh = changed(fresh, customer_waits_since=now, nudged_at=None)
    return fresh
