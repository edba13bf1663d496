"""Who is told of what, in SQL, within the writer's transaction."""

from __future__ import annotations

import orjson

from handoff.adapters.accounts import hashed
from handoff.adapters.connection import Session
from handoff.adapters.rows import speaker_from
from handoff.core.told import Waiting

LONGEST_CHAIN = 5
"""How often somebody may have said anew who they are; each step is a row."""


class SqlTellings:
    """``ports.Tellings`` on the writer's connection."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def claim(self, telling: str, visitor: str) -> Waiting | None:
        key = {"telling": telling, "visitor": visitor}
        rows = self._session.read(
            """SELECT to_tell.subject, to_tell.body, tellings.author FROM to_tell
            JOIN tellings ON tellings.id = to_tell.telling
            WHERE to_tell.telling = :telling AND to_tell.visitor = :visitor""",
            key,
        )
        taken = "DELETE FROM to_tell WHERE telling = :telling AND visitor = :visitor"
        if not rows or self._session.write(taken, key) != 1:
            return None
        subject, body, author = rows[0]
        by = speaker_from({**orjson.loads(author), "role": "agent"})
        return Waiting(telling, self._now(visitor), subject, by=by, **orjson.loads(body))

    def first(self, waiting: Waiting, at: int) -> bool:
        subject = waiting.subject
        for earlier in self._before(waiting.visitor):
            known = {"subject": subject, "hash": visitor_hash(subject, earlier)}
            if self._session.read(
                "SELECT 1 FROM told WHERE subject = :subject AND visitor_hash = :hash", known
            ):
                return False
        written = self._session.write(
            """INSERT INTO told (subject, visitor_hash, telling, at) VALUES (:subject, :hash, :telling, :at)
            ON CONFLICT (subject, visitor_hash) DO NOTHING""",
            {
                "subject": subject,
                "hash": visitor_hash(subject, waiting.visitor),
                "telling": waiting.telling,
                "at": at,
            },
        )
        return written == 1

    def mailed(self, waiting: Waiting, posting: str) -> None:
        self._session.write(
            "UPDATE told SET mail = :posting WHERE subject = :subject AND visitor_hash = :hash",
            {
                "posting": posting,
                "subject": waiting.subject,
                "hash": visitor_hash(waiting.subject, waiting.visitor),
            },
        )

    def failed(self, telling: str) -> None:
        self._session.write("UPDATE tellings SET failed = failed + 1 WHERE id = :id", {"id": telling})

    def _now(self, visitor: str) -> str:
        """Who they have said to be since."""
        for _ in range(LONGEST_CHAIN):
            became = "SELECT became FROM retired_visitors WHERE visitor = :visitor"
            rows = self._session.read(became, {"visitor": visitor})
            if not rows:
                break
            visitor = str(rows[0][0])
        return visitor

    def _before(self, visitor: str) -> list[str]:
        """Who they were before they said so."""
        were = "SELECT visitor FROM retired_visitors WHERE became = :visitor"
        return [str(row[0]) for row in self._session.read(were, {"visitor": visitor})]


def visitor_hash(subject: str, visitor: str) -> str:
    """Tells whether this visitor was told, and of nobody who was."""
    return hashed(f"{subject} {visitor}")
