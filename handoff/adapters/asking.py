"""Who had asked: customers behind a gap or a known issue, who they are by now, and where they are reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, text

from handoff.adapters.accounts import hashed, opened
from handoff.adapters.rows import conversation_from
from handoff.adapters.told import visitor_hash
from handoff.core.conversation import Conversation, Status, changed
from handoff.core.told import MOST

AT_ONCE = 400
"""Values in one statement: every database takes so many."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One customer's question about a subject (``gap:ID``, ``issue:ID``), at (ms). ``locale`` is theirs."""

    subject: str
    visitor: str
    at: int
    question: str | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A customer who can be told: their newest conversation, and where mail would reach them. ``solved_by``:
    the person who closed what they had asked."""

    asked: Asked
    conversation: str
    name: str | None
    email: str | None
    locale: str | None
    solved_by: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Everybody behind a subject. ``asked`` counts those who can't be told any more, too: they were told,
    were helped since, are kept out, or nobody knows who they were."""

    asked: int
    told: int
    helped: int
    found: tuple[Found, ...]


class Asking:
    """All methods block on the database: call them in a thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def gap(self, id: int) -> Mapping[str, Any] | None:
        """``{state, entry, release, into}``; ``into``: the gap it was merged into."""
        with opened(self._engine.connect) as db:
            row = db.execute(
                text("SELECT state, told, merged_into FROM gaps WHERE id = :id"), {"id": id}
            ).first()
        if row is None:
            return None
        told = orjson.loads(row.told or "{}")
        return {
            "state": row.state,
            "entry": told.get("entry"),
            "release": told.get("release"),
            "into": row.merged_into,
        }

    def gaps_of(self, release: int) -> list[tuple[int, str]]:
        """The gaps that this release answers, each with the entry that does."""
        with opened(self._engine.connect) as db:
            rows = db.execute(text("SELECT id, told FROM gaps WHERE state = 'answered' ORDER BY id")).all()
        told = [(row.id, orjson.loads(row.told or "{}")) for row in rows]
        return [(id, one["entry"]) for id, one in told if one.get("release") == release and one.get("entry")]

    def has_release(self, id: int) -> bool:
        with opened(self._engine.connect) as db:
            found = db.execute(text("SELECT 1 FROM releases WHERE id = :id"), {"id": id})
            return found.first() is not None

    def behind_gap(self, gap: int, now: int) -> Group:
        """Those who asked what is in this gap, or in one that was merged into it."""
        with opened(self._engine.connect) as db:
            into = text("SELECT id FROM gaps WHERE merged_into = :id")
            merged = db.execute(into, {"id": gap}).scalars().all()
            rows = db.execute(
                text(
                    """SELECT conversations.visitor, questions.at, questions.text, questions.locale
                    FROM questions JOIN conversations ON conversations.id = questions.conversation
                    WHERE questions.gap = :gap AND questions.text IS NOT NULL AND became <> 'answered'
                    ORDER BY questions.at DESC, questions.id DESC"""
                ),
                {"gap": gap},
            ).all()
            newest: dict[str, Asked] = {}
            for visitor, at, question, locale in rows:
                newest.setdefault(visitor, Asked(f"gap:{gap}", visitor, at, question, locale))
            subjects = [f"gap:{id}" for id in (gap, *merged)]
            return _group(db, list(newest.values()), subjects, len(newest), now)

    def behind_issue(self, issue: str, now: int) -> Group:
        """Those who said that it is theirs, too. Only a hash says who: everybody who ever wrote to us is
        hashed and compared, and nothing of that is kept."""
        with opened(self._engine.connect) as db:
            rows = db.execute(
                text("SELECT visitor_hash, at FROM affected WHERE issue = :issue"), {"issue": issue}
            ).all()
            hashes = {row.visitor_hash: row.at for row in rows}
            before, found = _before(db), []
            for visitor in db.execute(text("SELECT DISTINCT visitor FROM conversations")).scalars().all():
                were = (visitor, *before.get(visitor, ()))
                said = [at for one in were if (at := hashes.get(hashed(f"{issue} {one}"))) is not None]
                if said:
                    found.append(Asked(f"issue:{issue}", visitor, said[0]))
            found.sort(key=lambda one: -one.at)
            return _group(db, found, [f"issue:{issue}"], len(hashes), now)


def _group(db: Connection, asked: Sequence[Asked], subjects: Sequence[str], count: int, now: int) -> Group:
    told, before, gone = _told(db, subjects), _before(db), _kept_out(db, now)
    waiting = _waiting(db, subjects)
    helped = _helped(db, asked)
    heard = [one for one in asked if one.visitor in waiting or _heard(one.visitor, before, subjects, told)]
    known = {one.visitor for one in heard}
    left = [one for one in asked if one.visitor not in known | helped | gone][:MOST]
    rows = _newest(db, [one.visitor for one in left])
    found = tuple(_found(one, rows[one.visitor]) for one in left if one.visitor in rows)
    return Group(count, len(heard), len(helped - known), found)


def _heard(
    visitor: str, before: Mapping[str, Sequence[str]], subjects: Sequence[str], told: set[str]
) -> bool:
    were = (visitor, *before.get(visitor, ()))
    return any(visitor_hash(subject, one) in told for subject in subjects for one in were)


def _found(asked: Asked, at: Conversation) -> Found:
    solved = at.last_agent.name if at.status is Status.RESOLVED and at.last_agent is not None else None
    since = at.resolved_at is not None and at.resolved_at >= asked.at
    return Found(
        asked, at.id, at.customer_name, at.email, asked.locale or at.locale, solved if since else None
    )


def _newest(db: Connection, visitors: Sequence[str]) -> dict[str, Conversation]:
    """Each visitor's newest conversation, with an address of theirs from an earlier one where it has none."""
    found: dict[str, Conversation] = {}
    addresses: dict[str, str] = {}
    for some in _pieces(visitors):
        wanted, values = _in("SELECT state FROM conversations WHERE visitor IN", some)
        for state in db.execute(text(f"{wanted} ORDER BY number"), values).scalars():
            one = conversation_from(state)
            found[one.visitor] = one
            if one.email:
                addresses[one.visitor] = one.email
    return {id: changed(one, email=one.email or addresses.get(id)) for id, one in found.items()}


