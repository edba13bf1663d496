"""Whether somebody who waits should be offered another way: nobody is there, or it takes too long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handoff.core import hours
from handoff.core.events import iso
from handoff.core.follow_up import Because
from handoff.core.people import Colleague, State
from handoff.core.teams import Team, is_open, opens_at, reply_due

SLOTS = 6
SLOT_MIN = 60
"""Times to be called back that are proposed, an hour apart: enough to choose from, few enough to read."""


@dataclass(frozen=True, slots=True)
class Absence:
    """Why nobody of a team is there now (None: somebody is), and when it opens (ms), if that is why."""

    team: Team
    because: Because | None = None
    opens_at: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """Another way, offered beside waiting. Two that are equal read the same."""

    because: Because
    opens_at: int | None = None


def absence(team: Team, there: Sequence[Colleague], now: int) -> Absence:
    """``there``: the team's agents with a page open."""
    if not is_open(team, now):
        return Absence(team, Because.CLOSED, opens_at(team, now))
    if all(one.state(now) is State.AWAY for one in there):
        return Absence(team, Because.NOBODY)
    return Absence(team)


def offer(known: Absence, waiting_since: int, now: int) -> Offer | None:
    """For somebody who has waited since then."""
    if known.because is not None:
        return Offer(known.because, known.opens_at)
    if now - waiting_since >= known.team.wait_limit_ms:
        return Offer(Because.LONG_WAIT)
    return None


def wire(offered: Offer, team: Team, now: int) -> dict[str, Any]:
    """What a page needs to show the form: why, when we open, by when we reply, when we could call."""
    slots = hours.next_slots(team.hours, now, SLOTS, SLOT_MIN) if team.callbacks else []
    return {
        "because": offered.because.value,
        "opens_at": iso(offered.opens_at) if offered.opens_at is not None else None,
        "due": iso(reply_due(team, now)),
        "callbacks": team.callbacks,
        "slots": [iso(slot) for slot in slots],
    }
