"""What brings a conversation that drifted back to somebody who owns it. At most to the front of a queue."""

from __future__ import annotations

from dataclasses import replace

from handoff.core.agent import left
from handoff.core.checkup import Check, House, owned
from handoff.core.conversation import Conversation, Status
from handoff.core.customer import queue
from handoff.core.events import SYSTEM, Draft, HandoffReason, LeftReason, QueuedReason
from handoff.core.follow_up import hand_back
from handoff.core.teams import Need, choose
from handoff.core.transfer import lapsed

OWNERSHIP = {Check.OWNER, Check.AGENT, Check.TEAM}


def ownership(at: Conversation, house: House) -> list[Draft]:
    """Whoever is held by nobody who can serve them, or waits where nobody comes, goes to the front of the
    queue of a team that is there; a follow-up goes to that team. Where no team has anybody, nothing would be
    better than what is."""
    wrong = {finding.check for finding in owned(at, house, mendable=True)}
    if Check.OFFER in wrong:
        return lapsed(at)
    if not wrong & OWNERSHIP or house.empty:
        return []
    team = _team(at, house)
    if at.status is Status.WITH_AGENT:
        gone = [replace(left(at.agent, LeftReason.LOST), by=SYSTEM)] if at.agent is not None else []
        return [*gone, *queue(team, QueuedReason.AGENT_LOST)]
    if at.status is Status.QUEUED:
        return queue(team, QueuedReason.RELEASED)
    if at.status is Status.FOLLOW_UP:
        return [hand_back(SYSTEM, team)]
    return []


def _team(at: Conversation, house: House) -> str:
    if at.team is not None and not house.dead(at.team):
        return at.team
    return choose(house.teams, Need(at.reason or HandoffReason.ASKED.value, at.topic, at.locale))
