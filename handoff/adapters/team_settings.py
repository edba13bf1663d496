"""What staff write down for a team: checked with sentences, stored as they wrote it, read as a ``Team``."""

from __future__ import annotations

import difflib
import functools
import json
import re
import zoneinfo
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal

import langcodes
import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from handoff.adapters.calendars import countries, public_holidays
from handoff.core.errors import BadRequest
from handoff.core.events import HandoffReason
from handoff.core.hours import Hours, Span
from handoff.core.teams import Assignment, Team

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_S = 30 * 24 * 3600
"""Nobody should wait a month; more is a slip of the pen."""

MOST_DAYS = 400
REASONS = tuple(reason.value for reason in HandoffReason)
DEFAULTS = Team("")
LISTS = ("topics", "languages", "reasons", "urgent")

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


@functools.cache
def _time_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _time_zone(name: str) -> str:
    if name not in _time_zones():
        raise ValueError(
            f"'{name}' is not a time zone{_perhaps(name, _time_zones())}; write it like Europe/Tallinn"
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


Spans = Annotated[list[Annotated[str, AfterValidator(_span)]], Field(max_length=24)]
Day = Annotated[str, AfterValidator(_day)]
Seconds = Annotated[int, Field(ge=0, le=LONGEST_S)]


class Strict(BaseModel):
    """A field that is not known is a slip of the pen, and told."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Week(Strict):
    mon: Spans = []
    tue: Spans = []
    wed: Spans = []
    thu: Spans = []
    fri: Spans = []
    sat: Spans = []
    sun: Spans = []


class Calendar(Strict):
    country: Annotated[str, AfterValidator(_country)]
    subdivision: str | None = None

    @model_validator(mode="after")
    def _known(self) -> Calendar:
        parts = countries()[self.country]
        if self.subdivision is not None and self.subdivision not in parts:
            there = f"it has {', '.join(parts)}" if parts else "it has none"
            raise ValueError(f"subdivision: '{self.subdivision}' is no part of {self.country}; {there}")
        return self


class WrittenHours(Strict):
    time_zone: Annotated[str, AfterValidator(_time_zone)]
    week: Week = Week()
    holidays: Calendar | None = None
    closed: Annotated[
        dict[Day, Annotated[str, Field(max_length=80), AfterValidator(_called)]], Field(max_length=MOST_DAYS)
    ] = {}
    special: Annotated[dict[Day, Spans], Field(max_length=MOST_DAYS)] = {}

    @model_validator(mode="after")
    def _days_are_one_thing(self) -> WrittenHours:
        for day, spans in self.special.items():
            if not spans:
                raise ValueError(f"special.{day}: give it hours, or put the day under closed")
            if day in self.closed:
                raise ValueError(
                    f"special.{day}: the day is closed ('{self.closed[day]}') and has special hours; choose"
                )
        return self


class Settings(Strict):
    """A team's settings as staff read and write them; durations in seconds. ``hours`` null: always there."""

    topics: Annotated[
        list[Annotated[str, Field(max_length=120), AfterValidator(_topic)]], Field(max_length=100)
    ] = []
    languages: Annotated[list[Annotated[str, AfterValidator(_language)]], Field(max_length=100)] = []
    reasons: list[Annotated[str, AfterValidator(_reason)]] = []
    urgent: list[Annotated[str, AfterValidator(_reason)]] = sorted(DEFAULTS.urgent)
    overflow_to: str | None = None
    overflow_s: Seconds = DEFAULTS.overflow_ms // 1000
    assignment: Literal["manual", "automatic"] = "manual"
    sticky: bool = DEFAULTS.sticky
    wrap_up_s: Seconds = DEFAULTS.wrap_up_ms // 1000
    wait_limit_s: Seconds = DEFAULTS.wait_limit_ms // 1000
    reply_within_s: Seconds = DEFAULTS.reply_within_ms // 1000
    callbacks: bool = DEFAULTS.callbacks
    hours: WrittenHours | None = None


def parsed(raw: Any) -> Settings:
    """Settings, or a refusal whose sentence names the first wrong field."""
    if not isinstance(raw, Mapping):
        raise BadRequest("settings: an object of named fields, please.", field="settings")
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=False)[0]
        field, sentence = _told(wrong)
        raise BadRequest(f"{field}: {sentence}.", field=field) from None


