"""Business hours are what the clock on the team's wall says, whatever clocks and calendars do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from handoff.core.hours import DAY_MS, MINUTE_MS, Hours, Span, after, closes_at, is_open, next_slots, opens_at

TALLINN = "Europe/Tallinn"  # forward on 2026-03-29 at 03:00, back on 2026-10-25 at 04:00
HOUR_MS = 60 * MINUTE_MS
NINE_TO_FIVE: Span = (9 * 60, 17 * 60)
EVERY_DAY_ALL_DAY = (((0, 1440),),) * 7
ZONES = [
    TALLINN, "UTC", "America/New_York", "America/Havana", "America/St_Johns", "Australia/Lord_Howe",
    "Asia/Kathmandu", "Pacific/Apia", "Pacific/Kiritimati", "Africa/Casablanca", "Europe/Dublin",
    "America/Scoresbysund",
]  # fmt: skip


def at(words: str, zone: str = TALLINN, fold: int = 0) -> int:
    """``2026-03-29 09:00`` on the zone's wall, in ms."""
    wall = datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone), fold=fold)
    return int(wall.timestamp() * 1000)


def shown(moment: int | None, zone: str = TALLINN) -> str | None:
    if moment is None:
        return None
    return f"{datetime.fromtimestamp(moment / 1000, UTC).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def weekdays(*spans: Span, zone: str = TALLINN) -> Hours:
    return Hours(zone, (spans,) * 5 + ((), ()))


def daily(*spans: Span, zone: str = TALLINN, holidays: dict[date, str] | None = None) -> Hours:
    return Hours(zone, (spans,) * 7, holidays=holidays or {})


def test_hours_begin_on_the_minute_and_end_before_it() -> None:
    office = weekdays(NINE_TO_FIVE)
    friday = at("2026-11-20 09:00")
    assert not is_open(office, friday - 1)
    assert is_open(office, friday)
    assert is_open(office, at("2026-11-20 17:00") - 1)
    assert not is_open(office, at("2026-11-20 17:00"))
    assert shown(opens_at(office, at("2026-11-20 17:00"))) == "2026-11-23 09:00", "over the weekend"
    assert shown(closes_at(office, friday)) == "2026-11-20 17:00"
    assert closes_at(office, friday - 1) is None, "closed already"


def test_a_lunch_break_closes_and_what_touches_or_overlaps_is_one() -> None:
    lunch = weekdays((13 * 60, 17 * 60), (9 * 60, 12 * 60))
    assert shown(opens_at(lunch, at("2026-11-20 12:00"))) == "2026-11-20 13:00"
    assert shown(closes_at(lunch, at("2026-11-20 10:00"))) == "2026-11-20 12:00"
    through = weekdays((9 * 60, 12 * 60), (11 * 60, 13 * 60), (13 * 60, 17 * 60))
    assert shown(closes_at(through, at("2026-11-20 10:00"))) == "2026-11-20 17:00"
    assert after(through, at("2026-11-20 09:00"), 8 * HOUR_MS) == at("2026-11-20 17:00"), (
        "no minute counts twice"
    )


def test_a_night_ends_the_next_morning_also_over_the_weekend_and_the_year() -> None:
    night = weekdays((22 * 60, 30 * 60))
    assert is_open(night, at("2026-11-21 05:59")), "Friday's night ends on Saturday"
    assert not is_open(night, at("2026-11-21 06:00"))
    assert not is_open(night, at("2026-11-21 22:30"))
    assert shown(closes_at(night, at("2026-12-31 23:00"))) == "2027-01-01 06:00"


def test_a_holiday_closes_what_begins_on_it_and_lets_the_night_before_end() -> None:
    night = daily((22 * 60, 30 * 60), holidays={date(2026, 12, 24): "Christmas Eve"})
    assert is_open(night, at("2026-12-24 03:00"))
    assert not is_open(night, at("2026-12-24 23:00"))
    assert not is_open(night, at("2026-12-25 03:00"))
    assert shown(opens_at(night, at("2026-12-24 06:00"))) == "2026-12-25 22:00"


