"""What staff write down for a team: checked with sentences, stored as they wrote it, read as a ``Team``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from handoff.adapters.calendars import countries, public_holidays
from handoff.adapters.team_fields import (
    Called,
    Country,
    Day,
    Languages,
    Reasons,
    Seconds,
    Spans,
    TimeZone,
    Title,
    Topics,
    perhaps,
    span_of,
)
from handoff.core.errors import BadRequest
from handoff.core.hours import Hours, Span
from handoff.core.teams import Assignment, Team

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_DAYS = 400
DEFAULTS = Team("")


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
    country: Country
    subdivision: str | None = None

    @model_validator(mode="after")
    def _known(self) -> Calendar:
        parts = countries()[self.country]
        if self.subdivision is not None and self.subdivision not in parts:
            there = f"it has {', '.join(parts)}" if parts else "it has none"
            raise ValueError(f"subdivision: '{self.subdivision}' is no part of {self.country}; {there}")
        return self


class WrittenHours(Strict):
    time_zone: TimeZone
    week: Week = Week()
    holidays: Calendar | None = None
    closed: Annotated[dict[Day, Called], Field(max_length=MOST_DAYS)] = {}
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
    """A team's settings as staff read and write them; durations in seconds. ``title`` is what people
    call the team, null: as its name; ``hours`` null: always there."""

    title: Title = None
    topics: Topics = []
    languages: Languages = []
    reasons: Reasons = []
    urgent: Reasons = sorted(DEFAULTS.urgent)
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
        title=settings.title or "",
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
            f"topics: no entry is about '{topic}'{perhaps(topic, known)}."
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
        sentence = f"there is no such setting{perhaps(path[-1], _fields(path))}"
    return ".".join(path) or "settings", sentence[0].lower() + sentence[1:]


def _fields(path: list[str]) -> Iterable[str]:
    places: dict[str, type[BaseModel]] = {"hours": WrittenHours, "week": Week, "holidays": Calendar}
    return (places.get(path[-2], Settings) if len(path) > 1 else Settings).model_fields
