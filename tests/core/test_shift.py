"""All teams' hours as one: open while any is, and what a closed shop may promise."""

from __future__ import annotations

from handoff.core.hours import Hours
from handoff.core.shift import shift
from handoff.core.teams import Team

HOUR_MS = 3_600_000
MONDAY = 1_800_230_400_000  # 2027-01-18 00:00 UTC


def daily(start: int, end: int, zone: str = "UTC") -> Hours:
    return Hours(zone, (((start * 60, end * 60),),) * 7)


EARLY = Team("early", members=1, hours=daily(6, 12))
LATE = Team("late", members=1, hours=daily(10, 20, "Europe/London"))
ALWAYS = Team("always", members=1)
EMPTY = Team("empty", hours=daily(0, 5))


def test_closed_is_until_the_first_team_begins() -> None:
    now = shift([LATE, EARLY], MONDAY + 5 * HOUR_MS)
    assert (now.teams, now.opens_at, now.closes_at, now.time_zone) == ((), MONDAY + 6 * HOUR_MS, None, "UTC")
    assert now.until == MONDAY + 6 * HOUR_MS


def test_open_is_until_the_last_team_ends_and_looked_at_when_any_changes() -> None:
    now = shift([EARLY, LATE], MONDAY + 11 * HOUR_MS)
    assert (now.teams, now.opens_at) == (("early", "late"), None)
    assert (now.closes_at, now.time_zone) == (MONDAY + 20 * HOUR_MS, "Europe/London")
    assert now.until == MONDAY + 12 * HOUR_MS


def test_who_is_always_there_never_closes() -> None:
    now = shift([EARLY, ALWAYS], MONDAY + 7 * HOUR_MS)
    assert (now.teams, now.closes_at, now.time_zone) == (("early", "always"), None, None)


def test_a_team_nobody_is_in_promises_nothing() -> None:
    now = shift([EMPTY, EARLY], MONDAY + 2 * HOUR_MS)
    assert (now.teams, now.opens_at) == ((), MONDAY + 6 * HOUR_MS)
    assert shift([EMPTY], MONDAY).teams == ("empty",), "but where there is no other, it is where handoffs go"
    assert shift([], MONDAY).teams == ("support",)


def test_hours_that_never_begin_are_no_promise() -> None:
    never = Team("never", members=1, hours=Hours("UTC", ((),) * 7))
    now = shift([never], MONDAY)
    assert (now.teams, now.opens_at, now.time_zone) == ((), None, None)


def test_it_holds_until_something_changes_and_not_when_the_clock_was_set_back() -> None:
    now = shift([EARLY], MONDAY + 7 * HOUR_MS)
    assert now.holds(MONDAY + 12 * HOUR_MS - 1)
    assert not now.holds(MONDAY + 12 * HOUR_MS)
    assert not now.holds(MONDAY)
