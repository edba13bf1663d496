"""Business hours: when a team is there, in its own time zone.

Hours are what a clock on the team's wall says. When clocks go forward, a time that is left out is the moment
they go; when they go back, hours begin at the first of two equal times and end at the last. Hours belong to
the day they begin on: a closed day closes what would begin on it, not the end of the night before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from zoneinfo import ZoneInfo

Span = tuple[int, int]
"""Minutes from local midnight: open from (under 1440), until. Until may pass 1440: that night's hours end the
next day."""

Opening = tuple[int, int]
"""Open from, until, in ms since 1970 UTC."""

MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOOK_AHEAD_DAYS = 400  # past a whole year with its holidays: what does not open by then never does


@dataclass(frozen=True)
class Hours:
    """``week`` has seven days, Monday first, each with its spans. ``holidays`` and ``closed`` are closed days
    (a library's calendar and own ones, with what they are called); ``special`` days have other hours and win
    over both."""

    time_zone: str
    week: tuple[tuple[Span, ...], ...]
    holidays: Mapping[date, str] = field(default_factory=dict)
    closed: Mapping[date, str] = field(default_factory=dict)
    special: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)

    def on(self, day: date) -> tuple[Span, ...]:
        """The spans that begin on this day."""
        if day in self.special:
            return self.special[day]
        if day in self.closed or day in self.holidays:
            return ()
        return self.week[day.weekday()]

    def closed_for(self, day: date) -> str | None:
        """What the closed day is called; an own name wins over the calendar's. None: not a closed day."""
        return None if day in self.special else self.closed.get(day) or self.holidays.get(day)


def is_open(hours: Hours, now_ms: int) -> bool:
    return any(start <= now_ms < end for start, end in _spans(hours, now_ms, days=1))


def opens_at(hours: Hours, now_ms: int) -> int | None:
    """When closed hours next become open, after now: while open that is the next time but this. None: never
    within 400 days."""
    return next((start for start, _ in _openings(hours, now_ms) if start > now_ms), None)


def closes_at(hours: Hours, now_ms: int) -> int | None:
    """When the hours that are open now end. None: closed now, or open without an end in sight."""
    now_open = next(_openings(hours, now_ms), None)
    if now_open is None or now_open[0] > now_ms:
        return None
    return now_open[1] if now_open[1] < now_ms + (LOOK_AHEAD_DAYS - 1) * DAY_MS else None


def after(hours: Hours | None, now_ms: int, ms: int) -> int:
    """The moment when ``ms`` of business time have passed. None: every moment counts, as it does where no
    opening is in sight: a promise must fall due some day. At the latest 400 days from now."""
    if hours is None or ms <= 0:
        return now_ms + max(ms, 0)
    left, seen = ms, False
    for start, end in _openings(hours, now_ms):
        since, seen = max(start, now_ms), True
        if left <= end - since:
            return since + left
        left -= end - since
    return now_ms + (LOOK_AHEAD_DAYS * DAY_MS if seen else ms)


def next_slots(hours: Hours | None, now_ms: int, count: int, every_min: int) -> list[int]:
    """The beginnings of the next ``count`` slots of ``every_min`` minutes that lie after now and whole inside
    the hours, on the team's round clock times (half hours: :00 and :30). Fewer where hours end for good."""
    return list(islice(_slots(hours, now_ms, every_min), count))


def _slots(hours: Hours | None, now_ms: int, every_min: int) -> Iterator[int]:
    zone = ZoneInfo(hours.time_zone) if hours else UTC
    always = ((now_ms, now_ms + LOOK_AHEAD_DAYS * DAY_MS),)
    for start, end in _openings(hours, now_ms) if hours else always:
        slot = _round_up(max(start, now_ms + 1), zone, every_min)
        while slot + every_min * MINUTE_MS <= end:
            yield slot
            slot = _round_up(slot + every_min * MINUTE_MS, zone, every_min)


def _round_up(moment: int, zone: tzinfo, every_min: int) -> int:
    """The next moment, or this, at which the clock shows a multiple of ``every_min`` minutes."""
    while True:
        wall = _wall(moment, zone)
        since_midnight = (wall - datetime.combine(wall.date(), time())) // timedelta(milliseconds=1)
        missing = -since_midnight % (every_min * MINUTE_MS)
        if not missing:
            return moment
        moment += missing  # and look again: clocks may change on the way


def _openings(hours: Hours, now_ms: int) -> Iterator[Opening]:
    """What is open now and later, in order, spans that touch or overlap made one, looking 400 days ahead."""
    current: Opening | None = None
    for start, end in _spans(hours, now_ms, LOOK_AHEAD_DAYS):
        if current and start <= current[1]:
            current = current[0], max(current[1], end)
            continue
        if current and current[1] > now_ms:
            yield current
        current = start, end
    if current and current[1] > now_ms:
        yield current


def _spans(hours: Hours, now_ms: int, days: int) -> Iterator[Opening]:
    """The spans that begin on the days from the one whose night may still last until ``days`` from now."""
    zone = ZoneInfo(hours.time_zone)
    today = _wall(now_ms, zone).date()
    for ahead in range(-_nights(hours), days + 1):
        day = today + timedelta(days=ahead)
        midnight = datetime.combine(day, time())
        for span in sorted(hours.on(day)):
            start, end = (midnight + timedelta(minutes=minutes) for minutes in span)
            opening = _moment(start, zone, last=False), _moment(end, zone, last=True)
            if opening[0] < opening[1]:  # clocks going forward may leave nothing of it
                yield opening


def _nights(hours: Hours) -> int:
    """How many days ago something may have begun that is still open."""
    days = (*hours.week, *hours.special.values())
    return max((until for day in days for _, until in day), default=0) // (24 * 60)


def _wall(moment: int, zone: tzinfo) -> datetime:
    return (EPOCH + timedelta(milliseconds=moment)).astimezone(zone).replace(tzinfo=None)


def _moment(wall: datetime, zone: ZoneInfo, last: bool) -> int:
    """When the clock shows this, the first or the last time; where it never does, when it jumps over it."""
    moment = _ms(wall.replace(tzinfo=zone, fold=int(last)))
    if _wall(moment, zone) == wall:
        return moment
    before, at_or_after = sorted(_ms(wall.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
    while at_or_after - before > 1:
        middle = (before + at_or_after) // 2
        before, at_or_after = (before, middle) if _wall(middle, zone) >= wall else (middle, at_or_after)
    return at_or_after


def _ms(moment: datetime) -> int:
    return (moment.astimezone(UTC) - EPOCH) // timedelta(milliseconds=1)
