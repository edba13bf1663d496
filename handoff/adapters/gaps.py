"""Gaps as they are read: the list, one of them with its questions, who asked, what came of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, String, bindparam, text
from sqlalchemy.exc import SQLAlchemyError

from handoff.adapters.database import reason
from handoff.adapters.rows import EVENT_COLUMNS, conversation_from, event_from
from handoff.core.conversation import Conversation
from handoff.core.errors import NotFound, Unavailable
from handoff.core.events import Event
from handoff.core.gaps import ORDERS, STATES, WEEK_MS

WEEKS = 8
"""Of a gap's trend are shown, the newest last."""

READ = 400
"""Events read of each conversation for the agents' answers: from the question on."""

_GAP = """g.id, g.state, g.revision, g.questions, g.customers, g.agent_ms, g.first_at, g.last_at, g.score,
    g.nearest, g.told, g.merged_into, g.central, q.text AS said"""
_FROM = "FROM gaps g LEFT JOIN questions q ON q.id = g.central"
_QUESTION = """q.id, q.conversation, q.seq, q.at, q.locale, q.became, q.reason, q.entry, q.answer,
    q.confidence, q.helpful, q.chosen, q.agent_ms, q.text, q.gap"""
_ORDERED = {
    "rank": "g.score DESC, g.customers DESC, g.id",
    "new": "g.last_at DESC, g.id",
    "customers": "g.customers DESC, g.score DESC, g.id",
}
assert set(_ORDERED) == set(ORDERS)


@dataclass(frozen=True, slots=True)
class Gap:
    """Counted are questions that no entry helped with. ``nearest`` entries with their likeness, the best
    first; ``told`` about its state: ``entry``, ``reason``, ``by``, ``at``, ``release``, ``back``; ``said``
    the question that stands for all, None when it was erased. Times in ms."""

    id: int
    state: str
    revision: int
    questions: int
    customers: int
    agent_ms: int
    first_at: int | None
    last_at: int | None
    score: int
    nearest: tuple[tuple[str, float], ...]
    told: dict[str, Any]
    merged_into: int | None
    central: int | None
    said: str | None
    reasons: dict[str, int] = field(default_factory=dict)
    weeks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what became of it. ``text``: None when it was erased."""

    id: int
    conversation: str
    seq: int
    at: int
    locale: str | None
    became: str
    reason: str | None
    entry: str | None
    answer: int | None
    confidence: float | None
    helpful: bool | None
    chosen: bool
    agent_ms: int
    text: str | None
    gap: int | None


@dataclass(frozen=True, slots=True)
class Customer:
    """Who asked, and where: their newest question of a gap."""

    visitor: str
    conversation: str
    seq: int
    text: str | None
    at: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for. ``words``: all of them in one of a gap's questions."""

    state: str = "open"
    words: tuple[str, ...] = ()
    reason: str | None = None
    order: str = "rank"
    skip: int = 0
    limit: int = 25


@dataclass(frozen=True, slots=True)
class Card:
    """How an entry does: times given, helped, not helped, handed over all the same, given last (ms)."""

    entry: str
    shown: int
    helped: int
    not_helped: int
    refused: int
    last_shown: int | None


