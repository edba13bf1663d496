"""Every open conversation has a deadline with a named next step. One mechanism, one row, no timers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from handoff.core.agent import left, team_of
from handoff.core.bot import UNAVAILABLE, reply
from handoff.core.conversation import Conversation, Status, changed
from handoff.core.customer import queue
from handoff.core.events import SYSTEM, Draft, Kind, LeftReason, QueuedReason, Speaker


class Step(StrEnum):
    """What happens when a deadline passes."""

    BOT_LATE = "bot_late"  # the bot owes a reply: a person instead
    BOT_IDLE = "bot_idle"  # the customer of the bot left long ago: close
    STILL_WAITING = "still_waiting"  # nobody took it yet: ring again
    AGENT_LOST = "agent_lost"  # the agent's connection is gone: front of the queue
    AGENT_IDLE = "agent_idle"  # the customer waits for the agent's words: front of the queue
    CUSTOMER_IDLE = "customer_idle"  # the agent spoke last, long ago: close


@dataclass(frozen=True, slots=True)
class Limits:
    """How long each step may take, in ms."""

    bot_reply: int = 6_000
    agent_grace: int = 20_000
    agent_idle: int = 15 * 60_000
    still_waiting: int = 5 * 60_000
    idle: int = 24 * 3_600_000


def scheduled(conversation: Conversation, limits: Limits) -> Conversation:
    """The conversation with the earliest deadline its state implies; resolved ones have none."""
    at, step = min(_deadlines(conversation, limits), default=(None, None))
    return changed(conversation, due_at=at, due_step=step.value if step else None)


def _deadlines(conversation: Conversation, limits: Limits) -> list[tuple[int, Step]]:
    match conversation.status:
        case Status.WITH_BOT if conversation.turn is not None:
            return [(conversation.turn.since + limits.bot_reply, Step.BOT_LATE)]
        case Status.WITH_BOT:
            return [(conversation.active_at + limits.idle, Step.BOT_IDLE)]
        case Status.QUEUED:
            rung = conversation.reminded_at or conversation.waiting_since or conversation.active_at
            return [(rung + limits.still_waiting, Step.STILL_WAITING)]
        case Status.WITH_AGENT:
            return _agents_deadlines(conversation, limits)
        case _:
            return []


def _agents_deadlines(conversation: Conversation, limits: Limits) -> list[tuple[int, Step]]:
    due = []
    if conversation.agent_gone_at is not None:
        due.append((conversation.agent_gone_at + limits.agent_grace, Step.AGENT_LOST))
    if conversation.customer_waits_since is not None:
        due.append((conversation.customer_waits_since + limits.agent_idle, Step.AGENT_IDLE))
    else:
        due.append((conversation.active_at + limits.idle, Step.CUSTOMER_IDLE))
    return due


def passed(
    conversation: Conversation, now: int, customer: Speaker, team: str
) -> tuple[Conversation, list[Draft]]:
    """What follows from a deadline that has passed. Not due after all (the row may hold an earlier time
    than its state implies): nothing."""
    if conversation.due_at is None or conversation.due_step is None or conversation.due_at > now:
        return conversation, []
    match Step(conversation.due_step):
        case Step.BOT_LATE:
            return conversation, reply(conversation, customer, UNAVAILABLE, team)
        case Step.STILL_WAITING:
            return changed(conversation, reminded_at=now), []
        case Step.AGENT_LOST:
            return conversation, _back_to_queue(conversation, LeftReason.LOST)
        case Step.AGENT_IDLE:
            return conversation, _back_to_queue(conversation, LeftReason.IDLE)
        case Step.BOT_IDLE | Step.CUSTOMER_IDLE:
            return conversation, [Draft(Kind.RESOLVED, SYSTEM, {"reason": "idle"})]


def _back_to_queue(conversation: Conversation, reason: LeftReason) -> list[Draft]:
    assert conversation.agent is not None, "only a conversation with an agent can lose one"
    gone = replace(left(conversation.agent, reason), by=SYSTEM)
    return [gone, *queue(team_of(conversation), QueuedReason.AGENT_LOST)]


def granted(conversation: Conversation, now: int) -> Conversation:
    """A fresh grace for what fell due while the service was down: our absence counts against nobody, neither
    the bot, nor an agent who could not write, nor a customer who could not answer."""
    fresh = changed(conversation, active_at=now)
    if fresh.turn is not None:
        fresh = changed(fresh, turn=replace(fresh.turn, since=now))
    if fresh.agent_gone_at is not None:
        fresh = changed(fresh, agent_gone_at=now)
    if fresh.status is Status.WITH_AGENT and fresh.customer_waits_since is not None:
        fresh = changed(fresh, customer_waits_since=now)
    return fresh
