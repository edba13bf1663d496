"""Business hours: when a team is there, in its own time zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Span = tuple[int, int]
"""Minutes from local midnight: open from, until. Until may pass 1440: that night's hours end the next day."""


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
