"""Teams and their settings in SQL. Public holidays are worked out when a team is read, never stored."""

from __future__ import annotations

import contextlib
import functools
import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Connection, Engine, delete, func, insert, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from handoff.adapters import schema as t
from handoff.adapters.database import reason
from handoff.adapters.team_settings import Settings, notices, parsed, team_of
from handoff.core import hours as business
from handoff.core.errors import BadRequest, Conflict, NotFound, Refusal, Unavailable
from handoff.core.events import iso
from handoff.core.teams import Team
from handoff.ports import Clock

log = logging.getLogger(__name__)

# Content staff see no customers and the disabled nothing, so they are no members that a handoff counts on.
_TEAMS = """SELECT teams.name, teams.settings, COUNT(agents.id) FROM teams
    LEFT JOIN memberships ON memberships.team = teams.name
    LEFT JOIN agents ON agents.id = memberships.agent AND agents.role <> 'content'
        AND agents.disabled_at IS NULL
    GROUP BY teams.name, teams.settings, teams.created_at ORDER BY teams.created_at, teams.name"""

NEXT_DAYS = 5

Read = Callable[[str, Mapping[str, Any]], Sequence[Any]]


def all_teams(read: Read, now_ms: int) -> tuple[Team, ...]:
    """Every team, oldest first. Rows are read each time and so fresh; what they say is worked out once."""
    year = datetime.fromtimestamp(now_ms / 1000, UTC).year
    return tuple(_team(str(name), str(kept), int(members), year) for name, kept, members in read(_TEAMS, {}))


@functools.lru_cache(maxsize=512)
def _team(name: str, kept: str, members: int, year: int) -> Team:
    """Settings that can't be read (by hand, by a later version) keep nobody from a person."""
    try:
        return team_of(name, members, parsed(orjson.loads(kept)), year)
    except (Refusal, ValueError) as error:
        log.error("the settings of team '%s' can't be read, so the defaults count: %s", name, error)
        return Team(name, members)


@dataclass(frozen=True, slots=True)
class Shown:
    """A team with its settings as staff write them at a moment; ``notices`` say what is perhaps not meant."""

    team: Team
    settings: Settings
    now_ms: int
    notices: tuple[str, ...] = ()

    def wire(self) -> dict[str, Any]:
        hours, now_ms = self.team.hours, self.now_ms
        is_open = hours is None or business.is_open(hours, now_ms)
        opens = business.opens_at(hours, now_ms) if hours and not is_open else None
        closes = business.closes_at(hours, now_ms) if hours and is_open else None
        return {
            "name": self.team.name,
            "members": self.team.members,
            "open": is_open,
            "opens_at": iso(opens) if opens is not None else None,
            "closes_at": iso(closes) if closes is not None else None,
            "settings": self.settings.model_dump(),
            "holidays": self._holidays(),
            "notices": list(self.notices),
        }

    def _holidays(self) -> list[dict[str, str]]:
        """The next closed days, as far as a calendar or staff name them."""
        hours = self.team.hours
        if hours is None:
            return []
        today = datetime.fromtimestamp(self.now_ms / 1000, ZoneInfo(hours.time_zone)).date()
        days = sorted({day for day in (*hours.holidays, *hours.closed) if day >= today})
        named = ((day, hours.closed_for(day)) for day in days)
        return [{"day": day.isoformat(), "name": name} for day, name in named if name][:NEXT_DAYS]


