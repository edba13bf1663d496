"""What grouping is given and what it leads to, in SQL: whole groups at a time, none half stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import orjson
from sqlalchemy import Engine, text

from handoff.adapters.accounts import opened
from handoff.adapters.connection import Session
from handoff.adapters.following import reached
from handoff.adapters.writer import Writer
from handoff.core.gaps import comes_back, score
from handoff.ports import Clock

LOOSE = 2
"""A gap of so few questions, untouched by people, may become part of another."""

MOST = 120_000
"""Questions grouped in one run; more wait for the next."""

READ = 600
"""Characters of a question that are grouped by: as many as the bot reads."""

AT_ONCE = 100
"""Questions written within one piece of the writer's work: a few milliseconds."""

STALE_AT_ONCE = 50

ASKED = "grouping wanted"
"""Among the followers: when somebody wanted the questions grouped at once."""

_POINTS = """SELECT q.id, substr(q.text, 1, :read), q.vector, q.gap FROM questions q
    LEFT JOIN gaps g ON g.id = q.gap
    WHERE q.text IS NOT NULL AND q.became <> 'answered' AND NOT q.placed AND (q.gap IS NULL
    OR (g.touched = :no AND g.state = 'open' AND g.questions <= :loose)) ORDER BY q.id LIMIT :most"""
_WAITING = """SELECT COUNT(*), MIN(at) FROM questions
    WHERE gap IS NULL AND became <> 'answered' AND text IS NOT NULL"""
_SETTLED = """SELECT id, revision, centre, size FROM gaps WHERE state <> 'merged'
    AND (touched = :yes OR state <> 'open' OR questions > :loose) ORDER BY id"""
_VECTORS = """SELECT vector FROM questions WHERE gap = :gap AND vector IS NOT NULL
    AND became <> 'answered' ORDER BY id LIMIT 2000"""
_PLACE = """UPDATE questions SET gap = :gap, vector = COALESCE(:vector, vector)
    WHERE id = :id AND text IS NOT NULL AND NOT placed AND became <> 'answered'"""
_NEW = """INSERT INTO gaps (id, state, revision, touched, stale, central, likeness, centre, size, nearest,
    questions, customers, agent_ms, score, changed_at) VALUES (:id, 'open', 0, :no, :yes, :central, :likeness,
    :centre, :size, :nearest, 0, 0, 0, 0, :now)"""
_DESCRIBED = """UPDATE gaps SET stale = :yes, centre = :centre, size = :size, nearest = :nearest
    WHERE id = :id AND revision = :revision"""
_CENTRAL = "UPDATE gaps SET central = :central, likeness = :likeness WHERE id = :id AND likeness < :likeness"
_CHANGED = "UPDATE gaps SET stale = :yes, centre = NULL WHERE id = :id"
_LED = """UPDATE gaps SET state = 'merged', merged_into = :into, stale = :no, questions = 0, customers = 0,
    agent_ms = 0, score = 0, size = 0, centre = NULL WHERE id = :id AND touched = :no
    AND NOT EXISTS (SELECT 1 FROM questions WHERE gap = :id)"""
_COUNTS = """SELECT COUNT(*), COUNT(DISTINCT c.visitor), COALESCE(SUM(q.agent_ms), 0), MIN(q.at), MAX(q.at)
    FROM questions q LEFT JOIN conversations c ON c.id = q.conversation
    WHERE q.gap = :gap AND q.became <> 'answered'"""


@dataclass(frozen=True, slots=True)
class Point:
    """A question to be grouped. ``gap``: the loose one it is in."""

    id: int
    text: str
    vector: bytes | None
    gap: int | None


@dataclass(frozen=True, slots=True)
class Settled:
    """A gap that takes questions in. Without ``centre`` its questions' ``vectors`` say where it lies."""

    id: int
    revision: int
    size: int
    centre: bytes | None
    vectors: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What grouping made. ``id``: a gap that was there; None: a new one. ``questions``: those placed in it,
    with the vectors of those that had none; ``central`` with its likeness, where one of them is central."""

    id: int | None
    centre: bytes
    size: int
    nearest: str
    questions: Mapping[int, bytes | None] = field(default_factory=dict)
    central: int | None = None
    likeness: float = 0.0


class GapGroups:
    """Reading blocks on the database: do it in a thread. Writing goes through the writer, in small pieces."""

    def __init__(self, engine: Engine, writer: Writer, clock: Clock) -> None:
        self._engine = engine
        self._writer = writer
        self._clock = clock

    def now(self) -> int:
        return self._clock()

    async def ask(self) -> None:
        """Remember that somebody wants the questions grouped now."""
        now = self._clock()
        await self._writer.submit(lambda session: reached(session, ASKED, now))

    def asked(self) -> int:
        """When somebody wanted that last (ms); 0: never."""
        with opened(self._engine.connect) as db:
            found = db.scalar(text("SELECT position FROM followers WHERE name = :name"), {"name": ASKED})
        return int(found or 0)

    def waiting(self) -> tuple[int, int | None]:
        """How many questions are in no gap yet, and since when (ms)."""
        with opened(self._engine.connect) as db:
            count, since = db.execute(text(_WAITING)).one()
        return int(count), since

    def points(self) -> list[Point]:
        values = {"no": False, "read": READ, "loose": LOOSE, "most": MOST}
        with opened(self._engine.connect) as db:
            return [Point(*row) for row in db.execute(text(_POINTS), values)]

    def settled(self) -> Iterator[Settled]:
        values = {"yes": True, "loose": LOOSE}
        with opened(self._engine.connect) as db:
            for id, revision, centre, size in db.execute(text(_SETTLED), values).all():
                if centre is not None:
                    yield Settled(id, revision, size, centre)
                    continue
                vectors = tuple(row[0] for row in db.execute(text(_VECTORS), {"gap": id}))
                if vectors:
                    yield Settled(id, revision, len(vectors), None, vectors)

    async def keep(
        self, groups: Sequence[Group], points: Sequence[Point], revisions: Mapping[int, int]
    ) -> None:
        """``revisions``: of the gaps when they were read. Whole groups at a time: should this end midway, the
        others' questions are in no gap, and the next run takes them."""
        loose = {point.id: point.gap for point in points if point.gap is not None}
        now, some, size = self._clock(), list[Group](), 0
        for group in groups:
            some.append(group)
            size += 1 + len(group.questions)
            if size >= AT_ONCE:
                await self._keep_some(some, loose, revisions, now)
                some, size = [], 0
        await self._keep_some(some, loose, revisions, now)

    async def _keep_some(
        self, some: Sequence[Group], loose: Mapping[int, int], revisions: Mapping[int, int], now: int
    ) -> None:
        if some:
            await self._writer.submit(lambda session: _keep_all(session, some, loose, revisions, now))

    async def refresh(self) -> int:
        """Count some of the stale gaps anew; how many there were."""
        with opened(self._engine.connect) as db:
            ids = list(
                db.scalars(
                    text("SELECT id FROM gaps WHERE stale = :yes ORDER BY id LIMIT :limit"),
                    {"yes": True, "limit": STALE_AT_ONCE},
                )
            )
        now = self._clock()
        for first in range(0, len(ids), 10):
            part = ids[first : first + 10]
            await self._writer.submit(lambda session, part=part: _count_all(session, part, now))  # type: ignore[misc]
        return len(ids)


