"""Every open conversation has exactly one owner: bot, queue, agent or follow-up."""

from __future__ import annotations

from handoff.core.conversation import Conversation, Status


def owner_trouble(conversation: Conversation) -> str | None:
    """What is wrong with who owns it, as the end of a sentence; None: nothing."""
    status, agent = conversation.status, conversation.agent
    if status is Status.WITH_AGENT and agent is None:
        return "it is with an agent, and there is none"
    if status in (Status.WITH_BOT, Status.QUEUED, Status.RESOLVED) and agent is not None:
        return f"it is {status.value}, and an agent holds it"
    if status in (Status.QUEUED, Status.WITH_AGENT, Status.FOLLOW_UP) and conversation.team is None:
        return f"it is {status.value} and belongs to no team"
    if status is Status.QUEUED and conversation.waiting_since is None:
        return "it waits, and nobody knows since when"
    return None
