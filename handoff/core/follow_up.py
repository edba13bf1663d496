"""Going on later: a follow-up has an owner (a team, then an agent) and a time by which we reply."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from handoff.core.conversation import PREVIEW, Conversation, Holder, Status, speaker_of
from handoff.core.customer import Destination, reopen
from handoff.core.errors import Forbidden, NotNow, Taken
from handoff.core.events import SYSTEM, Draft, Kind, Speaker, iso


class Because(StrEnum):
    """Why a follow-up is offered to somebody who waits."""

    CLOSED = "closed"  # outside business hours
    NOBODY = "nobody"  # inside them, but nobody is there
    LONG_WAIT = "long_wait"  # longer than the team wants anybody to wait


@dataclass(frozen=True, slots=True)
class Form:
    """What the customer leaves. ``slot``: when they want to be called back, in ms."""

    email: str
    text: str
    phone: str | None = None
    slot: int | None = None


def leave(conversation: Conversation, by: Speaker, form: Form, team: str, due: int) -> list[Draft]:
    """In any state but one in which a person is there to be asked. The same form again changes nothing."""
    if conversation.status is Status.WITH_AGENT:
        name = conversation.agent.name if conversation.agent else "Somebody"
        raise NotNow(f"{name} is with you now. Your words are still here: send them as a message.")
    left = _left(by, form, team, due)
    if conversation.status is Status.RESOLVED:
        return [Draft(Kind.REOPENED, by, {"reason": "customer"}), left]
    if _is_the_same(conversation, form):
        return []
    return [left]


def mailed(
    conversation: Conversation, by: Speaker, text: str, client_id: str, team: str, due: int
) -> list[Draft]:
    """A reply by mail: whoever writes from elsewhere is not at the page, so no bot and no queue answers."""
    said = Draft(Kind.CUSTOMER_SAID, by, {"text": text, "channel": "mail"}, client_id)
    later = _left(by, Form(conversation.email or "", "", conversation.phone), team, due)
    if conversation.status is Status.RESOLVED:
        return [said, Draft(Kind.REOPENED, by, {"reason": "customer"}), later]
    if conversation.status is Status.WITH_BOT:
        return [said, later]
    return [said]


def taken_up(conversation: Conversation, to: Destination) -> list[Draft]:
    """Somebody is there for the customer who wrote while nobody was."""
    if not (conversation.knocking and to.staffed):
        return []
    return reopen(SYSTEM, to, "staffed")


def take(conversation: Conversation, agent: Holder) -> list[Draft]:
    """The claim of a follow-up. It wins once."""
    if conversation.agent is None:
        return [Draft(Kind.FOLLOW_UP_TAKEN, speaker_of(agent), {"agent": agent.wire()})]
    if conversation.agent.id == agent.id:
        return []
    raise Taken(f"{conversation.agent.name} was faster.", by=conversation.agent.wire())


def hand_back(agent: Speaker, team: str | None = None) -> Draft:
    """The team owns it again, or another one does."""
    return Draft(Kind.FOLLOW_UP_TAKEN, agent, {"agent": None} | ({"team": team} if team else {}))


def hand_on(agent: Holder, to: Holder, note: str | None) -> list[Draft]:
    """To a colleague. Nobody is at the page, so nobody needs to accept first."""
    by = speaker_of(agent)
    noted = [Draft(Kind.NOTE_ADDED, by, {"text": note})] if note else []
    return [*noted, Draft(Kind.FOLLOW_UP_TAKEN, by, {"agent": to.wire()})]


def owned(conversation: Conversation, agent: Holder) -> None:
    if conversation.agent is None:
        raise NotNow("Take the follow-up first.")
    if conversation.agent.id != agent.id:
        raise Forbidden(f"{conversation.agent.name} holds this follow-up.", by=conversation.agent.wire())


def plan(
    conversation: Conversation, agent: Holder, form: Form, team: str, due: int, *, keep: bool
) -> list[Draft]:
    """An agent puts off what they hold, or a follow-up they own or nobody does, until ``due``, or takes up
    what was closed. ``keep``: it is theirs, else the team's. The form's words are a note for colleagues."""
    if conversation.status in (Status.WITH_BOT, Status.QUEUED):
        raise NotNow("Take the conversation first.")
    if conversation.status is not Status.RESOLVED and conversation.agent is not None:
        _theirs(conversation, agent)
    by = speaker_of(agent)
    again = [Draft(Kind.REOPENED, by, {"reason": "agent"})] if conversation.status is Status.RESOLVED else []
    noted = [Draft(Kind.NOTE_ADDED, by, {"text": form.text})] if form.text else []
    left = _left(by, replace(form, text=""), team, due)
    promised = (conversation.status, conversation.email, conversation.follow_up_due)
    planned = [] if promised == (Status.FOLLOW_UP, form.email, due) else [left]
    holds = conversation.agent is not None
    if keep and (not holds or again):
        return [*again, *noted, *planned, Draft(Kind.FOLLOW_UP_TAKEN, by, {"agent": agent.wire()})]
    return [*again, *noted, *planned, *([hand_back(by)] if holds and not keep else [])]


def _theirs(conversation: Conversation, agent: Holder) -> None:
    holder = conversation.agent
    if holder is not None and holder.id != agent.id:
        raise Forbidden(f"{holder.name} holds this conversation.", by=holder.wire())


def _left(by: Speaker, form: Form, team: str, due: int) -> Draft:
    data: dict[str, Any] = {"email": form.email, "text": form.text, "due": iso(due), "team": team}
    if form.phone:
        data["phone"] = form.phone
    if form.slot is not None:
        data["slot"] = iso(form.slot)
    return Draft(Kind.FOLLOW_UP_LEFT, by, data)


def _is_the_same(conversation: Conversation, form: Form) -> bool:
    return (
        conversation.status is Status.FOLLOW_UP
        and conversation.email == form.email
        and conversation.phone == form.phone
        and conversation.last is not None
        and conversation.last.text == form.text[:PREVIEW]
        and form.slot in (None, conversation.follow_up_due)
    )
