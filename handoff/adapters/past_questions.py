"""Real past questions in SQL, as a preview asks them again: each text once, the newest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from handoff.adapters import schema as t
from handoff.adapters.database import reason
from handoff.core.errors import Unavailable

AT_ONCE = 500
LOOKED_AT = 20_000
"""Of the newest questions; the same one is often asked."""


@dataclass(frozen=True, slots=True)
class PastQuestion:
    """``times`` among those looked at; ``was``: what became of it last (core/gaps.py)."""

    id: int
    text: str
    times: int
    was: str


class PastQuestions:
    """All methods block on the database: call them in a thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def newest(self, most: int) -> list[PastQuestion]:
        """At most so many, each once, the newest first."""
        q = t.questions.c
        newest = select(q.id, q.text, q.became).order_by(q.id.desc()).limit(LOOKED_AT).subquery()
        latest = (
            select(newest.c.text, func.max(newest.c.id).label("last"), func.count().label("times"))
            .where(newest.c.text.is_not(None), newest.c.text != "")
            .group_by(newest.c.text)
            .order_by(func.max(newest.c.id).desc())
            .limit(most)
            .subquery()
        )
        asked = select(latest.c.last, latest.c.text, latest.c.times, q.became).join(
            t.questions, q.id == latest.c.last
        )
        try:
            with self._engine.connect() as db:
                rows = db.execute(asked.order_by(latest.c.last.desc()))
                return [PastQuestion(row.last, row.text, int(row.times), row.became) for row in rows]
        except SQLAlchemyError as error:
            raise _away(error) from error

    def texts(self, ids: Iterable[int]) -> dict[int, str]:
        """What was asked; what was erased meanwhile is not among them."""
        wanted, found = sorted(set(ids)), {}
        q = t.questions.c
        try:
            with self._engine.connect() as db:
                for start in range(0, len(wanted), AT_ONCE):
                    some = q.id.in_(wanted[start : start + AT_ONCE])
                    rows = db.execute(select(q.id, q.text).where(some, q.text.is_not(None)))
                    found.update({row.id: row.text for row in rows})
        except SQLAlchemyError as error:
            raise _away(error) from error
        return found


def _away(error: SQLAlchemyError) -> Unavailable:
    return Unavailable(f"The past questions can't be read: {reason(error)}")
