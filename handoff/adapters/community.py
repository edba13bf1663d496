"""Public questions and answers in SQL. Whoever reads decides first; what is shown was approved."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, Table, delete, func, insert, or_, select, update

from handoff.adapters import schema as t
from handoff.adapters.accounts import hashed, opened
from handoff.adapters.help_feedback import insert_or_leave
from handoff.adapters.passes import staff_mail
from handoff.core.community import MOST_PENDING, MOST_SHOWN, Post, State, Writer
from handoff.core.errors import NotFound, TooMany
from handoff.core.mail import DAY_MS, TO_A_STRANGER_A_DAY, MailKind
from handoff.ports import Clock

MOST_LISTED = 200


class Community:
    """All methods block on the database: call them in a thread. ``domain``: what our mails' ids end in; None:
    no mail goes out, and no address is kept."""

    def __init__(self, engine: Engine, clock: Clock, domain: str | None) -> None:
        self._engine = engine
        self._clock = clock
        self._domain = domain

    def ask(
        self,
        id: str,
        entry: str,
        language: str,
        text: str,
        name: str | None,
        email: str | None,
        page: str,
    ) -> None:
        """``id`` follows from the words and who wrote them: the same again changes nothing. ``page``: the
        path of the entry's."""
        contact = {"email": email, "page": page} if email and self._domain else None
        row = {"id": id, "entry": entry, "language": language, "at": self._clock(), "state": State.PENDING}
        with opened(self._engine.begin) as db:
            _refuse_flood(db)
            body = _json({"text": text, "name": name})
            insert_or_leave(db, insert(t.public_questions).values(**row, body=body, contact=_json(contact)))

    def propose(self, id: str, question: str, text: str, name: str | None) -> None:
        """A customer's answer."""
        with opened(self._engine.begin) as db:
            _refuse_flood(db)
            if _state(db, t.public_questions, question) is not State.APPROVED:
                raise NotFound("This question is not there any more.")
            row = {"id": id, "question": question, "at": self._clock(), "state": State.PENDING}
            insert_or_leave(
                db, insert(t.public_answers).values(**row, body=_json({"text": text, "name": name}))
            )

    def shown(self, entry: str, language: str) -> list[Post]:
        """What everybody reads beneath this entry: the most useful first, then the newest."""
        q = t.public_questions.c
        wanted = (q.entry == entry) & (q.language == language) & (q.state == State.APPROVED)
        with opened(self._engine.connect) as db:
            found = _questions(db, wanted, q.at.desc())
        kept = [_only_approved(one) for one in found if one.text]
        return sorted(kept, key=lambda one: (-one.useful, -one.at))[:MOST_SHOWN]

    def to_review(self, state: State) -> list[Post]:
        """For staff: those in this state; among the pending ones also questions with an answer that nobody
        has read, and what was reported."""
        q, a, m = t.public_questions.c, t.public_answers.c, t.public_marks.c
        wanted: Any = q.state == state
        if state is State.PENDING:
            reported = select(m.item).where(m.kind == "report")
            unread = select(a.question).where(or_(a.state == state, a.id.in_(reported)))
            wanted = or_(wanted, q.id.in_(unread), q.id.in_(reported))
        with opened(self._engine.connect) as db:
            return _questions(db, wanted, q.at.desc() if state is not State.PENDING else q.at)

    def one(self, question: str) -> Post:
        with opened(self._engine.connect) as db:
            return _one(db, question)

    def pending(self) -> int:
        with opened(self._engine.connect) as db:
            return _pending(db)

    def decide(self, id: str, by: Writer, *, approve: bool, text: str | None, reason: str | None) -> Post:
        """A question or an answer; ``text`` is what it says from now on. What was reported is settled."""
        state = State.APPROVED if approve else State.REJECTED
        with opened(self._engine.begin) as db:
            table, question = _found(db, id)
            values: dict[str, Any] = {
                "state": state,
                "decided_at": self._clock(),
                "decided_by": _json({"id": by.id, "name": by.name}),
                "reason": reason,
            }
            if text is not None:
                kept = db.scalar(select(table.c.body).where(table.c.id == id))
                values["body"] = _json({**orjson.loads(kept or "{}"), "text": text})
            db.execute(update(table).where(table.c.id == id).values(values))
            db.execute(
                delete(t.public_marks).where(t.public_marks.c.item == id, t.public_marks.c.kind == "report")
            )
            if approve and table is t.public_answers:
                self._tell(db, question)
            return _one(db, question)

    def answer(self, question: str, by: Writer, text: str) -> Post:
        """A colleague's answer; the question is approved with it."""
        now = self._clock()
        with opened(self._engine.begin) as db:
            state = _state(db, t.public_questions, question)
            decided = {"decided_at": now, "decided_by": _json({"id": by.id, "name": by.name})}
            if state is not State.APPROVED:
                approved = {**decided, "state": State.APPROVED, "reason": None}
                same = t.public_questions.c.id == question
                db.execute(update(t.public_questions).where(same).values(approved))
            db.execute(
                insert(t.public_answers).values(
                    id=str(uuid.uuid4()),
                    question=question,
                    at=now,
                    state=State.APPROVED,
                    author=_json(by.wire()),
                    body=_json({"text": text, "name": by.name}),
                    **decided,
                )
            )
            self._tell(db, question)
            return _one(db, question)

    def mark(self, item: str, kind: str, visitor: str) -> str:
        """``useful`` or ``report``, once for each reader. Returns the entry it stands beneath."""
        with opened(self._engine.begin) as db:
            table, question = _found(db, item)
            if _state(db, table, item) is not State.APPROVED:
                raise NotFound("This is not there any more.")
            row = {"item": item, "kind": kind, "visitor_hash": hashed(f"{item} {visitor}")}
            insert_or_leave(db, insert(t.public_marks).values(**row, at=self._clock()))
            return _one(db, question).entry

    def _tell(self, db: Connection, question: str) -> None:
        """The asker hears of the first answer, once, by a mail with no word of anybody's but the link."""
        q = t.public_questions.c
        row = db.execute(select(t.public_questions).where(q.id == question)).mappings().one()
        if row["contact"] is None or row["told_at"] is not None or self._domain is None:
            return
        now, contact = self._clock(), orjson.loads(row["contact"])
        address = str(contact["email"])
        told = select(func.count()).select_from(t.mails)
        lately = told.where(t.mails.c.address == address, t.mails.c.created_at > now - DAY_MS)
        if (db.scalar(lately) or 0) < TO_A_STRANGER_A_DAY:
            content = {"locale": row["language"], "path": f"{contact['page']}#question-{question}"}
            mail = staff_mail(str(uuid.uuid4()), address, MailKind.ANSWERED, content, self._domain, now)
            db.execute(insert(t.mails).values(**mail))
        db.execute(update(t.public_questions).where(q.id == question).values(told_at=now, contact=None))