def _keep_all(
    session: Session,
    groups: Sequence[Group],
    loose: Mapping[int, int],
    revisions: Mapping[int, int],
    now: int,
) -> None:
    for group in groups:
        _keep(session, group, loose, revisions, now)


def _count_all(session: Session, ids: Sequence[int], now: int) -> None:
    for id in ids:
        _count(session, id, now)


def _keep(
    session: Session, group: Group, loose: Mapping[int, int], revisions: Mapping[int, int], now: int
) -> None:
    id = group.id
    described = {"centre": group.centre, "size": group.size, "nearest": group.nearest, "yes": True}
    if id is None:
        id = session.read("SELECT COALESCE(MAX(id), 0) + 1 FROM gaps", {})[0][0]
        told = {"central": group.central, "likeness": group.likeness, "no": False, "now": now}
        session.write(_NEW, {"id": id, **described, **told})
    else:
        id = _led(session, id)
        if not session.write(_DESCRIBED, {"id": id, "revision": revisions.get(id, 0), **described}):
            session.write(_CHANGED, {"id": id, "yes": True})
        if group.central is not None:
            told = {"central": group.central, "likeness": group.likeness}
            session.write(_CENTRAL, {"id": id, **told})
    left = set()
    for question, vector in group.questions.items():
        session.write(_PLACE, {"gap": id, "vector": vector, "id": question})
        left.add(loose.get(question, id))
    for gone in sorted(left - {id}):
        session.write(_LED, {"id": gone, "into": id, "no": False})
        session.write("UPDATE gaps SET stale = :yes WHERE id = :id AND state <> 'merged'",
                      {"id": gone, "yes": True})  # fmt: skip


def _led(session: Session, id: int) -> int:
    """The gap that one was merged into meanwhile, if it was."""
    seen = {id}
    while (rows := session.read("SELECT merged_into FROM gaps WHERE id = :id", {"id": id})) and rows[0][0]:
        id = rows[0][0]
        if id in seen:
            break
        seen.add(id)
    return id


def _count(session: Session, id: int, now: int) -> None:
    """Count a gap's questions, find another to stand for all where that one is gone, and let a dismissed one
    come back that many more have asked since."""
    session.lock("SELECT id FROM gaps WHERE id = :id", {"id": id})
    rows = session.read("SELECT state, told, central FROM gaps WHERE id = :id", {"id": id})
    state, stored, central = rows[0]
    count, customers, agent_ms, first, last = session.read(_COUNTS, {"gap": id})[0]
    there = session.read(
        "SELECT 1 FROM questions WHERE id = :id AND gap = :gap AND text IS NOT NULL",
        {"id": central or 0, "gap": id},
    )
    if not there:
        found = session.read(
            "SELECT MAX(id) FROM questions WHERE gap = :gap AND text IS NOT NULL", {"gap": id}
        )
        central = found[0][0]
        session.write("UPDATE gaps SET central = :c, likeness = 0 WHERE id = :id", {"c": central, "id": id})
    told = orjson.loads(stored) if stored else {}
    if state == "dismissed" and comes_back(told.get("customers", 0), customers):
        state, told = "open", {**told, "back": now}
    session.write(
        """UPDATE gaps SET stale = :no, questions = :questions, customers = :customers, agent_ms = :agent_ms,
        first_at = :first, last_at = :last, score = :score, state = :state, told = :told WHERE id = :id""",
        {
            "no": False,
            "questions": count,
            "customers": customers,
            "agent_ms": int(agent_ms),
            "first": first,
            "last": last,
            "score": score(customers, int(agent_ms)),
            "state": state,
            "told": orjson.dumps(told).decode() if told else None,
            "id": id,
        },
    )