def _helped(db: Connection, asked: Sequence[Asked]) -> set[str]:
    """Who said "yes, this helped" after they had asked."""
    since = {one.visitor: one.at for one in asked}
    helped: set[str] = set()
    for some in _pieces(list(since)):
        wanted, values = _in(
            """SELECT conversations.visitor, events.at, events.fact FROM events
            JOIN conversations ON conversations.id = events.conversation
            WHERE events.kind = 'feedback_given' AND conversations.visitor IN""",
            some,
        )
        for visitor, at, fact in db.execute(text(wanted), values):
            if at >= since[visitor] and orjson.loads(fact).get("helpful"):
                helped.add(visitor)
    return helped


def _told(db: Connection, subjects: Sequence[str]) -> set[str]:
    wanted, values = _in("SELECT visitor_hash FROM told WHERE subject IN", subjects)
    return set(db.execute(text(wanted), values).scalars())


def _waiting(db: Connection, subjects: Sequence[str]) -> set[str]:
    """About to be told."""
    wanted, values = _in("SELECT visitor FROM to_tell WHERE subject IN", subjects)
    return set(db.execute(text(wanted), values).scalars())


def _kept_out(db: Connection, now: int) -> set[str]:
    kept_out = "SELECT visitor FROM blocked_visitors WHERE until IS NULL OR until > :now"
    return set(db.execute(text(kept_out), {"now": now}).scalars())


def _before(db: Connection) -> dict[str, list[str]]:
    """Who each visitor was before they said who they are."""
    found: dict[str, list[str]] = {}
    for visitor, became in db.execute(text("SELECT visitor, became FROM retired_visitors")):
        found.setdefault(became, []).append(visitor)
    return found


def _pieces(values: Sequence[str]) -> Iterator[Sequence[str]]:
    return (values[at : at + AT_ONCE] for at in range(0, len(values), AT_ONCE))


def _in(statement: str, values: Iterable[str]) -> tuple[str, dict[str, str]]:
    named = {f"v{number}": value for number, value in enumerate(values)}
    return f"{statement} ({', '.join(f':{name}' for name in named)})", named
