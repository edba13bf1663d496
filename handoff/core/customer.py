"""What a customer may do in each state, and what follows. The table is in docs/protocol.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handoff.core.conversation import Conversation, Holder, Status, speaker_of
from handoff.core.errors import Conflict, NotFound, NotNow
from handoff.core.events import SYSTEM, Draft, HandoffReason, Kind, QueuedReason, Speaker

REOPENS_FOR_MS = 7 * 24 * 3600 * 1000
"""A resolved conversation is taken up again for a week; later words begin a new one."""


def starts_anew(conversation: Conversation, now: int) -> bool:
    """Whether the customer's next words belong to a new conversation."""
    return (
        conversation.status is Status.RESOLVED
        and conversation.resolved_at is not None
        and now - conversation.resolved_at > REOPENS_FOR_MS
    )


def start(disclosure: str, locale: str | None, page: dict[str, str] | None) -> list[Draft]:
    """The first event of every conversation says in which words the bot said it is one."""
    return [
        Draft(Kind.CONVERSATION_STARTED, SYSTEM, {"page": page, "locale": locale, "disclosure": disclosure})
    ]


def say(
    conversation: Conversation, by: Speaker, text: str, client_id: str, team: str, free: Holder | None
) -> list[Draft]:
    """``free`` is the last agent if available: a conversation taken up again goes straight back to them."""
    said = Draft(Kind.CUSTOMER_SAID, by, {"text": text}, client_id)
    if conversation.status is Status.RESOLVED:
        return [said, *reopen(by, team, free)]
    return [said]


def person(conversation: Conversation, by: Speaker, team: str, free: Holder | None) -> list[Draft]:
    """A person, at any time, in any state. Asking twice changes nothing."""
    if conversation.status is Status.WITH_BOT:
        return handoff(by, HandoffReason.ASKED, team)
    if conversation.status is Status.RESOLVED:
        return reopen(by, team, free)
    return []


def back_to_bot(conversation: Conversation, by: Speaker) -> list[Draft]:
    """Give up the place in the queue."""
    if conversation.status is Status.WITH_AGENT:
        name = conversation.agent.name if conversation.agent else "Somebody"
        raise NotNow(f"{name} is with you. The assistant can come back when this is resolved.")
    if conversation.status is Status.QUEUED:
        return [Draft(Kind.RETURNED_TO_BOT, by)]
    return []


def restart(conversation: Conversation, by: Speaker) -> list[Draft]:
    """End this one so that a new one can begin; nobody who waits or is being helped is cut off."""
    if conversation.status is Status.QUEUED:
        raise NotNow("You are waiting for a person. Go back to the assistant first.")
    if conversation.status is Status.WITH_AGENT:
        raise NotNow("A person is with you. Starting again is possible when this is resolved.")
    if conversation.status is Status.RESOLVED:
        return []
    return [Draft(Kind.RESOLVED, by, {"reason": "restarted"})]


def feedback(
    conversation: Conversation, by: Speaker, answer: int, helpful: bool, team: str
) -> tuple[list[Draft], bool]:
    """The first verdict on an answer counts; later ones get the first one back."""
    judged = conversation.answer(answer)
    if judged is None:
        raise NotFound("There is no answer with that number in this conversation.")
    if judged.helpful is not None:
        return [], judged.helpful
    drafts = [Draft(Kind.FEEDBACK_GIVEN, by, {"answer": answer, "helpful": helpful})]
    if conversation.status is Status.WITH_BOT and not helpful:
        drafts += handoff(by, HandoffReason.UNSATISFIED, team)
    return drafts, helpful


def rate(conversation: Conversation, by: Speaker, rating: dict[str, Any]) -> list[Draft]:
    """The customer's verdict at the end: once for each time it is resolved."""
    if conversation.status is not Status.RESOLVED:
        raise NotNow("A conversation can be rated once it is resolved.")
    if conversation.score is not None:
        if conversation.score == rating["score"]:
            return []
        raise Conflict("This conversation has been rated already. Thank you.")
    return [Draft(Kind.RATED, by, rating)]


def handoff(by: Speaker, reason: str, team: str, known: Mapping[str, Any] | None = None) -> list[Draft]:
    """The crossing: asked for and queued, in one breath. ``known`` is what the bot noticed, for the agent."""
    asked = {"reason": str(reason), **(known or {})}
    return [Draft(Kind.HANDOFF_REQUESTED, by, asked), *queue(team, QueuedReason.HANDOFF)]


def queue(team: str, reason: QueuedReason) -> list[Draft]:
    return [Draft(Kind.QUEUED, SYSTEM, {"team": team, "reason": reason.value})]


def reopen(by: Speaker, team: str, free: Holder | None) -> list[Draft]:
    """Back to a person, never to a second try of the bot at the same problem."""
    opened = Draft(Kind.REOPENED, by, {"reason": "customer"})
    if free is None:
        return [opened, *queue(team, QueuedReason.HANDOFF)]
    return [opened, joined(free, team)]


def joined(agent: Holder, team: str) -> Draft:
    return Draft(Kind.AGENT_JOINED, speaker_of(agent), {"agent": agent.wire(), "team": team})