def test_own_days_close_and_special_days_win_over_both() -> None:
    eve = date(2026, 12, 31)
    office = Hours(
        TALLINN, ((NINE_TO_FIVE,),) * 7, holidays={eve: "New Year's Eve"}, closed={eve: "Stocktaking"},
        special={eve: ((9 * 60, 12 * 60),)},
    )  # fmt: skip
    assert is_open(office, at("2026-12-31 11:00"))
    assert shown(closes_at(office, at("2026-12-31 11:00"))) == "2026-12-31 12:00"
    assert office.closed_for(eve) is None
    own = Hours(TALLINN, ((NINE_TO_FIVE,),) * 7, holidays={eve: "Eve"}, closed={eve: "Stocktaking"})
    assert own.closed_for(eve) == "Stocktaking", "an own name wins"
    assert not is_open(own, at("2026-12-31 11:00"))


def test_clocks_going_forward_take_an_hour_out_of_the_night() -> None:
    night = daily((22 * 60, 30 * 60))
    opened = at("2026-03-28 22:00")
    assert closes_at(night, opened) == opened + 7 * HOUR_MS
    assert after(night, opened, 7 * HOUR_MS) == at("2026-03-29 06:00")


def test_a_time_that_is_left_out_is_the_moment_clocks_go_forward() -> None:
    jump = at("2026-03-29 04:00")  # 03:00 became 04:00
    assert opens_at(daily((3 * 60 + 30, 300)), jump - HOUR_MS) == jump
    assert closes_at(daily((60, 3 * 60 + 30)), jump - HOUR_MS) == jump
    inside = daily((3 * 60 + 10, 3 * 60 + 50))
    assert shown(opens_at(inside, at("2026-03-29 00:00"))) == "2026-03-30 03:10", "nothing of it was left"


def test_clocks_going_back_give_an_hour_more() -> None:
    night = daily((22 * 60, 30 * 60))
    opened = at("2026-10-24 22:00")
    assert closes_at(night, opened) == opened + 9 * HOUR_MS
    twice = daily((3 * 60 + 15, 3 * 60 + 45))
    assert opens_at(twice, at("2026-10-25 00:00")) == at("2026-10-25 03:15", fold=0)
    assert closes_at(twice, at("2026-10-25 03:20")) == at("2026-10-25 03:45", fold=1)


def test_clocks_that_change_at_midnight_close_nothing_that_is_always_open() -> None:
    havana = Hours("America/Havana", EVERY_DAY_ALL_DAY)
    moment = at("2026-03-07 12:00", "America/Havana")
    assert all(is_open(havana, moment + minutes * MINUTE_MS) for minutes in range(0, 2 * 1440, 7))
    assert opens_at(havana, moment) is None
    assert closes_at(havana, moment) is None


def test_a_day_that_a_country_left_out_opens_nothing() -> None:
    """Samoa went from 29 to 31 December 2011 over night."""
    apia = daily(NINE_TO_FIVE, zone="Pacific/Apia")
    assert shown(opens_at(apia, at("2011-12-29 18:00", "Pacific/Apia")), "Pacific/Apia") == "2011-12-31 09:00"


def test_leap_days_are_days() -> None:
    office = weekdays(NINE_TO_FIVE)
    assert shown(opens_at(office, at("2028-02-28 17:00"))) == "2028-02-29 09:00"
    only = Hours(TALLINN, ((),) * 7, special={date(2028, 2, 29): (NINE_TO_FIVE,)})
    assert shown(opens_at(only, at("2027-03-01 00:00"))) == "2028-02-29 09:00", "365 days ahead"


