"""Answers the bot was not sure of, in SQL: which wait for staff, and what staff said of each, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Engine, text

from handoff.adapters.connection import Session
from handoff.adapters.writer import Writer
from handoff.core.errors import Conflict, NotFound
from handoff.core.gaps import doubtful_below

_WAITS = """entry IS NOT NULL AND review IS NULL AND text IS NOT NULL AND helpful IS NULL
    AND became IN ('answered', 'person') AND (chosen = :yes OR confidence < :doubt)"""
_LIST = """SELECT id, conversation, seq, at, text, entry, confidence, chosen, became FROM questions
    WHERE {waits} ORDER BY {order} LIMIT :limit OFFSET :skip"""
_ORDERED = {
    "doubtful": "COALESCE(confidence, 0), at DESC, id DESC",
    "new": "at DESC, id DESC",
}
ORDERS = tuple(_ORDERED)

_ONE = """SELECT id, conversation, seq, at, text, entry, confidence, chosen, became, review FROM questions
    WHERE id = :id"""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A question with the entry it was answered with. ``confidence`` None: the customer chose its title."""

    id: int
    conversation: str
    seq: int
    at: int
    text: str | None
    entry: str
    confidence: float | None
    chosen: bool
    became: str


class GapReviews:
    """Reading blocks on the database: do it in a thread."""

    def __init__(self, engine: Engine, writer: Writer) -> None:
        self._engine = engine
        self._writer = writer

    def waiting(self, order: str, skip: int, limit: int) -> tuple[list[Doubtful], int]:
        """Some of those that wait for staff, and how many do."""
        with self._engine.connect() as db:
            scores = db.scalar(text("SELECT scores FROM releases ORDER BY id DESC LIMIT 1"))
            values = {"yes": True, "doubt": doubtful_below(orjson.loads(scores) if scores else {})}
            listed = text(_LIST.format(waits=_WAITS, order=_ORDERED[order]))
            rows = db.execute(listed, values | {"limit": limit, "skip": skip}).all()
            count = db.scalar(text(f"SELECT COUNT(*) FROM questions WHERE {_WAITS}"), values)
        return [Doubtful(*row) for row in rows], int(count or 0)

    def one(self, id: int) -> tuple[Doubtful, dict[str, Any] | None]:
        """The question, and what was said of it. Raises ``NotFound``."""
        with self._engine.connect() as db:
            row = db.execute(text(_ONE), {"id": id}).first()
        if row is None or row.entry is None:
            raise NotFound("There is no such answer.")
        return Doubtful(*row[:-1]), orjson.loads(row.review) if row.review else None

    async def say(self, id: int, said: Mapping[str, Any]) -> None:
        """The first who says something is heard. Raises ``Conflict`` for the second."""

        def work(session: Session) -> None:
            session.lock("SELECT id FROM questions WHERE id = :id", {"id": id})
            rows = session.read("SELECT review FROM questions WHERE id = :id", {"id": id})
            if not rows:
                raise NotFound("There is no such answer.")
            if rows[0][0]:
                by = orjson.loads(rows[0][0])["by"]["name"]
                raise Conflict(f"{by} has looked at this already.")
            _write(session, id, said)

        await self._writer.submit(work)

    async def change(self, id: int, said: Mapping[str, Any] | None, became: str | None = None) -> None:
        """What was said, once it is done; None: nobody has said anything. ``became``: a question that goes
        into the gaps, or comes back from them."""

        def work(session: Session) -> None:
            _write(session, id, said)
            if became is None:
                return
            gone = became == "refused"
            session.write(
                "UPDATE gaps SET stale = :yes WHERE id = (SELECT gap FROM questions WHERE id = :id)",
                {"yes": True, "id": id},
            )
            session.write(
                "UPDATE questions SET became = :became, reason = :reason, gap = NULL WHERE id = :id",
                {"became": became, "reason": "reviewed" if gone else None, "id": id},
            )

        await self._writer.submit(work)


def _write(session: Session, id: int, said: Mapping[str, Any] | None) -> None:
    session.write(
        "UPDATE questions SET review = :said WHERE id = :id",
        {"said": orjson.dumps(said).decode() if said is not None else None, "id": id},
    )
