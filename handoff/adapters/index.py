"""Keeping what is found up with the log: a follower with a cursor, so that no append waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Engine

from handoff.adapters.connection import Session
from handoff.adapters.following import next_events, reached
from handoff.adapters.rows import EVENT_COLUMNS, conversation_from, event_from
from handoff.adapters.writer import Writer
from handoff.core.conversation import Conversation
from handoff.core.events import Event
from handoff.core.search import Document, documented
from handoff.ports import Clock

NAME = "search"

LOOKED_AT = 400
"""Events of the log looked at in one step."""

AT_ONCE = 4
"""Conversations taken in within one piece of the writer's work: a few milliseconds."""

READ_BACK = 2_000
"""Events read of a conversation that is taken in anew; what was said long before is not found any more."""

_DOCUMENT = """SELECT conversation, number, started_at, seq, words, marks FROM documents
    WHERE conversation = :id"""
_THEIRS = "FROM events WHERE conversation = :id AND seq > :after AND seq <= :until"
_EVENTS = f"SELECT {EVENT_COLUMNS} {_THEIRS} ORDER BY seq DESC LIMIT {READ_BACK}"
_ADD = """INSERT INTO documents (number, conversation, started_at, seq, words, marks)
    VALUES (:number, :conversation, :started_at, :seq, :words, :marks)"""
_CHANGE = """UPDATE documents SET number = :number, started_at = :started_at, seq = :seq, words = :words,
    marks = :marks WHERE conversation = :conversation"""


class SqlIndex:
    """``ports.Index``. Run by one process at a time; two would do the same work twice and no harm."""

    def __init__(self, engine: Engine, writer: Writer, clock: Clock) -> None:
        self._writer = writer
        self._clock = clock
        self._plain = engine.dialect.name != "sqlite"
        self._tidying = False

    async def follow(self) -> int:
        return await self._emptied() or await self._appended()

    async def _emptied(self) -> int:
        """What was emptied is read anew, then what is left of it in the index is merged away."""
        ids = await self._writer.submit(
            lambda session: [row[0] for row in session.read(_STALE, {"limit": AT_ONCE})]
        )
        if ids:
            await self._writer.submit(lambda session: _take_in(session, ids))
            self._tidying = True
        elif self._tidying and not self._plain:
            self._tidying = await self._writer.submit(_merged)
            return int(self._tidying)
        return len(ids)

    async def _appended(self) -> int:
        now = self._clock()
        rows = await self._writer.submit(lambda session: next_events(session, NAME, LOOKED_AT, now))
        if not rows:
            return 0
        ids = list(dict.fromkeys(row[1] for row in rows))
        for first in range(0, len(ids), AT_ONCE):
            some = ids[first : first + AT_ONCE]
            await self._writer.submit(lambda session, some=some: _take_in(session, some))  # type: ignore[misc]
        await self._writer.submit(lambda session: reached(session, NAME, rows[-1][0]))
        return len(ids)


_STALE = "SELECT conversation FROM documents WHERE seq < 0 ORDER BY conversation LIMIT :limit"


def _take_in(session: Session, ids: Sequence[str]) -> None:
    """Read and written in one transaction, with the rows locked that may be emptied at this moment."""
    for id in ids:
        session.lock("SELECT number FROM documents WHERE conversation = :id", {"id": id})
        known = session.read(_DOCUMENT, {"id": id})
        conversation = session.cached(id) or _conversation(session, id)
        if conversation is None:
            session.write("DELETE FROM documents WHERE conversation = :id", {"id": id})
            continue
        before = Document(*known[0]) if known and known[0][3] >= 0 else None
        if before is None or before.seq < conversation.seq:
            events = _events(session, conversation, before.seq if before else 0)
            _put(session, documented(conversation, events, before), known=bool(known))


def _conversation(session: Session, id: str) -> Conversation | None:
    rows = session.read("SELECT state FROM conversations WHERE id = :id", {"id": id})
    return conversation_from(rows[0][0]) if rows else None


def _events(session: Session, conversation: Conversation, after: int) -> list[Event]:
    values = {"id": conversation.id, "after": after, "until": conversation.seq}
    session.lock(f"SELECT id {_THEIRS}", values)
    return [event_from(row) for row in reversed(session.read(_EVENTS, values))]


def _put(session: Session, document: Document, *, known: bool) -> None:
    """Two conversations of the same millisecond may, once in a million, have the same number."""
    values: dict[str, Any] = {"conversation": document.conversation, "number": document.number}
    taken = "SELECT 1 FROM documents WHERE number = :number AND conversation <> :conversation"
    while session.read(taken, values):
        values["number"] += 1
        document = replace(document, number=document.number + 1)
    session.write(
        _CHANGE if known else _ADD,
        values
        | {
            "started_at": document.started_at,
            "seq": document.seq,
            "words": document.words,
            "marks": document.marks,
        },
    )


def _merged(session: Session) -> bool:
    """One step of merging SQLite's index, after which words that were taken out are not on the disk any more.
    False: it is done."""
    before = session.read("SELECT total_changes()", {})[0][0]
    session.write("INSERT INTO documents_words (documents_words, rank) VALUES ('merge', -64)", {})
    return bool(session.read("SELECT total_changes()", {})[0][0] - before >= 2)
