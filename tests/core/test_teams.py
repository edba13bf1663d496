"""A team is there inside its hours; one that names none is always there."""

from __future__ import annotations

from handoff.core.hours import Hours
from handoff.core.teams import Team, is_open, opens_at

MIDNIGHT = 1_800_230_400_000  # 2027-01-18, a Monday, UTC
HOUR_MS = 3_600_000
OFFICE = Hours("UTC", (((9 * 60, 17 * 60),),) * 7)


def test_a_team_without_hours_is_always_there() -> None:
    always = Team("support")
    assert is_open(always, MIDNIGHT)
    assert opens_at(always, MIDNIGHT) is None


def test_a_closed_team_says_when_it_opens_and_an_open_one_does_not() -> None:
    office = Team("support", hours=OFFICE)
    assert not is_open(office, MIDNIGHT)
    assert opens_at(office, MIDNIGHT) == MIDNIGHT + 9 * HOUR_MS
    assert is_open(office, MIDNIGHT + 9 * HOUR_MS)
    assert opens_at(office, MIDNIGHT + 9 * HOUR_MS) is None
