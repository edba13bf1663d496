"""Known issues in SQL, and whom they affect: each visitor once, by a hash that names nobody."""

from __future__ import annotations

import contextlib
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from handoff.adapters import schema as t
from handoff.adapters.accounts import hashed
from handoff.adapters.database import reason
from handoff.core.errors import Conflict, NotFound, NotNow, Unavailable
from handoff.core.known_issues import MOST_OPEN, KnownIssue
from handoff.ports import Clock

READ_AGAIN_S = 2.0
"""Every answer asks which are open: what another process posted or closed may be told so much later."""

CLOSED_SHOWN = 50
"""Closed ones that staff are shown, the newest first."""


class KnownIssues:
    """All methods block on the database: call them in a thread."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._read: tuple[float, list[KnownIssue]] | None = None

    def open(self) -> list[KnownIssue]:
        """The newest first."""
        read, now = self._read, time.monotonic()
        if read is None or now - read[0] >= READ_AGAIN_S:
            with self._opened() as db:
                read = now, _found(db, _ISSUES.where(t.known_issues.c.closed_at.is_(None)))
            self._read = read
        return read[1]

    def all(self) -> list[KnownIssue]:
        """Open ones, then those closed last."""
        closed = t.known_issues.c.closed_at
        with self._opened() as db:
            ended = _ISSUES.where(closed.is_not(None)).order_by(None).order_by(closed.desc())
            return [
                *_found(db, _ISSUES.where(closed.is_(None))),
                *_found(db, ended.limit(CLOSED_SHOWN)),
            ]

    def one(self, id: str) -> KnownIssue:
        """Open or closed. Raises ``NotFound``."""
        with self._opened() as db:
            return _known(db, id)

    def add(self, title: str, text: str, entries: tuple[str, ...]) -> KnownIssue:
        now = self._clock()
        made = KnownIssue(str(uuid.uuid4()), title, text, entries, now, now)
        with self._opened() as db:
            _refuse_too_many(db)
            db.execute(insert(t.known_issues).values(id=made.id, opened_at=now, **_kept(made)))
        self._read = None
        return made

    def change(
        self, id: str, title: str, text: str, entries: tuple[str, ...], *, is_open: bool
    ) -> KnownIssue:
        """Closing keeps it for staff; opening it again counts on."""
        now = self._clock()
        with self._opened() as db:
            known = _known(db, id)
            if is_open and known.closed_at is not None:
                _refuse_too_many(db)
            closed_at = None if is_open else known.closed_at or now
            made = replace(
                known, title=title, text=text, entries=entries, changed_at=now, closed_at=closed_at
            )
            db.execute(update(t.known_issues).where(t.known_issues.c.id == id).values(_kept(made)))
        self._read = None
        return made

    def affects(self, id: str, visitor: str) -> None:
        """This visitor, too. Saying it again changes nothing."""
        with self._opened() as db:
            if _known(db, id).closed_at is not None:
                raise NotNow("This is solved, as far as we know. If it isn't for you, please write to us.")
            row = {"issue": id, "visitor_hash": hashed(f"{id} {visitor}"), "at": self._clock()}
            same = (t.affected.c.issue == id) & (t.affected.c.visitor_hash == row["visitor_hash"])
            if db.scalar(select(func.count()).select_from(t.affected).where(same)):
                return
            with contextlib.suppress(IntegrityError), db.begin_nested():  # another tab was faster
                db.execute(insert(t.affected).values(row))
        self._read = None

    @contextlib.contextmanager
    def _opened(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as db:
                yield db
        except SQLAlchemyError as error:
            raise Unavailable(f"The database is out of order: {reason(error)}", retry_s=1) from error


_COUNTS = select(t.affected.c.issue, func.count().label("affected")).group_by(t.affected.c.issue).subquery()
_ISSUES = (
    select(t.known_issues, func.coalesce(_COUNTS.c.affected, 0).label("affected"))
    .outerjoin(_COUNTS, _COUNTS.c.issue == t.known_issues.c.id)
    .order_by(t.known_issues.c.opened_at.desc(), t.known_issues.c.id)
)


def _found(db: Connection, wanted: Any) -> list[KnownIssue]:
    return [_read(row) for row in db.execute(wanted).mappings()]


def _known(db: Connection, id: str) -> KnownIssue:
    found = _found(db, _ISSUES.where(t.known_issues.c.id == id))
    if not found:
        raise NotFound("There is no such known issue.")
    return found[0]


def _refuse_too_many(db: Connection) -> None:
    is_open = t.known_issues.c.closed_at.is_(None)
    if (db.scalar(select(func.count()).select_from(t.known_issues).where(is_open)) or 0) >= MOST_OPEN:
        raise Conflict(f"{MOST_OPEN} known issues are open already; close one first.")


def _kept(made: KnownIssue) -> dict[str, object]:
    return {
        "title": made.title,
        "text": made.text,
        "entries": orjson.dumps(made.entries).decode(),
        "changed_at": made.changed_at,
        "closed_at": made.closed_at,
    }


def _read(row: Any) -> KnownIssue:
    return KnownIssue(**{**row, "entries": tuple(orjson.loads(row["entries"]))})
