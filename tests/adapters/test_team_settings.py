"""What staff write down for a team: read as they mean it, or refused with a sentence that names the field."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handoff.adapters.team_settings import Settings, notices, parsed, team_of
from handoff.core.errors import BadRequest
from handoff.core.hours import is_open
from handoff.core.teams import Assignment, Team

OFFICE: dict[str, Any] = {
    "time_zone": "Europe/Tallinn",
    "week": {"mon": ["09:00-12:00", "13:00-17:00"], "fri": ["22:00-06:00"], "sat": ["00:00-24:00"]},
    "holidays": {"country": "EE", "subdivision": None},
    "closed": {"2026-12-23": "Stocktaking"},
    "special": {"2026-12-31": ["09:00-12:00"]},
}


def office(**changes: Any) -> dict[str, Any]:
    return {"hours": {**OFFICE, **changes}}


def read(raw: dict[str, Any], year: int = 2026) -> Team:
    return team_of("support", 1, parsed(raw), year)


def test_left_out_settings_are_the_rules_defaults() -> None:
    assert read({}) == Team("support", 1)
    assert parsed(parsed({}).model_dump()) == Settings()


def test_settings_are_read_as_they_are_meant() -> None:
    team = read({
        "topics": ["Delivery"], "languages": ["en", "et"], "reasons": ["asked"], "urgent": [],
        "overflow_to": "sales", "overflow_s": 60, "assignment": "automatic", "sticky": False, "wrap_up_s": 30,
        "wait_limit_s": 120,
        "reply_within_s": 3600, "callbacks": True,
    })  # fmt: skip
    assert team == Team(
        "support", 1, frozenset({"Delivery"}), frozenset({"en", "et"}), frozenset({"asked"}), frozenset(),
        "sales", 60_000, Assignment.AUTOMATIC, False, 30_000, 120_000, 3_600_000, True,
    )  # fmt: skip


def test_hours_are_read_with_nights_and_whole_days() -> None:
    hours = read(office()).hours
    assert hours is not None
    assert hours.week[0] == ((540, 720), (780, 1020))
    assert hours.week[4] == ((1320, 1800),), "until the next morning"
    assert hours.week[5] == ((0, 1440),)
    assert hours.week[6] == ()
    assert hours.special[date(2026, 12, 31)] == ((540, 720),)
    assert hours.closed == {date(2026, 12, 23): "Stocktaking"}


def test_public_holidays_roll_on_with_the_years() -> None:
    for year in (2026, 2031):
        hours = read(office(), year).hours
        assert hours is not None
        assert hours.holidays[date(year, 2, 24)] == "Independence Day"
        assert hours.holidays[date(year + 1, 2, 24)] == "Independence Day"
    assert read(office(holidays=None)).hours.holidays == {}  # type: ignore[union-attr]


def test_a_part_of_a_country_has_holidays_of_its_own() -> None:
    bavaria, whole = (
        read(office(holidays={"country": "DE", "subdivision": part})).hours for part in ("BY", None)
    )
    assert bavaria is not None
    assert whole is not None
    assert date(2026, 1, 6) in bavaria.holidays
    assert date(2026, 1, 6) not in whole.holidays


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (office(time_zone="Europe/Talinn"),
         "hours.time_zone: 'Europe/Talinn' is not a time zone; did you mean Europe/Tallinn"),
        (office(time_zone="../etc/passwd"), "hours.time_zone: '../etc/passwd' is not a time zone"),
        (office(time_zone=""), "hours.time_zone: '' is not a time zone"),
        ({"hours": {"week": {}}}, "hours.time_zone: field required."),
        (office(week={"mon": ["09:00-25:00"]}), "hours.week.mon.0: '09:00-25:00' is not a span of hours"),
        (office(week={"mon": ["09:00-24:30"]}), "hours.week.mon.0: '09:00-24:30' is not a span of hours"),
        (office(week={"mon": ["9-17"]}), "hours.week.mon.0: '9-17' is not a span of hours"),
        (office(week={"mon": ["09:60-17:00"]}), "hours.week.mon.0: '09:60-17:00' is not a span of hours"),
        (office(week={"mon": ["09:00-09:00"]}), "hours.week.mon.0: '09:00-09:00' begins when it ends"),
        (office(week={"mon": "09:00-17:00"}), "hours.week.mon: input should be a valid list."),
        (office(week={"monday": []}), "hours.week.monday: there is no such setting; did you mean mon"),
        (office(holidays={"country": "XX"}), "hours.holidays.country: 'XX' is not a country"),
        (office(holidays={"country": "EE", "subdivision": "BY"}),
         "hours.holidays.subdivision: 'BY' is no part of EE; it has none."),
        (office(holidays={"country": "AT", "subdivision": "BY"}),
         "hours.holidays.subdivision: 'BY' is no part of AT; it has 1, 2"),
        (office(closed={"2026-02-30": "Never"}), "hours.closed.2026-02-30: '2026-02-30' is not a day"),
        (office(closed={"24.12.2026": "Eve"}), "hours.closed.24.12.2026: '24.12.2026' is not a day"),
        (office(closed={"2026-12-24": " "}), "hours.closed.2026-12-24: say in a few words why"),
        (office(special={"2026-12-23": ["09:00-12:00"]}),
         "hours.special.2026-12-23: the day is closed ('Stocktaking') and has special hours; choose."),
        (office(special={"2026-12-30": []}), "hours.special.2026-12-30: give it hours, or"),
        ({"languages": ["xx"]}, "languages.0: 'xx' is not the code of a language"),
        ({"languages": ["english please"]}, "languages.0: 'english please' is not the code of a language"),
        ({"languages": ["en-GB"]}, "languages.0: 'en-GB' is written 'en' here."),
        ({"languages": ["EST"]}, "languages.0: 'EST' is written 'et' here."),
        ({"languages": "en"}, "languages: input should be a valid list."),
        ({"reasons": ["boredom"]}, "reasons.0: 'boredom' is no reason for a handoff; there are asked,"),
        ({"urgent": ["vip"]}, "urgent.0: 'vip' is no reason"),
        ({"topics": [" "]}, "topics.0: a topic has a name."),
        ({"overflow_s": -1}, "overflow_s: input should be greater than or equal to 0."),
        ({"wait_limit_s": -5}, "wait_limit_s: input should be greater than or equal to 0."),
        ({"wrap_up_s": 1.5}, "wrap_up_s: input should be a valid integer."),
        ({"reply_within_s": "1"}, "reply_within_s: input should be a valid integer."),
        ({"reply_within_s": 10**9}, "reply_within_s: input should be less than or equal to 2592000."),
        ({"sticky": 1}, "sticky: input should be a valid boolean."),
        ({"assignment": "random"}, "assignment: input should be 'manual' or 'automatic'."),
        ({"overflow": 3}, "overflow: there is no such setting; did you mean overflow_"),
        ([], "settings: an object of named fields"),
        (None, "settings: an object of named fields"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_one_sentence_that_names_the_field(raw: Any, sentence: str) -> None:
    with pytest.raises(BadRequest) as refused:
        parsed(raw)
    assert refused.value.message.startswith(sentence)
    assert refused.value.message.endswith(".")
    assert refused.value.message.count("\n") == 0
    assert refused.value.message.startswith(f"{refused.value.extra['field']}: ")


def test_an_own_day_that_is_a_public_holiday_is_accepted_and_told() -> None:
    settings = parsed(office(closed={"2026-12-24": "Stocktaking", "2026-12-28": "Between the years"}))
    team = team_of("support", 1, settings, 2026)
    assert team.hours is not None
    assert team.hours.closed_for(date(2026, 12, 24)) == "Stocktaking"
    assert notices(settings, team, None) == [
        "hours.closed.2026-12-24: that is Christmas Eve already; customers read 'Stocktaking'."
    ]


def test_a_topic_nobody_wrote_about_is_told() -> None:
    settings = parsed({"topics": ["Delivery", "Deliveries"]})
    team = team_of("support", 1, settings, 2026)
    assert notices(settings, team, ["Delivery", "Returns"]) == [
        "topics: no entry is about 'Deliveries'; did you mean Delivery."
    ]
    assert notices(settings, team, None) == [], "where nobody knows the content nobody complains"


def test_overlapping_spans_are_one() -> None:
    hours = read(office(week={"mon": ["09:00-13:00", "12:00-17:00"]})).hours
    assert hours is not None
    assert is_open(hours, 1_800_266_400_000), "Monday 2027-01-18, noon in Tallinn"