def test_always_open_has_no_end_and_never_open_no_beginning() -> None:
    now = at("2026-11-20 09:00")
    assert is_open(Hours(TALLINN, EVERY_DAY_ALL_DAY), now)
    assert closes_at(Hours(TALLINN, EVERY_DAY_ALL_DAY), now) is None
    never = Hours(TALLINN, ((),) * 7)
    assert opens_at(never, now) is None
    assert after(never, now, HOUR_MS) == now + HOUR_MS, "a promise falls due some day"
    assert next_slots(never, now, 3, 30) == []


def test_business_time_stands_still_while_closed() -> None:
    office = weekdays(NINE_TO_FIVE)
    asked = at("2026-11-20 16:00")
    assert shown(after(office, asked, HOUR_MS)) == "2026-11-20 17:00"
    assert shown(after(office, asked, HOUR_MS + MINUTE_MS)) == "2026-11-23 09:01"
    assert shown(after(office, asked, 8 * HOUR_MS)) == "2026-11-23 16:00"
    assert after(None, asked, 8 * HOUR_MS) == asked + 8 * HOUR_MS
    assert after(office, asked, 0) == asked
    assert after(office, asked, 9_999 * HOUR_MS) == asked + 400 * DAY_MS, "at the latest"


def test_slots_are_round_times_whole_inside_the_hours() -> None:
    office = weekdays((9 * 60 + 10, 11 * 60 + 15))
    slots = next_slots(office, at("2026-11-20 10:00"), 4, 30)
    assert [shown(slot) for slot in slots] == [
        "2026-11-20 10:30", "2026-11-23 09:30", "2026-11-23 10:00", "2026-11-23 10:30",
    ]  # fmt: skip
    assert next_slots(None, at("2026-11-20 10:00"), 1, 30) == [at("2026-11-20 10:30")]


def test_slots_stay_round_when_clocks_change_by_half_an_hour() -> None:
    lord_howe = "Australia/Lord_Howe"
    slots = next_slots(Hours(lord_howe, EVERY_DAY_ALL_DAY), at("2026-04-04 23:30", lord_howe), 5, 60)
    assert [shown(slot, lord_howe) for slot in slots] == [
        "2026-04-05 00:00", "2026-04-05 01:00", "2026-04-05 02:00", "2026-04-05 03:00", "2026-04-05 04:00",
    ]  # fmt: skip
    late = at("2026-04-05 01:40", lord_howe)
    assert [shown(slot, lord_howe) for slot in next_slots(daily((0, 1440), zone=lord_howe), late, 1, 60)] == [
        "2026-04-05 02:00"
    ], "twenty minutes later it is half past one again"


spans = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).map(lambda s: (s[0], s[0] + s[1]))
some_days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
hours_of_any_kind = st.builds(
    Hours,
    time_zone=st.sampled_from(ZONES),
    week=st.tuples(*[st.lists(spans, max_size=3).map(tuple)] * 7),
    holidays=st.dictionaries(some_days, st.just("Holiday"), max_size=8),
    closed=st.dictionaries(some_days, st.just("Own"), max_size=8),
    special=st.dictionaries(some_days, st.lists(spans, max_size=2).map(tuple), max_size=8),
)
moments = st.integers(at("2026-01-02 00:00"), at("2028-12-30 00:00"))
durations = st.integers(0, 30 * DAY_MS)


def walls_say_open(hours: Hours, moment: int) -> bool:
    """What somebody reads off clock and calendar, knowing nothing of how clocks change."""
    wall = (
        datetime.fromtimestamp(moment / 1000, UTC).astimezone(ZoneInfo(hours.time_zone)).replace(tzinfo=None)
    )
    for back in range(3):
        day = wall.date() - timedelta(days=back)
        since = (wall - datetime.combine(day, datetime.min.time())) / timedelta(minutes=1)
        if any(start <= since < end for start, end in hours.on(day)):
            return True
    return False


def clock_is_steady(hours: Hours, moment: int, days: int = 3) -> bool:
    """No change of clocks within so many days."""
    zone = ZoneInfo(hours.time_zone)
    offsets = {
        datetime.fromtimestamp((moment + away * DAY_MS) / 1000, UTC).astimezone(zone).utcoffset()
        for away in range(-days, days + 1)
    }
    return len(offsets) == 1


