"""Somebody stops working here: what they held goes on without them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handoff.core.agent import left
from handoff.core.conversation import Conversation, Status
from handoff.core.customer import queue
from handoff.core.events import SYSTEM, Draft, HandoffReason, LeftReason, QueuedReason
from handoff.core.follow_up import hand_back
from handoff.core.teams import Need, Team, choose, named


def given_back(at: Conversation, teams: Sequence[Team]) -> list[Draft]:
    """To the front of the team's queue, or of another's where this one has nobody left; a follow-up back to
    the team. The customer lost nothing by our doing."""
    if at.agent is None:
        return []
    team = at.team if at.team is not None and named(teams, at.team).members else None
    team = team or choose(teams, Need(at.reason or HandoffReason.ASKED.value, at.topic, at.locale))
    if at.status is Status.FOLLOW_UP:
        return [hand_back(SYSTEM, team)]
    if at.status is not Status.WITH_AGENT:
        return []
    gone = replace(left(at.agent, LeftReason.RELEASED), by=SYSTEM)
    return [gone, *queue(team, QueuedReason.RELEASED)]
