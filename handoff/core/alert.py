"""When somebody outside must hear that customers wait and no colleague is there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from handoff.core.errors import BadRequest
from handoff.core.teams import MINUTE_MS, Team, is_open, named

LONGEST_MIN = 24 * 60
MOST_ADDRESSES = 10


@dataclass(frozen=True, slots=True)
class Alert:
    """``after_min``: how long somebody waits before; ``every_min``: at most one mail in that time;
    ``hours_only``: not while the team they wait for is closed."""

    on: bool = False
    addresses: tuple[str, ...] = ()
    after_min: int = 5
    every_min: int = 60
    hours_only: bool = True


@dataclass(frozen=True, slots=True)
class Waiter:
    """Somebody in a team's line, since when (ms)."""

    team: str
    since: int


@dataclass(frozen=True, slots=True)
class Unserved:
    """How many wait, and the longest for how many whole minutes."""

    waiting: int
    minutes: int


def checked(alert: Alert) -> Alert:
    if alert.on and not alert.addresses:
        raise BadRequest("addresses: name at least one, or who would hear of it?", field="addresses")
    if len(alert.addresses) > MOST_ADDRESSES:
        raise BadRequest(f"addresses: at most {MOST_ADDRESSES}, please.", field="addresses")
    for name, value, least in (("after_min", alert.after_min, 1), ("every_min", alert.every_min, 5)):
        if not least <= value <= LONGEST_MIN:
            raise BadRequest(f"{name}: {least} to {LONGEST_MIN:,} minutes, please.", field=name)
    return alert


def unserved(
    alert: Alert,
    line: Sequence[Waiter],
    covered: Collection[str] | None,
    teams: Sequence[Team],
    last_ms: int | None,
    now_ms: int,
) -> Unserved | None:
    """Whom to tell of now; None: nobody. ``covered`` are the teams that somebody who is there serves (None:
    all of them); ``last_ms`` is when the last mail went."""
    if not alert.on or covered is None:
        return None
    if last_ms is not None and now_ms - last_ms < alert.every_min * MINUTE_MS:
        return None
    waits = [
        now_ms - one.since
        for one in line
        if one.team not in covered and (not alert.hours_only or is_open(named(teams, one.team), now_ms))
    ]
    longest = max(waits, default=0)
    if not waits or longest < alert.after_min * MINUTE_MS:
        return None
    return Unserved(len(waits), longest // MINUTE_MS)