@settings(deadline=None)
@given(hours_of_any_kind, moments)
def test_what_the_wall_says_is_what_we_say(hours: Hours, moment: int) -> None:
    if clock_is_steady(hours, moment):
        assert is_open(hours, moment) == walls_say_open(hours, moment)
    elif walls_say_open(hours, moment):
        assert is_open(hours, moment), "nobody inside the hours reads that we are closed"


@settings(deadline=None)
@given(hours_of_any_kind, moments)
def test_what_opens_was_closed_a_moment_before(hours: Hours, now: int) -> None:
    opening = opens_at(hours, now)
    assume(opening is not None)
    assert opening is not None
    assert opening > now
    assert is_open(hours, opening)
    assert not is_open(hours, opening - 1)


@settings(deadline=None)
@given(hours_of_any_kind, moments, st.integers(0, 1_000))
def test_nothing_opens_before_it_opens_and_nothing_closes_before_it_closes(
    hours: Hours, now: int, share: int
) -> None:
    end = closes_at(hours, now) if is_open(hours, now) else opens_at(hours, now)
    until = end if end is not None else now + 390 * DAY_MS
    assert is_open(hours, now + (until - now - 1) * share // 1_000) == is_open(hours, now)
    if end is not None:
        assert is_open(hours, end) != is_open(hours, now)


@settings(deadline=None)
@given(hours_of_any_kind, moments, durations, durations)
@example(daily((0, 60)), at("2026-10-24 23:00"), HOUR_MS, HOUR_MS)
def test_business_time_adds_up_and_never_runs_backwards(hours: Hours, now: int, one: int, other: int) -> None:
    first = after(hours, now, one)
    assert first >= now + one
    assert after(hours, now, one + other) >= first
    assume(opens_at(hours, now) is not None or is_open(hours, now))
    assume(after(hours, now, one + other) < now + 399 * DAY_MS)
    assert after(hours, first, other) == after(hours, now, one + other)


@settings(deadline=None)
@given(hours_of_any_kind, moments, st.integers(0, DAY_MS), durations)
def test_who_asks_later_is_not_promised_sooner(hours: Hours, now: int, later: int, ms: int) -> None:
    assume(opens_at(hours, now + later) is not None)
    assert (
        after(hours, now + later, ms) >= after(hours, now, ms) or after(hours, now, ms) >= now + 399 * DAY_MS
    )


@settings(deadline=None)
@given(hours_of_any_kind, moments, st.sampled_from([15, 20, 30, 60]))
def test_slots_come_in_order_and_inside_the_hours(hours: Hours, now: int, every: int) -> None:
    slots = next_slots(hours, now, 6, every)
    assert all(slot > now for slot in slots)
    assert all(later - slot >= every * MINUTE_MS for slot, later in pairwise(slots))
    for slot in slots:
        assert is_open(hours, slot)
        assert is_open(hours, slot + every * MINUTE_MS - 1)
        assert (
            datetime.fromtimestamp(slot / 1000, UTC).astimezone(ZoneInfo(hours.time_zone)).minute % every == 0
        )


@pytest.mark.parametrize("zone", ZONES)
def test_nobody_inside_the_hours_reads_closed_when_clocks_change(zone: str) -> None:
    hours = weekdays((0, 30), (9 * 60, 17 * 60), (23 * 60, 1440 + 15), zone=zone)
    hours = Hours(zone, hours.week[:5] + (((90, 170), (180, 215)),) * 2)
    for noon in range(at("2026-01-01 12:00"), at("2027-01-05 12:00"), DAY_MS):
        if not clock_is_steady(hours, noon, days=1):
            for moment in range(noon - DAY_MS, noon + DAY_MS, 5 * MINUTE_MS):
                assert is_open(hours, moment) or not walls_say_open(hours, moment), shown(moment, zone)
