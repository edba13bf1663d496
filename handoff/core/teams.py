"""Teams: whom they serve, when they are there, and which of them a handoff goes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from handoff.core import hours
from handoff.core.events import HandoffReason
from handoff.core.hours import Hours

DEFAULT_TEAM = "support"

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS


class Assignment(StrEnum):
    """How waiting customers come to agents."""

    MANUAL = "manual"  # agents take
    AUTOMATIC = "automatic"  # the least busy agent gets the next one; among those the longest idle


@dataclass(frozen=True)
class Team:
    """What staff set for a team. Skills that are empty fit everything. Durations in ms.

    ``members`` counts the accounts that could take customers, signed in or not; ``title`` is what people call
    the team, empty: as its name."""

    name: str
    members: int = 0
    topics: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    urgent: frozenset[str] = frozenset({HandoffReason.SENSITIVE.value})
    overflow_to: str | None = None
    overflow_ms: int = 5 * MINUTE_MS
    assignment: Assignment = Assignment.MANUAL
    sticky: bool = True
    wrap_up_ms: int = 0
    wait_limit_ms: int = 10 * MINUTE_MS
    reply_within_ms: int = 8 * HOUR_MS
    callbacks: bool = True
    hours: Hours | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """What is known of a customer who needs a person. ``language`` as a browser says it: "de-AT"."""

    reason: str
    topic: str | None = None
    language: str | None = None


def choose(teams: Sequence[Team], need: Need) -> str:
    """The team a handoff goes to: one with members, that serves this, the most special first. ``teams`` come
    oldest first. A team nobody is in would be a dead end, so it is chosen only where there is no other."""
    staffed = [team for team in teams if team.members] or list(teams)
    fitting = [team for team in staffed if fits(team, need)] or staffed
    if not fitting:
        return DEFAULT_TEAM
    return max(fitting, key=lambda team: (_special(team, need), team.name == DEFAULT_TEAM)).name


def fits(team: Team, need: Need) -> bool:
    """Every skill the team names is asked for. What is unknown fits no named skill but languages: a page that
    does not say its language keeps nobody from a person."""
    language = (need.language or "").split("-")[0].lower()
    return (
        (not team.topics or need.topic in team.topics)
        and (not team.languages or not language or language in team.languages)
        and (not team.reasons or need.reason in team.reasons)
    )


def is_open(team: Team, now_ms: int) -> bool:
    """Inside its hours; a team that names none is always there."""
    return team.hours is None or hours.is_open(team.hours, now_ms)


def opens_at(team: Team, now_ms: int) -> int | None:
    """When a closed team opens next. None: it is open, or never will be."""
    if team.hours is None or hours.is_open(team.hours, now_ms):
        return None
    return hours.opens_at(team.hours, now_ms)


def reply_due(team: Team, now_ms: int) -> int:
    """By when a follow-up left now is answered: business time, or a day where the team names no hours."""
    if team.hours is None:
        return now_ms + 24 * HOUR_MS
    return hours.after(team.hours, now_ms, team.reply_within_ms)


def _special(team: Team, need: Need) -> int:
    """How many of its skills are asked for; a language that nobody knows is not."""
    return sum(map(bool, (team.topics, team.languages and need.language, team.reasons)))


def named(teams: Sequence[Team], name: str) -> Team:
    """A team by its name; one that was removed meanwhile has nobody and no settings."""
    return next((team for team in teams if team.name == name), Team(name))