def _questions(db: Connection, wanted: Any, order: Any) -> list[Post]:
    q, a = t.public_questions.c, t.public_answers.c
    rows = db.execute(select(t.public_questions).where(wanted).order_by(order, q.id).limit(MOST_LISTED))
    found = rows.mappings().all()
    ids = [row["id"] for row in found]
    answers = db.execute(
        select(t.public_answers).where(a.question.in_(ids)).order_by(a.at, a.id)
    ).mappings().all()  # fmt: skip
    marks = _marks(db, [*ids, *(row["id"] for row in answers)])
    beneath: dict[str, list[Post]] = {}
    for row in answers:
        beneath.setdefault(row["question"], []).append(_post(row, marks))
    return [_post(row, marks, tuple(beneath.get(row["id"], ()))) for row in found]


def _one(db: Connection, question: str) -> Post:
    found = _questions(db, t.public_questions.c.id == question, t.public_questions.c.id)
    if not found:
        raise NotFound("There is no such question.")
    return found[0]


def _marks(db: Connection, ids: Iterable[str]) -> dict[tuple[str, str], int]:
    m = t.public_marks.c
    counted = select(m.item, m.kind, func.count()).where(m.item.in_(list(ids))).group_by(m.item, m.kind)
    return {(item, kind): int(count) for item, kind, count in db.execute(counted)}


def _found(db: Connection, id: str) -> tuple[Table, str]:
    """Whether this is a question or an answer, and the question it belongs to."""
    if db.scalar(select(t.public_questions.c.id).where(t.public_questions.c.id == id)):
        return t.public_questions, id
    question = db.scalar(select(t.public_answers.c.question).where(t.public_answers.c.id == id))
    if question is None:
        raise NotFound("There is no such question or answer.")
    return t.public_answers, str(question)


def _state(db: Connection, table: Table, id: str) -> State:
    state = db.scalar(select(table.c.state).where(table.c.id == id))
    if state is None:
        raise NotFound("There is no such question.")
    return State(state)


def _pending(db: Connection) -> int:
    counts = (
        db.scalar(select(func.count()).select_from(table).where(table.c.state == State.PENDING)) or 0
        for table in (t.public_questions, t.public_answers)
    )
    return sum(counts)


def _refuse_flood(db: Connection) -> None:
    if _pending(db) >= MOST_PENDING:
        raise TooMany("Many questions wait to be read. Please try again tomorrow, or talk to a person.")


def _only_approved(one: Post) -> Post:
    """Colleagues' answers first, then the most useful ones."""
    answers = [a for a in one.answers if a.state is State.APPROVED and a.text]
    ordered = sorted(answers, key=lambda a: (a.author is None, -a.useful, a.at))
    return replace(one, answers=tuple(ordered))


def _post(row: Any, marks: dict[tuple[str, str], int], answers: tuple[Post, ...] = ()) -> Post:
    body = orjson.loads(row["body"]) if row["body"] else {}
    decided = orjson.loads(row["decided_by"]) if row["decided_by"] else None
    author = orjson.loads(row["author"]) if row.get("author") else None
    return Post(
        id=row["id"],
        at=row["at"],
        state=State(row["state"]),
        text=body.get("text") or "",
        name=body.get("name"),
        useful=marks.get((row["id"], "useful"), 0),
        reports=marks.get((row["id"], "report"), 0),
        author=Writer(**author) if author else None,
        question=row.get("question"),
        entry=row.get("entry") or "",
        language=row.get("language") or "",
        reason=row["reason"],
        decided_by=decided["name"] if decided else None,
        mail=row.get("contact") is not None,
        answers=answers,
    )


def _json(value: object) -> str | None:
    return None if value is None else orjson.dumps(value).decode()