def team_of(name: str, members: int, settings: Settings, year: int) -> Team:
    """The settings as rules read them, public holidays worked out from the year before to two years after."""
    return Team(
        name=name,
        members=members,
        topics=frozenset(settings.topics),
        languages=frozenset(settings.languages),
        reasons=frozenset(settings.reasons),
        urgent=frozenset(settings.urgent),
        overflow_to=settings.overflow_to,
        overflow_ms=settings.overflow_s * 1000,
        assignment=Assignment(settings.assignment),
        sticky=settings.sticky,
        wrap_up_ms=settings.wrap_up_s * 1000,
        wait_limit_ms=settings.wait_limit_s * 1000,
        reply_within_ms=settings.reply_within_s * 1000,
        callbacks=settings.callbacks,
        hours=hours_of(settings.hours, year) if settings.hours else None,
    )


def hours_of(written: WrittenHours, year: int) -> Hours:
    calendar = written.holidays
    return Hours(
        time_zone=written.time_zone,
        week=tuple(_spans(getattr(written.week, day)) for day in DAYS),
        holidays=public_holidays(calendar.country, calendar.subdivision, year - 1, year + 2)
        if calendar
        else {},
        closed={date.fromisoformat(day): name for day, name in written.closed.items()},
        special={date.fromisoformat(day): _spans(spans) for day, spans in written.special.items()},
    )


def notices(settings: Settings, team: Team, topics: Iterable[str] | None) -> list[str]:
    """What is accepted and perhaps not meant. ``topics`` are the content's; None: nobody knows them here."""
    told = []
    if topics is not None:
        known = set(topics)
        told += [
            f"topics: no entry is about '{topic}'{_perhaps(topic, known)}."
            for topic in settings.topics
            if topic not in known
        ]
    if team.hours is not None:
        told += [
            f"hours.closed.{day}: that is {team.hours.holidays[day]} already; customers read '{name}'."
            for day, name in sorted(team.hours.closed.items())
            if day in team.hours.holidays
        ]
    return told


def _spans(written: Iterable[str]) -> tuple[Span, ...]:
    return tuple(sorted(span_of(one) for one in written))


def _told(wrong: ErrorDetails) -> tuple[str, str]:
    """The field's path and a sentence without its full stop."""
    path = [str(part) for part in wrong["loc"] if part != "[key]"]
    sentence = str(wrong["msg"]).removeprefix("Value error, ")
    inner = re.match(r"([a-z_]+(?:\.[\d-]+)?): ", sentence)  # a rule about two fields names the one to change
    if inner and wrong["type"] == "value_error":
        path.append(inner[1])
        sentence = sentence[inner.end() :]
    if wrong["type"] == "extra_forbidden":
        sentence = f"there is no such setting{_perhaps(path[-1], _fields(path))}"
    return ".".join(path) or "settings", sentence[0].lower() + sentence[1:]


def _fields(path: list[str]) -> Iterable[str]:
    places: dict[str, type[BaseModel]] = {"hours": WrittenHours, "week": Week, "holidays": Calendar}
    return (places.get(path[-2], Settings) if len(path) > 1 else Settings).model_fields


def _perhaps(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), 1)
    return f"; did you mean {near[0]}" if near else ""


def once_each(words: str | bytes) -> Any:
    """JSON in which no name stands twice: the parser would silently keep the last."""
    try:
        orjson.loads(words)  # stricter: no half characters, no numbers that are none
        return json.loads(words, object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        raise BadRequest("That is not JSON.") from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, _ in pairs if [other for other, _ in pairs].count(name) > 1)
        raise BadRequest(f"{twice}: it stands there twice; which one is meant?", field=twice)
    return found


def changed(settings: Settings, changes: Iterable[str]) -> dict[str, Any]:
    """The settings with some of them set by ``path.to.field=value``. A value is JSON or plain words; lists
    may be written with commas, and nothing is null or an empty list."""
    raw = settings.model_dump(exclude_defaults=True)
    for change in changes:
        path, equals, value = change.partition("=")
        *places, field = path.strip().split(".", 3)
        if not equals or not field:
            raise BadRequest(f"'{change}': write it like hours.time_zone=Europe/Tallinn.")
        place = raw
        for name in places:
            if not isinstance(place.get(name), dict):
                place[name] = {}
            place = place[name]
        place[field] = _meant(value.strip(), is_list=_is_list(places, field))
    return raw


def _is_list(places: list[str], field: str) -> bool:
    return places in (["hours", "week"], ["hours", "special"]) or (not places and field in LISTS)


def _meant(value: str, *, is_list: bool) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        pass
    if is_list:
        return [word.strip() for word in value.split(",") if word.strip()]
    return value or None
