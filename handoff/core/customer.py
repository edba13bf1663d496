"""What a customer may do in each state, and what follows. The table is in docs/protocol.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handoff.core.conversation import Conversation, Holder, Status, speaker_of
from handoff.core.errors import Conflict, NotFound, NotNow
from handoff.core.events import SYSTEM, Draft, HandoffReason, Kind, QueuedReason, Speaker

REOPENS_FOR_MS = 7 * 24 * 3600 * 1000
"""A resolved conversation is taken up again for a week; later words begin a new one."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a customer would go now. ``agent`` is who takes them at once: the one they know, or whose turn it
    is; None: they wait. ``staffed``: somebody of the team is there."""

    team: str
    agent: Holder | None = None
    urgent: bool = False
    staffed: bool = True


Where = Callable[[str], Destination]
"""From the reason of a handoff to where it goes."""


def starts_anew(conversation: Conversation, now: int) -> bool:
    """Whether the customer's next words belong to a new conversation. News in an old one are read first."""
    return (
        conversation.status is Status.RESOLVED
        and conversation.resolved_at is not None
        and now - max(conversation.resolved_at, conversation.told_at or 0) > REOPENS_FOR_MS
    )


def start(
    disclosure: str,
    locale: str | None,
    page: dict[str, str] | None,
    previous: Conversation | None = None,
    time_zone: str | None = None,
) -> list[Draft]:
    """The first event of every conversation says in which words the bot said it is one. Who helped before is
    for agents' eyes. ``number`` tells a page which of two it hears of is the newer one."""
    number = previous.number + 1 if previous is not None else 1
    told: dict[str, Any] = {"number": number, "page": page, "locale": locale, "disclosure": disclosure}
    if time_zone is not None:
        told["time_zone"] = time_zone
    if previous is not None:
        helper = previous.last_agent
        told["previous"] = {"conversation": previous.id, "agent": helper.wire() if helper else None}
    return [Draft(Kind.CONVERSATION_STARTED, SYSTEM, told)]


def say(conversation: Conversation, by: Speaker, text: str, client_id: str, where: Where) -> list[Draft]:
    """What is taken up again goes to a person; what goes on later, as soon as somebody is there."""
    said = Draft(Kind.CUSTOMER_SAID, by, {"text": text}, client_id)
    if conversation.status is Status.RESOLVED:
        return [said, *reopen(by, where(HandoffReason.ASKED))]
    if conversation.status is Status.FOLLOW_UP:
        to = where(HandoffReason.ASKED)
        return [said, *reopen(by, to)] if to.staffed else [said]
    return [said]


def person(conversation: Conversation, by: Speaker, where: Where) -> list[Draft]:
    """A person, at any time, in any state. Asking twice changes nothing."""
    if conversation.status is Status.WITH_BOT:
        return handoff(by, HandoffReason.ASKED, where)
    if conversation.status in (Status.RESOLVED, Status.FOLLOW_UP):
        return reopen(by, where(HandoffReason.ASKED))
    return []


def back_to_bot(conversation: Conversation, by: Speaker) -> list[Draft]:
    """Give up the place in the queue, or the follow-up."""
    if conversation.status is Status.WITH_AGENT:
        name = conversation.agent.name if conversation.agent else "Somebody"
        raise NotNow(f"{name} is with you. The assistant can come back when this is resolved.")
    if conversation.status in (Status.QUEUED, Status.FOLLOW_UP):
        return [Draft(Kind.RETURNED_TO_BOT, by)]
    return []


def restart(conversation: Conversation, by: Speaker) -> list[Draft]:
    """End this one so that a new one can begin; nobody who waits or is being helped is cut off."""
    if conversation.status is Status.QUEUED:
        raise NotNow("You are waiting for a person. Go back to the assistant first.")
    if conversation.status is Status.WITH_AGENT:
        raise NotNow("A person is with you. Starting again is possible when this is resolved.")
    if conversation.status is Status.FOLLOW_UP:
        raise NotNow("We owe you a reply by e-mail. Go back to the assistant first.")
    if conversation.status is Status.RESOLVED:
        return []
    return [Draft(Kind.RESOLVED, by, {"reason": "restarted"})]


def feedback(
    conversation: Conversation, by: Speaker, answer: int, helpful: bool, where: Where
) -> tuple[list[Draft], bool]:
    """The first verdict on an answer counts; later ones get the first one back."""
    judged = conversation.answer(answer)
    if judged is None:
        raise NotFound("There is no answer with that number in this conversation.")
    if judged.helpful is not None:
        return [], judged.helpful
    drafts = [Draft(Kind.FEEDBACK_GIVEN, by, {"answer": answer, "helpful": helpful})]
    if conversation.status is Status.WITH_BOT and not helpful:
        drafts += handoff(by, HandoffReason.UNSATISFIED, where)
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


def handoff(by: Speaker, reason: str, where: Where, known: Mapping[str, Any] | None = None) -> list[Draft]:
    """The crossing: asked for and queued, in one breath. ``known`` is what the bot noticed, for the agent."""
    to = where(str(reason))
    asked = {"reason": str(reason), **(known or {})}
    return [Draft(Kind.HANDOFF_REQUESTED, by, asked), *queue_or_join(to, QueuedReason.HANDOFF)]


def queue_or_join(to: Destination, reason: QueuedReason) -> list[Draft]:
    """Into the queue, and out of it at once if somebody takes them."""
    queued = queue(to.team, reason, urgent=to.urgent)
    return [*queued, joined(to.agent, to.team)] if to.agent else queued


def queue(team: str, reason: QueuedReason, *, urgent: bool = False) -> list[Draft]:
    data = {"team": team, "reason": reason.value} | ({"urgent": True} if urgent else {})
    return [Draft(Kind.QUEUED, SYSTEM, data)]


def reopen(by: Speaker, to: Destination, reason: str = "customer") -> list[Draft]:
    """Back to a person, never to a second try of the bot at the same problem."""
    opened = Draft(Kind.REOPENED, by, {"reason": reason})
    if to.agent is None:
        return [opened, *queue(to.team, QueuedReason.HANDOFF)]
    return [opened, joined(to.agent, to.team)]


def joined(agent: Holder, team: str) -> Draft:
    return Draft(Kind.AGENT_JOINED, speaker_of(agent), {"agent": agent.wire(), "team": team})
