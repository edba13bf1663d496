"""Single words of a team's settings: what each may be, with a sentence for what it may not."""

from __future__ import annotations

import difflib
import functools
import re
import zoneinfo
from collections.abc import Iterable
from datetime import date
from typing import Annotated

import langcodes
from pydantic import AfterValidator, Field

from handoff.adapters.calendars import countries
from handoff.core.events import HandoffReason
from handoff.core.hours import Span

LONGEST_S = 30 * 24 * 3600
"""Nobody should wait a month; more is a slip of the pen."""

REASONS = tuple(reason.value for reason in HandoffReason)

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]|24):([0-5]\d)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def span_of(written: str) -> Span:
    """``"09:00-17:00"``; an end at or before the beginning is the next day's: ``"22:00-06:00"``."""
    found = _SPAN.fullmatch(written)
    numbers = [int(number) for number in found.groups()] if found else [0, 0, 0, 0]
    start, end = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
    if found is None or end > 24 * 60:
        raise ValueError(
            f"'{written}' is not a span of hours: write it like 09:00-17:00, at most until 24:00"
        )
    if start == end:
        raise ValueError(f"'{written}' begins when it ends; the whole day is 00:00-24:00")
    return (start, end) if end > start else (start, end + 24 * 60)


def _span(written: str) -> str:
    span_of(written)
    return written


def _day(written: str) -> str:
    try:
        if _DAY.fullmatch(written):
            date.fromisoformat(written)
            return written
    except ValueError:
        pass
    raise ValueError(f"'{written}' is not a day: write it like 2026-12-24")


def _called(name: str) -> str:
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise ValueError("say in a few words why it is closed")
    return name


def _title(title: str | None) -> str | None:
    title = " ".join((title or "").split())
    if not title.isprintable():
        raise ValueError("a name has letters, digits and signs only")
    return title or None


@functools.cache
def time_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _time_zone(name: str) -> str:
    if name not in time_zones():
        raise ValueError(
            f"'{name}' is not a time zone{perhaps(name, time_zones())}; write it like Europe/Tallinn"
        )
    return name


def _country(code: str) -> str:
    if code not in countries():
        raise ValueError(f"'{code}' is not a country whose holidays are known; write it like EE")
    return code


def _language(code: str) -> str:
    """Pages say "de-AT"; teams speak "de"."""
    try:
        known = langcodes.tag_is_valid(code) and langcodes.standardize_tag(code)
    except langcodes.tag_parser.LanguageTagError:
        known = False
    if not known:
        raise ValueError(f"'{code}' is not the code of a language; write it like en")
    if known != code or "-" in code:
        raise ValueError(f"'{code}' is written '{str(known).split('-')[0]}' here")
    return code


def _reason(reason: str) -> str:
    if reason not in REASONS:
        raise ValueError(f"'{reason}' is no reason for a handoff; there are {', '.join(REASONS)}")
    return reason


def _topic(topic: str) -> str:
    if not topic.strip() or not topic.isprintable():
        raise ValueError("a topic has a name")
    return topic.strip()


def perhaps(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), 1)
    return f"; did you mean {near[0]}" if near else ""


Title = Annotated[str | None, Field(max_length=64), AfterValidator(_title)]
Spans = Annotated[list[Annotated[str, AfterValidator(_span)]], Field(max_length=24)]
Day = Annotated[str, AfterValidator(_day)]
Called = Annotated[str, Field(max_length=80), AfterValidator(_called)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
Country = Annotated[str, AfterValidator(_country)]
Languages = Annotated[list[Annotated[str, AfterValidator(_language)]], Field(max_length=100)]
Reasons = list[Annotated[str, AfterValidator(_reason)]]
Topics = Annotated[list[Annotated[str, Field(max_length=120), AfterValidator(_topic)]], Field(max_length=100)]
Seconds = Annotated[int, Field(ge=0, le=LONGEST_S)]
