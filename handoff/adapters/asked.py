"""What is asked most, counted in the newest part of the log."""

from __future__ import annotations

from collections import Counter

import orjson
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from handoff.adapters.database import reason
from handoff.core.errors import Unavailable

LOOKED_BACK = 20_000
"""Events of the log looked at: some thousand conversations, and never more however long the log is."""

_NEWEST = text(
    """SELECT conversation, seq, kind, fact FROM events
    WHERE id > (SELECT COALESCE(MAX(id), 0) FROM events) - :back
    AND kind IN ('bot_answered', 'feedback_given') ORDER BY id"""
)


class Asked:
    """Blocks on the database: call it in a thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def counts(self) -> Counter[str]:
        """By entry: how often it was shown of late, less how often it was refused."""
        try:
            with self._engine.connect() as db:
                rows = db.execute(_NEWEST, {"back": LOOKED_BACK}).all()
        except SQLAlchemyError as error:
            raise Unavailable(f"The database is out of order: {reason(error)}", retry_s=1) from error
        shown: dict[tuple[str, int], str] = {}
        counts: Counter[str] = Counter()
        for conversation, seq, kind, fact in rows:
            told = orjson.loads(fact)
            if kind == "bot_answered":
                shown[conversation, seq] = told["entry"]
                counts[told["entry"]] += 1
            elif not told["helpful"] and (entry := shown.get((conversation, told["answer"]))):
                counts[entry] -= 1
        return counts