class Teams:
    """All methods block on the database: call them in a thread."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def all(self) -> tuple[Team, ...]:
        with self._opened() as db:
            return self._teams(db)

    def show(self, topics: Collection[str] | None = None) -> list[Shown]:
        """Every team, oldest first. ``topics`` the content has, if known: others get a notice."""
        with self._opened() as db:
            return [self._shown(db, team, topics) for team in self._teams(db)]

    def show_one(self, name: str, topics: Collection[str] | None = None) -> Shown:
        with self._opened() as db:
            return self._shown(db, self._known(db, name), topics)

    def save(self, name: str, raw: Any, topics: Collection[str] | None = None) -> Shown:
        """Replace a team's settings; what is left out becomes the default. Wrong ones change nothing."""
        with self._opened(writing=True) as db:
            self._known(db, name)
            settings = parsed(raw)
            self._refuse_circles(db, name, settings.overflow_to)
            self._refuse_never(settings)
            kept = orjson.dumps(settings.model_dump(exclude_defaults=True)).decode()
            db.execute(update(t.teams).where(t.teams.c.name == name).values(settings=kept))
            return self._shown(db, self._known(db, name), topics)

    def preview(self, name: str, raw: Any, topics: Collection[str] | None = None) -> Shown:
        """The team as it would be with these settings; nothing is saved."""
        with self._opened() as db:
            members = self._known(db, name).members
            settings = parsed(raw)
            self._refuse_circles(db, name, settings.overflow_to)
            self._refuse_never(settings)
            team = team_of(name, members, settings, self._year())
            return Shown(team, settings, self._clock(), tuple(notices(settings, team, topics)))

    def rename(self, name: str, title: str) -> Shown:
        """Change what people call it. Its name stays: conversations, commands and links know it by that."""
        with self._opened() as db:
            kept = self._shown(db, self._known(db, name), None).settings
        return self.save(name, {**kept.model_dump(), "title": None if title == name else title})

    def add(self, name: str) -> Team:
        name = checked_team_name(name)
        with self._opened(writing=True) as db:
            if any(team.name == name for team in self._teams(db)):
                raise Conflict(f"There is a team '{name}' already.")
            db.execute(insert(t.teams).values(name=name, created_at=self._clock()))
            return self._known(db, name)

    def remove(self, name: str) -> None:
        """Only a team that nobody would miss: no customer's conversation, no other team's overflow, no canned
        responses, and no colleague without another team."""
        with self._opened(writing=True) as db:
            self._known(db, name)
            self._refuse_missed(db, name)
            db.execute(delete(t.memberships).where(t.memberships.c.team == name))
            db.execute(delete(t.teams).where(t.teams.c.name == name))

    def _refuse_missed(self, db: Connection, name: str) -> None:
        here = select(func.count()).select_from(t.conversations).where(t.conversations.c.team == name)
        if count := db.scalar(here.where(t.conversations.c.status != "resolved")):
            raise Conflict(f"Team '{name}' has {count} open conversation{'s' if count > 1 else ''}.")
        for team in self._teams(db):
            if team.overflow_to == name:
                raise Conflict(f"Team '{team.name}' overflows to '{name}': set its overflow_to first.")
        responses = select(func.count()).select_from(t.canned).where(t.canned.c.team == name)
        if count := db.scalar(responses):
            several = "s" if count > 1 else ""
            raise Conflict(f"Team '{name}' has {count} canned response{several}: give them to another first.")
        elsewhere = select(t.memberships.c.agent).where(t.memberships.c.team != name)
        only_here = select(t.agents.c.name).join(t.memberships).where(t.memberships.c.team == name)
        lonely = db.scalars(only_here.where(t.agents.c.id.not_in(elsewhere)).order_by(t.agents.c.name)).all()
        if lonely:
            raise Conflict(
                f"Team '{name}' is the only one of {', '.join(lonely)}: add them to another first."
            )

    def _refuse_circles(self, db: Connection, name: str, to: str | None) -> None:
        following = {team.name: team.overflow_to for team in self._teams(db)} | {name: to}
        if to == name:
            raise BadRequest(f"overflow_to: '{name}' can't overflow to itself.", field="overflow_to")
        if to is not None and to not in following:
            raise BadRequest(f"overflow_to: there is no team '{to}'.", field="overflow_to")
        path = [name]
        while to is not None and to not in path:
            path.append(to)
            to = following.get(to)
        if to == name:
            circle = " to ".join([*path, name])
            raise BadRequest(f"overflow_to: that is a circle, {circle}.", field="overflow_to")

    def _refuse_never(self, settings: Settings) -> None:
        team = team_of("", 0, settings, self._year())
        if team.hours is None or business.is_open(team.hours, self._clock()):
            return
        if business.opens_at(team.hours, self._clock()) is None:
            raise BadRequest("hours: they never open; give at least one day hours.", field="hours")

    def _shown(self, db: Connection, team: Team, topics: Collection[str] | None) -> Shown:
        kept = db.scalar(select(t.teams.c.settings).where(t.teams.c.name == team.name))
        try:
            settings = parsed(orjson.loads(str(kept)))
        except (Refusal, ValueError) as error:
            told = f"What was stored can't be read, so the defaults count: {error}"
            return Shown(team, Settings(), self._clock(), (told,))
        return Shown(team, settings, self._clock(), tuple(notices(settings, team, topics)))

    def _known(self, db: Connection, name: str) -> Team:
        for team in self._teams(db):
            if team.name == name:
                return team
        raise NotFound(f"There is no team '{name}'.")

    def _teams(self, db: Connection) -> tuple[Team, ...]:
        return all_teams(lambda statement, values: db.execute(text(statement), values).all(), self._clock())

    def _year(self) -> int:
        return datetime.fromtimestamp(self._clock() / 1000, UTC).year

    @contextlib.contextmanager
    def _opened(self, *, writing: bool = False) -> Iterator[Connection]:
        try:
            with self._engine.begin() if writing else self._engine.connect() as db:
                yield db
        except SQLAlchemyError as error:
            raise Unavailable(f"The database is out of order: {reason(error)}", retry_s=1) from error


def checked_team_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > 64 or not name.isprintable():
        raise BadRequest("team: a name of 1 to 64 characters, please.", field="team")
    return name
