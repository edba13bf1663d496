"""What readers say of help pages, in SQL: yes or no once each, what was missing, what was searched for."""

from __future__ import annotations

import contextlib
import uuid
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, case, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from handoff.adapters import schema as t
from handoff.adapters.accounts import hashed, opened
from handoff.core.errors import NotFound, NotNow
from handoff.core.events import iso
from handoff.ports import Clock

MOST_LISTED = 200
"""Comments shown of one entry or of all, the newest first."""

MOST_A_DAY = 5_000
"""Different searches kept of one day; a machine that tries words fills no disk."""


class HelpFeedback:
    """All methods block on the database: call them in a thread."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def vote(self, entry: str, visitor: str, *, helpful: bool, language: str) -> None:
        """What this reader says last counts, once."""
        row = {"entry": entry, "visitor_hash": hashed(f"{entry} {visitor}")}
        said = {"helpful": helpful, "language": language, "at": self._clock()}
        same = (t.help_votes.c.entry == entry) & (t.help_votes.c.visitor_hash == row["visitor_hash"])
        with opened(self._engine.begin) as db:
            if db.execute(update(t.help_votes).where(same).values(said)).rowcount:
                return
            insert_or_leave(db, insert(t.help_votes).values(**row, **said))

    def comment(self, id: str, entry: str, text: str, language: str, conversation: str | None) -> None:
        """``id`` follows from the words and who wrote them: the same again changes nothing."""
        with opened(self._engine.begin) as db:
            insert_or_leave(
                db,
                insert(t.help_comments).values(
                    id=id,
                    entry=entry,
                    language=language,
                    at=self._clock(),
                    conversation=conversation,
                    body=orjson.dumps({"text": text}).decode(),
                ),
            )

    def counts(self) -> list[dict[str, Any]]:
        """``{entry, yes, no, comments, open}`` of every entry that something was said of."""
        yes = func.sum(case((t.help_votes.c.helpful, 1), else_=0))
        votes = select(t.help_votes.c.entry, func.count(), yes).group_by(t.help_votes.c.entry)
        with opened(self._engine.connect) as db:
            found: dict[str, dict[str, Any]] = {}
            for entry, count, helpful in db.execute(votes):
                found[entry] = _of(entry) | {"yes": int(helpful), "no": int(count - helpful)}
            for comment in self._comments(db, None):
                one = found.setdefault(comment["entry"], _of(comment["entry"]))
                one["comments"] += 1
                one["open"] += comment["state"] != "done"
        return sorted(found.values(), key=lambda one: (-one["open"], -one["no"], one["entry"]))

    def comments(self, entry: str | None = None) -> list[dict[str, Any]]:
        """The newest first; each with its state and owner: its conversation's, where it has one."""
        with opened(self._engine.connect) as db:
            return self._comments(db, entry)[:MOST_LISTED]

    def mark(self, id: str, owner: dict[str, str] | None, *, done: bool) -> dict[str, Any]:
        """``owner`` looks after it. A comment with a conversation is done when that is resolved."""
        with opened(self._engine.begin) as db:
            known = db.execute(
                select(t.help_comments.c.conversation).where(t.help_comments.c.id == id)
            ).one_or_none()
            if known is None:
                raise NotFound("There is no such comment.")
            if known.conversation is not None:
                raise NotNow("This became a follow-up: take it, answer it and resolve it in the console.")
            kept = orjson.dumps(owner).decode() if owner else None
            db.execute(
                update(t.help_comments)
                .where(t.help_comments.c.id == id)
                .values(owner=kept, done_at=self._clock() if done else None)
            )
            return next(one for one in self._comments(db, None, id) if one["id"] == id)

    def searched(self, query: str, language: str, found: int) -> None:
        """One more search for these words today."""
        now = self._clock()
        key = {"day": _day(now), "language": language, "query": query}
        with opened(self._engine.begin) as db:
            again = update(t.help_searches).where(*_same(key))
            if db.execute(again.values(asked=t.help_searches.c.asked + 1, found=found)).rowcount:
                return
            today = (
                select(func.count()).select_from(t.help_searches).where(t.help_searches.c.day == key["day"])
            )
            if (db.scalar(today) or 0) < MOST_A_DAY:
                insert_or_leave(db, insert(t.help_searches).values(**key, asked=1, found=found, clicked=0))

    def clicked(self, query: str, language: str) -> None:
        """Something that this search of today had found was opened."""
        key = {"day": _day(self._clock()), "language": language, "query": query}
        with opened(self._engine.begin) as db:
            db.execute(
                update(t.help_searches).where(*_same(key)).values(clicked=t.help_searches.c.clicked + 1)
            )

    def in_vain(self, limit: int = MOST_LISTED) -> list[dict[str, Any]]:
        """Searches that found nothing, those asked most first: ``{query, language, asked, last}``."""
        s = t.help_searches.c
        wanted = (
            select(s.query, s.language, func.sum(s.asked), func.max(s.day))
            .where(s.found == 0)
            .group_by(s.query, s.language)
            .order_by(func.sum(s.asked).desc(), s.query)
            .limit(limit)
        )
        with opened(self._engine.connect) as db:
            return [
                {"query": query, "language": language, "asked": int(asked), "last": last}
                for query, language, asked, last in db.execute(wanted)
            ]

    def _comments(self, db: Connection, entry: str | None, id: str | None = None) -> list[dict[str, Any]]:
        c = t.help_comments.c
        wanted = (
            select(t.help_comments, t.conversations.c.status, t.conversations.c.agent, t.agents.c.name)
            .outerjoin(t.conversations, t.conversations.c.id == c.conversation)
            .outerjoin(t.agents, t.agents.c.id == t.conversations.c.agent)
            .order_by(c.at.desc(), c.id)
        )
        if entry is not None:
            wanted = wanted.where(c.entry == entry)
        if id is not None:
            wanted = wanted.where(c.id == id)
        return [_comment(row) for row in db.execute(wanted).mappings()]


def comment_id(key: str) -> str:
    return str(uuid.UUID(hashed(key)[:32], version=4))


def _comment(row: Any) -> dict[str, Any]:
    body = orjson.loads(row["body"]) if row["body"] else {}
    owner = orjson.loads(row["owner"]) if row["owner"] else None
    done = row["done_at"] is not None
    if row["conversation"] is not None:
        done = row["status"] == "resolved"
        owner = {"id": row["agent"], "name": row["name"]} if row["agent"] else None
    return {
        "id": row["id"],
        "entry": row["entry"],
        "language": row["language"],
        "at": iso(row["at"]),
        "text": body.get("text"),
        "conversation": row["conversation"],
        "state": "done" if done else "owned" if owner else "open",
        "owner": owner,
    }


def _of(entry: str) -> dict[str, Any]:
    return {"entry": entry, "yes": 0, "no": 0, "comments": 0, "open": 0}


def _same(key: dict[str, str]) -> list[Any]:
    return [t.help_searches.c[name] == value for name, value in key.items()]


def _day(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).date().isoformat()


def insert_or_leave(db: Connection, row: Any) -> None:
    """Another tab, or the same click twice, may have been faster."""
    with contextlib.suppress(IntegrityError), db.begin_nested():
        db.execute(row)
