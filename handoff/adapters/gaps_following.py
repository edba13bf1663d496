"""Keeping the questions up with the log: a follower with a position, so that no append waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine

from handoff.adapters.connection import Session
from handoff.adapters.following import next_events, reached
from handoff.adapters.rows import EVENT_COLUMNS, event_from
from handoff.adapters.writer import Writer
from handoff.core.events import Event, Kind
from handoff.core.gaps import TURNING, Question, questions
from handoff.ports import Clock

NAME = "questions"

LOOKED_AT = 400
"""Events of the log looked at in one step."""

AT_ONCE = 4
"""Conversations taken in within one piece of the writer's work: a few milliseconds."""

READ = 2_000
"""Events read of a conversation, from its first one on."""

LONGEST = 4_000
"""Characters kept of a question: as long as a message may be."""

_TURNED = TURNING - {Kind.CUSTOMER_SAID.value}
"""What customers say becomes a question with what follows it."""

_OF = "FROM events WHERE conversation = :id AND seq <= :until"
_EVENTS = f"SELECT {EVENT_COLUMNS} {_OF} ORDER BY seq LIMIT {READ}"
_KNOWN = """SELECT seq, became, reason, entry, answer, helpful, chosen, agent_ms, gap FROM questions
    WHERE conversation = :id"""
_ADD = """INSERT INTO questions (conversation, seq, at, locale, became, reason, entry, answer, confidence,
    helpful, chosen, agent_ms, text, placed) VALUES (:conversation, :seq, :at, :locale, :became, :reason,
    :entry, :answer, :confidence, :helpful, :chosen, :agent_ms, :text, :placed)"""
_CHANGE = """UPDATE questions SET became = :became, reason = :reason, entry = :entry, answer = :answer,
    confidence = :confidence, helpful = :helpful, chosen = :chosen, agent_ms = :agent_ms
    WHERE conversation = :conversation AND seq = :seq AND review IS NULL"""
_STALE = "UPDATE gaps SET stale = :yes WHERE id = :gap"


class SqlQuestions:
    """``ports.Index``. Run by one process at a time; two would do the same work twice and no harm."""

    def __init__(self, engine: Engine, writer: Writer, clock: Clock) -> None:
        self._engine = engine
        self._writer = writer
        self._clock = clock

    async def follow(self) -> int:
        """Looks at some of what is new; 0 when it is up to date."""
        now = self._clock()
        rows = await self._writer.submit(lambda session: next_events(session, NAME, LOOKED_AT, now))
        if not rows:
            return 0
        ids = list(dict.fromkeys(row[1] for row in rows if row[3] in _TURNED))
        for first in range(0, len(ids), AT_ONCE):
            some = ids[first : first + AT_ONCE]
            await self._writer.submit(lambda session, some=some: take_in(session, some))  # type: ignore[misc]
        await self._writer.submit(lambda session: reached(session, NAME, rows[-1][0]))
        return len(rows)


def take_in(session: Session, ids: Sequence[str]) -> None:
    """Read and written in one transaction, with the events locked that may be emptied at this moment."""
    for id in ids:
        newest = session.read("SELECT seq FROM conversations WHERE id = :id", {"id": id})
        if not newest:
            continue
        values = {"id": id, "until": newest[0][0]}
        session.lock(f"SELECT id {_OF}", values)
        events = [event_from(row) for row in session.read(_EVENTS, values)]
        known = {row[0]: tuple(row[1:]) for row in session.read(_KNOWN, {"id": id})}
        for question in questions(events):
            _put(session, id, events, question, known.get(question.seq))


def _put(
    session: Session, id: str, events: Sequence[Event], question: Question, known: tuple[Any, ...] | None
) -> None:
    now = _columns(question)
    told = ("became", "reason", "entry", "answer", "helpful", "chosen", "agent_ms")
    if known is not None:
        if known[:-1] == tuple(now[name] for name in told):
            return
        session.write(_CHANGE, {"conversation": id, **now})
        if known[-1] is not None:
            session.write(_STALE, {"yes": True, "gap": known[-1]})
        return
    event = next(one for one in events if one.seq == question.seq)
    started = events[0].data if events[0].kind is Kind.CONVERSATION_STARTED else {}
    locale, text = started.get("locale"), event.data.get("text")
    session.write(
        _ADD,
        {
            "conversation": id,
            **now,
            "at": question.at,
            "locale": locale[:35] if isinstance(locale, str) else None,
            "text": text[:LONGEST] if isinstance(text, str) else None,
            "placed": False,
        },
    )


def _columns(question: Question) -> dict[str, Any]:
    return {
        "seq": question.seq,
        "became": question.became.value,
        "reason": question.reason[:32] if question.reason else None,
        "entry": question.entry[:200] if question.entry else None,
        "answer": question.answer,
        "confidence": question.confidence,
        "helpful": question.helpful,
        "chosen": question.chosen,
        "agent_ms": question.agent_ms,
    }