class Gaps:
    """All methods block on the database: call them in a thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def found(self, wanted: Wanted, now: int) -> tuple[list[Gap], bool]:
        """Those that fit, and whether there are more."""
        where, values = ["g.state <> 'merged'", "g.questions > 0"], dict[str, Any]()
        if wanted.state != "all":
            where.append("g.state = :state")
            values["state"] = wanted.state
        inner = []
        for number, word in enumerate(wanted.words):
            inner.append(f"lower(s.text) LIKE :w{number} ESCAPE '!'")
            values[f"w{number}"] = f"%{_literal(word.lower())}%"
        if wanted.reason is not None:
            inner.append("s.reason = :reason")
            values["reason"] = wanted.reason
        if inner:
            found = " AND ".join(inner)
            where.append(f"EXISTS (SELECT 1 FROM questions s WHERE s.gap = g.id AND {found})")
        statement = f"""SELECT {_GAP} {_FROM} WHERE {" AND ".join(where)} ORDER BY {_ORDERED[wanted.order]}
            LIMIT :limit OFFSET :skip"""
        values |= {"limit": wanted.limit + 1, "skip": wanted.skip}
        with self._opened() as db:
            rows = [_gap(row) for row in db.execute(text(statement), values)]
            return _detailed(db, rows[: wanted.limit], now), len(rows) > wanted.limit

    def counts(self) -> dict[str, int]:
        """How many gaps there are in each state."""
        with self._opened() as db:
            rows = db.execute(
                text("SELECT state, COUNT(*) FROM gaps WHERE questions > 0 GROUP BY state")
            ).all()
        return dict.fromkeys(STATES, 0) | {state: count for state, count in rows if state in STATES}

    def asked_at_all(self) -> int:
        """Questions that were taken in, answered ones too."""
        with self._opened() as db:
            return int(db.scalar(text("SELECT COUNT(*) FROM questions")) or 0)

    def one(self, id: int, now: int) -> Gap:
        """Also what it was merged into. Raises ``NotFound``."""
        with self._opened() as db:
            return _detailed(db, [_one(db, id)], now)[0]

    def changes(self, id: int) -> list[dict[str, Any]]:
        """What people did to it, the newest first."""
        statement = """SELECT id, at, author, kind, told FROM gap_changes WHERE gap = :gap
            ORDER BY id DESC LIMIT 50"""
        with self._opened() as db:
            rows = db.execute(text(statement), {"gap": id}).all()
        return [
            {"id": change, "at": at, "by": orjson.loads(author), "kind": kind, **orjson.loads(told)}
            for change, at, author, kind, told in rows
        ]

    def questions(self, gap: int, skip: int = 0, limit: int = 25) -> tuple[list[Asked], bool]:
        """The gap's, those with words first, the newest first; and whether there are more."""
        statement = f"""SELECT {_QUESTION} FROM questions q WHERE q.gap = :gap AND q.became <> 'answered'
            ORDER BY (q.text IS NULL), q.at DESC, q.id DESC LIMIT :limit OFFSET :skip"""
        with self._opened() as db:
            rows = db.execute(text(statement), {"gap": gap, "limit": limit + 1, "skip": skip}).all()
        return [Asked(*row) for row in rows[:limit]], len(rows) > limit

    def conversations(self, ids: Sequence[str]) -> dict[str, Conversation]:
        if not ids:
            return {}
        query = text("SELECT state FROM conversations WHERE id IN :ids").bindparams(
            bindparam("ids", expanding=True, type_=String())
        )
        with self._opened() as db:
            found = [
                conversation_from(row[0]) for row in db.execute(query, {"ids": list(dict.fromkeys(ids))})
            ]
        return {one.id: one for one in found}

    def said(self, conversation: str, after: int) -> list[Event]:
        """What agents said there after an event."""
        statement = f"""SELECT {EVENT_COLUMNS} FROM events WHERE conversation = :id AND seq > :after
            AND seq <= :until AND kind = 'agent_said' AND body IS NOT NULL ORDER BY seq LIMIT 30"""
        with self._opened() as db:
            rows = db.execute(text(statement), {"id": conversation, "after": after, "until": after + READ})
            return [event_from(row) for row in rows]

    def asked(self, gap: int) -> list[Customer]:
        """Everybody who asked, each once, the newest first."""
        statement = """SELECT c.visitor, q.conversation, q.seq, q.text, q.at FROM questions q
            JOIN conversations c ON c.id = q.conversation WHERE q.gap = :gap AND q.became <> 'answered'
            ORDER BY q.at DESC, q.id DESC"""
        found: dict[str, Customer] = {}
        with self._opened() as db:
            for row in db.execute(text(statement), {"gap": gap}):
                found.setdefault(row[0], Customer(*row))
        return list(found.values())

    def cards(self, entries: Sequence[str] | None = None, since: int = 0) -> list[Card]:
        """How entries do; ``None``: all that were ever given."""
        narrowed = "" if entries is None else "AND entry IN :entries"
        query = text(
            f"""SELECT entry, COUNT(*), SUM(CASE WHEN helpful THEN 1 ELSE 0 END),
            SUM(CASE WHEN NOT helpful THEN 1 ELSE 0 END),
            SUM(CASE WHEN became <> 'answered' THEN 1 ELSE 0 END), MAX(at)
            FROM questions WHERE entry IS NOT NULL AND at >= :since {narrowed}
            GROUP BY entry ORDER BY entry"""
        )
        values: dict[str, Any] = {"since": since}
        if entries is not None:
            if not entries:
                return []
            query = query.bindparams(bindparam("entries", expanding=True, type_=String()))
            values["entries"] = list(entries)
        with self._opened() as db:
            return [
                Card(row[0], int(row[1]), int(row[2]), int(row[3]), int(row[4]), row[5])
                for row in db.execute(query, values)
            ]

    def effect(
        self, gap: int, entry: str, since: int, until: int
    ) -> list[tuple[int, str, bool | None, bool]]:
        """``(at, became, helpful, of this gap)`` of a gap's questions and of those its entry was given to."""
        statement = """SELECT at, became, helpful, (gap = :gap AND became <> 'answered') FROM questions
            WHERE ((gap = :gap AND became <> 'answered') OR entry = :entry)
            AND at >= :since AND at < :until"""
        with self._opened() as db:
            rows = db.execute(
                text(statement), {"gap": gap, "entry": entry, "since": since, "until": until}
            ).all()
        return [
            (at, became, None if helpful is None else bool(helpful), bool(own))
            for at, became, helpful, own in rows
        ]

    @contextlib.contextmanager
    def _opened(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as db:
                yield db
        except SQLAlchemyError as error:
            raise Unavailable(f"The database is out of order: {reason(error)}", retry_s=1) from error


def scorecard(engine: Engine, entries: Sequence[str]) -> dict[str, Card]:
    """How each of these entries does; one that was never given is not there."""
    return {card.entry: card for card in Gaps(engine).cards(entries)}


def _one(db: Connection, id: int) -> Gap:
    row = db.execute(text(f"SELECT {_GAP} {_FROM} WHERE g.id = :id"), {"id": id}).first()
    if row is None:
        raise NotFound("There is no such gap.")
    return _gap(row)


def _gap(row: Any) -> Gap:
    told = orjson.loads(row.told) if row.told else {}
    nearest = tuple((str(entry), float(likeness)) for entry, likeness in orjson.loads(row.nearest))
    return Gap(
        row.id,
        row.state,
        row.revision,
        row.questions,
        row.customers,
        row.agent_ms,
        row.first_at,
        row.last_at,
        row.score,
        nearest,
        told,
        row.merged_into,
        row.central,
        row.said,
    )


def _detailed(db: Connection, gaps: Sequence[Gap], now: int) -> list[Gap]:
    """With the reasons and the weeks, read for all of them at once."""
    if not gaps:
        return []
    ids = {"ids": [gap.id for gap in gaps]}
    reasons: dict[int, dict[str, int]] = {gap.id: {} for gap in gaps}
    weeks: dict[int, list[int]] = {gap.id: [0] * WEEKS for gap in gaps}
    grouped = text(
        """SELECT gap, COALESCE(reason, became), COUNT(*) FROM questions WHERE gap IN :ids
        AND became <> 'answered' GROUP BY 1, 2 ORDER BY 3 DESC"""
    ).bindparams(bindparam("ids", expanding=True))
    for gap, why, count in db.execute(grouped, ids):
        reasons[gap][why] = count
    newest = text(
        """SELECT gap, (:now - at) / :week, COUNT(*) FROM questions WHERE gap IN :ids
        AND became <> 'answered' AND at > :since GROUP BY 1, 2"""
    ).bindparams(bindparam("ids", expanding=True))
    values = ids | {"now": now, "week": WEEK_MS, "since": now - WEEKS * WEEK_MS}
    for gap, ago, count in db.execute(newest, values):
        weeks[gap][WEEKS - 1 - min(max(int(ago), 0), WEEKS - 1)] += count
    return [replace(gap, reasons=reasons[gap.id], weeks=tuple(weeks[gap.id])) for gap in gaps]


def _literal(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
