"""Canned responses in SQL: a team's, or everybody's."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from handoff.adapters import schema as t
from handoff.adapters.database import reason
from handoff.core.canned import MOST, Canned, checked
from handoff.core.errors import BadRequest, Conflict, NotFound, Unavailable

EVERYBODY = ""
"""The team of what is everybody's: with null, the database would not keep their shortcuts apart."""


class CannedResponses:
    """All methods block on the database: call them in a thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_teams(self, teams: tuple[str, ...] | None) -> list[Canned]:
        """These teams' and everybody's; of every team for None. By shortcut."""
        wanted = select(t.canned).order_by(t.canned.c.shortcut, t.canned.c.team)
        if teams is not None:
            wanted = wanted.where(t.canned.c.team.in_((EVERYBODY, *teams)))
        with self._opened() as db:
            return [_read(row) for row in db.execute(wanted).mappings()]

    def add(self, shortcut: str, title: str, text: str, team: str | None, closing: bool) -> Canned:
        made = checked(str(uuid.uuid4()), shortcut, title, text, team, closing)
        with self._opened() as db:
            if (db.scalar(select(func.count()).select_from(t.canned)) or 0) >= MOST:
                raise Conflict(f"There are {MOST:,} canned responses already; remove one first.")
            self._refuse(db, made)
            db.execute(insert(t.canned).values(_row(made)))
        return made

    def change(
        self, id: str, shortcut: str, title: str, text: str, team: str | None, closing: bool
    ) -> Canned:
        made = checked(id, shortcut, title, text, team, closing)
        with self._opened() as db:
            _known(db, id)
            self._refuse(db, made)
            db.execute(update(t.canned).where(t.canned.c.id == id).values(_row(made)))
        return made

    def remove(self, id: str) -> Canned:
        """Answers with what is gone, so that it can be added again."""
        with self._opened() as db:
            gone = _known(db, id)
            db.execute(delete(t.canned).where(t.canned.c.id == id))
        return gone

    def _refuse(self, db: Connection, made: Canned) -> None:
        """An unknown team, and a shortcut that some agent would see twice."""
        team = made.team
        if team is not None and db.scalar(select(t.teams.c.name).where(t.teams.c.name == team)) is None:
            raise BadRequest(f"team: there is no team '{team}'.", field="team")
        same = select(t.canned).where(t.canned.c.shortcut == made.shortcut, t.canned.c.id != made.id)
        if team is not None:
            same = same.where(t.canned.c.team.in_((EVERYBODY, team)))
        other = db.execute(same.limit(1)).mappings().first()
        if other is not None:
            raise _in_use(_read(other))

    @contextlib.contextmanager
    def _opened(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as db:
                yield db
        except IntegrityError as error:
            raise Conflict("Somebody has just used this shortcut or removed this team.") from error
        except SQLAlchemyError as error:
            raise Unavailable(f"The database is out of order: {reason(error)}", retry_s=1) from error


def _in_use(other: Canned) -> Conflict:
    whose = f"team {other.team}" if other.team else "everybody"
    return Conflict(
        f"shortcut: /{other.shortcut} stands for “{other.title}” already, for {whose}.", field="shortcut"
    )


def _known(db: Connection, id: str) -> Canned:
    row = db.execute(select(t.canned).where(t.canned.c.id == id)).mappings().first()
    if row is None:
        raise NotFound("There is no such canned response any more.")
    return _read(row)


def _row(made: Canned) -> dict[str, object]:
    return {**made.wire(), "team": made.team or EVERYBODY}


def _read(row: object) -> Canned:
    kept = dict(row)  # type: ignore[call-overload]
    return Canned(**{**kept, "team": kept["team"] or None})
