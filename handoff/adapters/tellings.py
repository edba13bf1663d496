"""What staff sent to those who had asked, and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from handoff.adapters import schema as t
from handoff.adapters.accounts import opened
from handoff.core.told import Waiting
from handoff.ports import Clock

NEWEST = 50


@dataclass(frozen=True, slots=True)
class Sent:
    """``messages`` by language, the one under "" for everybody else. Of ``total`` customers ``told`` have
    heard, ``mailed`` of them by mail too, ``left`` still wait, ``failed`` could not be told; the rest had
    heard of it before their turn came. ``at`` in ms."""

    id: str
    subject: str
    at: int
    author: Mapping[str, Any]
    entry: str | None
    title: str
    messages: Mapping[str, str]
    total: int
    failed: int = 0
    told: int = 0
    mailed: int = 0
    left: int = 0


class Tellings:
    """All methods block on the database: call them in a thread."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def begin(self, sent: Sent, waiting: Sequence[Waiting]) -> bool:
        """All of it or nothing. False: it was begun before, under the same id."""
        try:
            with opened(self._engine.begin) as db:
                known = select(func.count()).select_from(t.tellings).where(t.tellings.c.id == sent.id)
                if db.scalar(known):
                    return False
                db.execute(insert(t.tellings).values(_kept(sent)))
                if waiting:
                    db.execute(insert(t.to_tell), [_row(one, sent.at) for one in waiting])
        except Exception as error:
            if isinstance(error.__cause__, IntegrityError):  # pressed twice at once
                return False
            raise
        return True

    def find(self, id: str) -> Sent | None:
        with opened(self._engine.connect) as db:
            found = _sent(db, select(t.tellings).where(t.tellings.c.id == id))
        return found[0] if found else None

    def newest(self, subject: str | None = None) -> list[Sent]:
        wanted = select(t.tellings).order_by(t.tellings.c.at.desc(), t.tellings.c.id).limit(NEWEST)
        if subject is not None:
            wanted = wanted.where(t.tellings.c.subject == subject)
        with opened(self._engine.connect) as db:
            return _sent(db, wanted)

    def stop(self, id: str) -> None:
        """Whoever still waits is not told by this one."""
        with opened(self._engine.begin) as db:
            gone = db.execute(delete(t.to_tell).where(t.to_tell.c.telling == id)).rowcount
            fewer = t.tellings.c.total - gone
            db.execute(update(t.tellings).where(t.tellings.c.id == id).values(total=fewer))

    def due(self, limit: int) -> list[tuple[str, str]]:
        """Telling and visitor, in the order of their turn."""
        row = t.to_tell.c
        wanted = (
            select(row.telling, row.visitor)
            .where(row.due_at <= self._clock())
            .order_by(row.due_at, row.telling, row.visitor)
        )
        with opened(self._engine.connect) as db:
            return [(one.telling, one.visitor) for one in db.execute(wanted.limit(limit))]

    def later(self, telling: str, visitor: str, pause_ms: int) -> int:
        """It did not work. How often that was so."""
        row = t.to_tell.c
        same = (row.telling == telling) & (row.visitor == visitor)
        with opened(self._engine.begin) as db:
            db.execute(
                update(t.to_tell).where(same).values(tries=row.tries + 1, due_at=self._clock() + pause_ms)
            )
            return int(db.scalar(select(row.tries).where(same)) or 0)


def _sent(db: Connection, wanted: Any) -> list[Sent]:
    rows = db.execute(wanted).mappings().all()
    ids = [row["id"] for row in rows]
    told = select(t.told.c.telling, func.count(), func.count().filter(t.told.c.mail == "sending"))
    counts = {
        id: (count, mailed)
        for id, count, mailed in db.execute(told.where(t.told.c.telling.in_(ids)).group_by(t.told.c.telling))
    }
    left = select(t.to_tell.c.telling, func.count()).where(t.to_tell.c.telling.in_(ids))
    waits = {row.telling: row[1] for row in db.execute(left.group_by(t.to_tell.c.telling))}
    return [_read(dict(row), *counts.get(row["id"], (0, 0)), waits.get(row["id"], 0)) for row in rows]


def _read(row: Mapping[str, Any], told: int, mailed: int, left: int) -> Sent:
    kept = {**row, "author": orjson.loads(row["author"]), "messages": orjson.loads(row["messages"])}
    return Sent(**kept, told=told, mailed=mailed, left=left)


def _kept(sent: Sent) -> dict[str, Any]:
    return {
        "id": sent.id,
        "subject": sent.subject,
        "at": sent.at,
        "author": orjson.dumps(sent.author).decode(),
        "entry": sent.entry,
        "title": sent.title,
        "messages": orjson.dumps(sent.messages).decode(),
        "total": sent.total,
        "failed": 0,
    }


def _row(one: Waiting, at: int) -> dict[str, Any]:
    body = {"text": one.text, "entry": one.entry, "question": one.question, "email": one.email}
    return {
        "telling": one.telling,
        "visitor": one.visitor,
        "subject": one.subject,
        "due_at": at,
        "tries": 0,
        "body": orjson.dumps(body).decode(),
    }
