"""What an agent may do with a conversation in each state, and what follows."""

from __future__ import annotations

from handoff.core import follow_up
from handoff.core.conversation import Conversation, Holder, Status, speaker_of
from handoff.core.customer import joined, queue
from handoff.core.errors import Closed, Conflict, Forbidden, NotNow, Taken
from handoff.core.events import Draft, Kind, LeftReason, QueuedReason


def take(conversation: Conversation, agent: Holder) -> list[Draft]:
    """The claim. It wins once: whoever is later learns who was faster."""
    if conversation.status is Status.QUEUED:
        return [joined(agent, team_of(conversation))]
    if conversation.status is Status.FOLLOW_UP:
        return follow_up.take(conversation, agent)
    if conversation.status is Status.WITH_AGENT and conversation.agent is not None:
        if conversation.agent.id == agent.id:
            return []
        raise Taken(f"{conversation.agent.name} was faster.", by=conversation.agent.wire())
    if conversation.status is Status.RESOLVED:
        raise Closed("This conversation is resolved.")
    raise NotNow("This conversation is not waiting for a person.")


def say(
    conversation: Conversation,
    agent: Holder,
    text: str,
    entry: str | None,
    client_id: str,
    *,
    anyway: bool = False,
) -> list[Draft]:
    """To somebody who left a follow-up, by mail. An entry they know already goes out only ``anyway``."""
    owned(conversation, agent)
    if entry is not None and not anyway:
        not_again(conversation, entry)
    channel = "mail" if conversation.status is Status.FOLLOW_UP else "chat"
    data = {"text": text, "channel": channel} | ({"entry": entry} if entry else {})
    return [Draft(Kind.AGENT_SAID, speaker_of(agent), data, client_id)]


def not_again(conversation: Conversation, entry: str) -> None:
    """Whoever has been shown an answer, and perhaps refused it, should not meet it again by accident."""
    shown = next((one for one in reversed(conversation.answers) if one.entry == entry), None)
    refused = entry in conversation.refused
    if not refused and shown is None:
        return
    title = f"“{shown.title}”" if shown else "this answer"
    what = "has refused" if refused else "has been shown"
    raise Conflict(
        f"The customer {what} {title} already. Send it anyway?", entry=entry, refused=refused, field="entry"
    )


def note(_conversation: Conversation, agent: Holder, text: str, client_id: str) -> list[Draft]:
    """Notes are for colleagues, so any of them may leave one in any state."""
    return [Draft(Kind.NOTE_ADDED, speaker_of(agent), {"text": text}, client_id)]


def release(conversation: Conversation, agent: Holder) -> list[Draft]:
    """Back to the front of the queue, with the original time: the customer lost nothing by our doing. Who has
    offered them to a team leaves them there."""
    owned(conversation, agent)
    if conversation.status is Status.FOLLOW_UP:
        return [follow_up.hand_back(speaker_of(agent))]
    if conversation.offer is not None and conversation.offer.to_team is not None:
        transferred = queue(conversation.offer.to_team, QueuedReason.TRANSFERRED)
        return [left(agent, LeftReason.TRANSFERRED), *transferred]
    return [left(agent, LeftReason.RELEASED), *queue(team_of(conversation), QueuedReason.RELEASED)]


def to_bot(conversation: Conversation, agent: Holder) -> list[Draft]:
    owned(conversation, agent)
    if conversation.status is Status.FOLLOW_UP:
        raise NotNow("The customer is not at the page; the assistant can't go on with a follow-up.")
    return [left(agent, LeftReason.RETURNED), Draft(Kind.RETURNED_TO_BOT, speaker_of(agent))]


def resolve(conversation: Conversation, agent: Holder, reason: str | None) -> list[Draft]:
    owned(conversation, agent)
    return [Draft(Kind.RESOLVED, speaker_of(agent), {"reason": reason or "solved"})]


def left(agent: Holder, reason: LeftReason) -> Draft:
    return Draft(Kind.AGENT_LEFT, speaker_of(agent), {"agent": agent.wire(), "reason": reason.value})


def team_of(conversation: Conversation) -> str:
    assert conversation.team is not None, "a conversation with an agent has a team"
    return conversation.team


def owned(conversation: Conversation, agent: Holder) -> None:
    """Only the owner speaks; everybody else hears why not."""
    if conversation.status is Status.RESOLVED:
        raise Closed("This conversation is resolved. It opens again when the customer writes.")
    if conversation.status is Status.FOLLOW_UP:
        follow_up.owned(conversation, agent)
        return
    if conversation.status is not Status.WITH_AGENT or conversation.agent is None:
        raise NotNow("Take the conversation first.")
    if conversation.agent.id != agent.id:
        raise Forbidden(f"{conversation.agent.name} holds this conversation.", by=conversation.agent.wire())
