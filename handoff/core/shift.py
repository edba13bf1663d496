"""The hours of all teams as one: what a customer may know who has no team yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handoff.core import hours
from handoff.core.teams import DEFAULT_TEAM, Team, is_open, opens_at

LOOK_AGAIN_MS = hours.DAY_MS
"""Hours without an end in sight get one a day nearer to it."""


@dataclass(frozen=True, slots=True)
class Shift:
    """``teams`` are inside their hours. ``closes_at``: when the last of them ends, None without an end in
    sight. ``opens_at``: when the first begins, None while one is there or when none ever will be.
    ``time_zone`` is that team's; None where no hours decide. It stays so from ``since`` until ``until``."""

    teams: tuple[str, ...]
    opens_at: int | None
    closes_at: int | None
    time_zone: str | None
    since: int
    until: int

    def holds(self, now_ms: int) -> bool:
        return self.since <= now_ms < self.until


def shift(teams: Sequence[Team], now_ms: int) -> Shift:
    """Of the teams that handoffs go to: those with members, or all if none has any."""
    counted = [team for team in teams if team.members] or list(teams) or [Team(DEFAULT_TEAM)]
    there = [team for team in counted if is_open(team, now_ms)]
    ends = {team.name: _closes_at(team, now_ms) for team in there}
    begins = {team.name: opens_at(team, now_ms) for team in counted if team not in there}
    changes = [at for at in (*ends.values(), *begins.values()) if at is not None]
    until = min((*changes, now_ms + LOOK_AGAIN_MS))
    names = tuple(team.name for team in there)
    zones = {team.name: team.hours.time_zone for team in counted if team.hours is not None}
    if there:
        known = {name: at for name, at in ends.items() if at is not None}
        if len(known) < len(ends):
            return Shift(names, None, None, None, now_ms, until)
        last = max(known, key=lambda name: known[name])
        return Shift(names, None, known[last], zones[last], now_ms, until)
    coming = {name: at for name, at in begins.items() if at is not None}
    first = min(coming, key=lambda name: coming[name]) if coming else None
    if first is None:
        return Shift(names, None, None, None, now_ms, until)
    return Shift(names, coming[first], None, zones[first], now_ms, until)


def _closes_at(team: Team, now_ms: int) -> int | None:
    return hours.closes_at(team.hours, now_ms) if team.hours is not None else None
