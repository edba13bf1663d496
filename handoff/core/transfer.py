"""From one agent to the next: the first stays until the second has said yes, so nobody is dropped."""

from __future__ import annotations

from handoff.core import follow_up
from handoff.core.agent import left, owned
from handoff.core.conversation import Conversation, Holder, Offer, Status, speaker_of
from handoff.core.customer import joined
from handoff.core.errors import BadRequest, Forbidden, NotNow
from handoff.core.events import SYSTEM, DeclinedReason, Draft, Kind, LeftReason, Speaker
from handoff.core.people import Colleague, State


def offer_to_agent(
    conversation: Conversation, agent: Holder, to: Colleague, note: str | None, now: int
) -> list[Draft]:
    """Refused where it would be a dead end: to oneself, to somebody who is away or has no room."""
    owned(conversation, agent)
    if to.holder.id == agent.id:
        raise BadRequest("to_agent: you hold this conversation already.", field="to_agent")
    if conversation.status is Status.FOLLOW_UP:
        return follow_up.hand_on(agent, to.holder, note)
    state = to.state(now)
    if state is State.AWAY:
        raise NotNow(f"{to.holder.name} is away. Choose somebody else, or a team.")
    if state is State.BUSY:
        raise NotNow(f"{to.holder.name} has as many customers as they can hold.")
    if conversation.offer is not None and conversation.offer.to_agent == to.holder:
        return []
    return [*_withdrawn(conversation), _offered(agent, {"to_agent": to.holder.wire(), "to_team": None}, note)]


def offer_to_team(
    conversation: Conversation, agent: Holder, team: str, anybody: bool, note: str | None
) -> list[Draft]:
    """Whoever of the team accepts first; ``anybody`` other than the holder must be there to do so."""
    owned(conversation, agent)
    if conversation.status is Status.FOLLOW_UP:
        noted = [Draft(Kind.NOTE_ADDED, speaker_of(agent), {"text": note})] if note else []
        return [*noted, follow_up.hand_back(speaker_of(agent), team)]
    if not anybody:
        raise NotNow(f"Nobody of {team} is available now. Choose another team, or keep the customer.")
    if conversation.offer is not None and conversation.offer.to_team == team:
        return []
    return [*_withdrawn(conversation), _offered(agent, {"to_agent": None, "to_team": team}, note)]


def accept(conversation: Conversation, agent: Colleague) -> list[Draft]:
    """Both in one: the first lets go, the second is there."""
    if conversation.agent is not None and conversation.agent.id == agent.holder.id:
        return []
    offer = offered_to(conversation, agent)
    if not agent.has_room:
        raise NotNow("You hold as many customers as you can. Resolve or release one first.")
    team = offer.to_team or (conversation.team if agent.sees(conversation.team) else None)
    return [
        left(offer.by, LeftReason.TRANSFERRED),
        joined(agent.holder, team or (agent.teams or (conversation.team or "",))[0]),
    ]


def decline(conversation: Conversation, agent: Colleague) -> list[Draft]:
    """By whom it was offered to; the one who offered may withdraw it. Of a team, nobody declines for all."""
    offer = conversation.offer
    if offer is not None and offer.by.id == agent.holder.id:
        return [declined(speaker_of(agent.holder), offer, DeclinedReason.WITHDRAWN)]
    offer = offered_to(conversation, agent)
    if offer.to_team is not None:
        raise NotNow(f"This is offered to all of {offer.to_team}. Leave it to the others.")
    return [declined(speaker_of(agent.holder), offer, DeclinedReason.DECLINED)]


def lapsed(conversation: Conversation) -> list[Draft]:
    """Nobody answered in time: the first agent hears it and keeps the customer."""
    assert conversation.offer is not None, "only an offer lapses"
    return [declined(SYSTEM, conversation.offer, DeclinedReason.UNANSWERED)]


def offered_to(conversation: Conversation, agent: Colleague) -> Offer:
    offer = conversation.offer
    if offer is None:
        raise NotNow("This conversation is not offered to anybody any more.")
    if not is_for(offer, agent):
        raise Forbidden("This conversation is offered to somebody else.")
    return offer


def is_for(offer: Offer, agent: Colleague) -> bool:
    if offer.to_agent is not None:
        return offer.to_agent.id == agent.holder.id
    return offer.by.id != agent.holder.id and agent.sees(offer.to_team)


def declined(by: Speaker, offer: Offer, reason: DeclinedReason) -> Draft:
    to = offer.to_agent.wire() if offer.to_agent else None
    return Draft(
        Kind.TRANSFER_DECLINED, by, {"to_agent": to, "to_team": offer.to_team, "reason": reason.value}
    )


def _offered(agent: Holder, to: dict[str, object], note: str | None) -> Draft:
    return Draft(Kind.TRANSFER_OFFERED, speaker_of(agent), to | ({"note": note} if note else {}))


def _withdrawn(conversation: Conversation) -> list[Draft]:
    """A newer offer takes the place of an open one."""
    if conversation.offer is None or conversation.agent is None:
        return []
    return [declined(speaker_of(conversation.agent), conversation.offer, DeclinedReason.WITHDRAWN)]
