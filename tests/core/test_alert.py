"""When somebody outside hears that customers wait and nobody is there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handoff.core.alert import Alert, Unserved, Waiter, checked, unserved
from handoff.core.errors import BadRequest
from handoff.core.hours import Hours
from handoff.core.teams import MINUTE_MS, Team
from tests.cast import NOON, TEAM

ALERT = Alert(on=True, addresses=("boss@shop.example",), after_min=5, every_min=60)
CLOSED = Hours("UTC", ((),) * 7)
OPEN, SHUT = Team(TEAM), Team("night", hours=CLOSED)


def waiting(minutes: int, team: str = TEAM) -> Waiter:
    return Waiter(team, NOON - minutes * MINUTE_MS)


def test_who_waits_too_long_alone_is_told_of() -> None:
    line = [waiting(5), waiting(1)]
    assert unserved(ALERT, line, set(), [OPEN], None, NOON) == Unserved(2, 5)
    assert unserved(ALERT, [waiting(4)], set(), [OPEN], None, NOON) is None
    assert unserved(ALERT, [], set(), [OPEN], None, NOON) is None
    assert unserved(replace(ALERT, on=False), line, set(), [OPEN], None, NOON) is None


def test_where_somebody_is_there_nobody_is_told() -> None:
    assert unserved(ALERT, [waiting(9)], {TEAM}, [OPEN], None, NOON) is None
    assert unserved(ALERT, [waiting(9)], None, [OPEN], None, NOON) is None
    assert unserved(ALERT, [waiting(9)], {"another"}, [OPEN], None, NOON) == Unserved(1, 9)


def test_there_is_at_most_one_mail_in_its_time() -> None:
    last = NOON - 59 * MINUTE_MS
    assert unserved(ALERT, [waiting(90)], set(), [OPEN], last, NOON) is None
    assert unserved(ALERT, [waiting(90)], set(), [OPEN], last - MINUTE_MS, NOON) == Unserved(1, 90)


def test_a_closed_teams_customers_wait_quietly_unless_asked_for() -> None:
    line = [waiting(9, "night")]
    assert unserved(ALERT, line, set(), [OPEN, SHUT], None, NOON) is None
    always = replace(ALERT, hours_only=False)
    assert unserved(always, line, set(), [OPEN, SHUT], None, NOON) == Unserved(1, 9)


@pytest.mark.parametrize(
    ("alert", "field"),
    [
        (replace(ALERT, addresses=()), "addresses"),
        (replace(ALERT, addresses=("a@b.example",) * 11), "addresses"),
        (replace(ALERT, after_min=0), "after_min"),
        (replace(ALERT, every_min=4), "every_min"),
        (replace(ALERT, every_min=1441), "every_min"),
    ],
)
def test_a_wrong_alert_names_its_field(alert: Alert, field: str) -> None:
    with pytest.raises(BadRequest) as refused:
        checked(alert)
    assert refused.value.extra["field"] == field
