"""What supervisors may do with anybody's conversation."""

from __future__ import annotations

from dataclasses import replace

from handoff.core import follow_up
from handoff.core.agent import left
from handoff.core.conversation import Conversation, Holder, Status, speaker_of
from handoff.core.customer import Destination, handoff, joined, queue
from handoff.core.errors import Closed, NotNow
from handoff.core.events import Draft, HandoffReason, Kind, LeftReason, QueuedReason, Speaker
from handoff.core.people import Colleague, State


def take_over(conversation: Conversation, by: Holder, team: str) -> list[Draft]:
    """From the bot, the queue or an agent, in one step: nobody is without a speaker in between."""
    return _give(conversation, by, speaker_of(by), team)


def assign_to_agent(
    conversation: Conversation, by: Holder, to: Colleague, team: str, now: int
) -> list[Draft]:
    """To somebody who is there and has room: who is not would be a dead end."""
    if conversation.status is not Status.FOLLOW_UP and to.state(now) is State.AWAY:
        raise NotNow(f"{to.holder.name} is away. Choose somebody who is there.")
    if not to.has_room:
        raise NotNow(f"{to.holder.name} has as many customers as they can hold.")
    return _give(conversation, to.holder, speaker_of(by), team)


def assign_to_team(conversation: Conversation, by: Holder, team: str) -> list[Draft]:
    """Into another team's queue, to the front: moving is our doing, not the customer's."""
    if conversation.status is Status.RESOLVED:
        raise Closed("This conversation is resolved.")
    if conversation.status is Status.FOLLOW_UP:
        raise NotNow("A follow-up goes to a person: name an agent.")
    if conversation.status is Status.QUEUED and conversation.team == team:
        return []
    if conversation.status is Status.WITH_BOT:
        return handoff(speaker_of(by), HandoffReason.AGENT, lambda _reason: Destination(team))
    leaving = _leaving(conversation, speaker_of(by))
    return [*leaving, *queue(team, QueuedReason.TRANSFERRED)]


def whisper(by: Holder, text: str, client_id: str) -> list[Draft]:
    """A mentor's words that only agents see."""
    return [Draft(Kind.WHISPERED, speaker_of(by), {"text": text}, client_id)]


def _give(conversation: Conversation, to: Holder, by: Speaker, team: str) -> list[Draft]:
    if conversation.status is Status.RESOLVED:
        raise Closed("This conversation is resolved.")
    if conversation.agent is not None and conversation.agent.id == to.id:
        return []
    if conversation.status is Status.FOLLOW_UP:
        taken = follow_up.take(replace(conversation, agent=None), to)
        return [replace(draft, by=by) for draft in taken]
    if conversation.status is Status.WITH_BOT:
        return handoff(by, HandoffReason.AGENT, lambda _reason: Destination(team, to))
    return [*_leaving(conversation, by), joined(to, team)]


def _leaving(conversation: Conversation, by: Speaker) -> list[Draft]:
    if conversation.agent is None:
        return []
    return [replace(left(conversation.agent, LeftReason.TAKEN_OVER), by=by)]
