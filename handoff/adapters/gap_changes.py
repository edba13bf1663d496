"""What people do to gaps: merge, dismiss, split, and all of it undone. Each is one transaction that says no
when somebody else was faster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import orjson

from handoff.adapters.connection import Session
from handoff.adapters.writer import Writer
from handoff.core.errors import BadRequest, Conflict, NotFound, NotNow
from handoff.core.gaps import MOST_SPLIT
from handoff.ports import Agent, Clock

T = TypeVar("T")

_GAP = "SELECT state, revision, told, customers, merged_into FROM gaps WHERE id = :id"


class GapChanges:
    """Each gives the id of the change, by which it can be undone. ``revision``: of the gap as it was seen;
    None: as it is now."""

    def __init__(self, writer: Writer, clock: Clock) -> None:
        self._writer = writer
        self._clock = clock

    async def dismiss(self, id: int, reason: str, by: Agent, revision: int | None = None) -> int:
        def work(session: Session) -> int:
            state, told, customers = _checked(session, id, revision)
            if state == "dismissed":
                raise Conflict(f"{_by(told)} dismissed this already: {told.get('reason', '')}")
            now = self._clock()
            new = {"reason": reason, "by": _author(by), "at": now, "customers": customers}
            _set(session, id, "dismissed", new)
            return _noted(session, id, now, by, "dismissed", {"reason": reason, "before": [state, told]})

        return await self._done(work)

    async def reopen(self, id: int, by: Agent, revision: int | None = None) -> int:
        def work(session: Session) -> int:
            state, told, _ = _checked(session, id, revision)
            if state == "open":
                raise Conflict("This gap is open already.")
            _set(session, id, "open", {})
            return _noted(session, id, self._clock(), by, "reopened", {"before": [state, told]})

        return await self._done(work)

    async def drafted(self, id: int, entry: str, by: Agent) -> int:
        """An entry was written for it, or its words were added to one. Saying so twice changes nothing."""

        def work(session: Session) -> int:
            id_now = _followed(session, id)
            state, told, _ = _checked(session, id_now, None)
            if state == "drafted" and told.get("entry") == entry:
                return int(told.get("change", 0))
            now = self._clock()
            new = {"entry": entry, "by": _author(by), "at": now}
            change = _noted(session, id_now, now, by, "drafted", {"entry": entry, "before": [state, told]})
            _set(session, id_now, "drafted", {**new, "change": change})
            return change

        return await self._done(work)

    async def answered(self, id: int, release: int, at: int) -> None:
        """The entry written for it is live."""

        def work(session: Session) -> None:
            state, told, _ = _checked(session, id, None)
            if state == "drafted":
                _set(session, id, "answered", {**told, "release": release, "published": at})

        await self._done(work)

    async def merge(self, id: int, others: Sequence[int], by: Agent, revision: int | None = None) -> int:
        """``others`` become part of this one."""

        def work(session: Session) -> int:
            _checked(session, id, revision)
            now, moved, were = self._clock(), dict[str, list[int]](), dict[str, Any]()
            for other in dict.fromkeys(others):
                if other == id:
                    raise BadRequest("others: a gap can't be merged with itself.", field="others")
                was, told, _ = _checked(session, other, None)
                were[str(other)] = [was, told]
                rows = session.read("SELECT id FROM questions WHERE gap = :gap ORDER BY id", {"gap": other})
                moved[str(other)] = [row[0] for row in rows]
                session.write("UPDATE questions SET gap = :id WHERE gap = :other", {"id": id, "other": other})
                session.write(
                    """UPDATE gaps SET state = 'merged', merged_into = :id, revision = revision + 1,
                    touched = :yes, stale = :yes, centre = NULL WHERE id = :other""",
                    {"id": id, "other": other, "yes": True},
                )
            _touched(session, id)
            return _noted(session, id, now, by, "merged", {"moved": moved, "were": were})

        return await self._done(work)

    async def split(
        self, id: int, questions: Sequence[int], by: Agent, revision: int | None = None
    ) -> tuple[int, int]:
        """These questions do not belong: they become a gap of their own. Gives its id, and the change's."""
        if not questions:
            raise BadRequest("questions: say which do not belong.", field="questions")
        if len(questions) > MOST_SPLIT:
            raise BadRequest(f"questions: at most {MOST_SPLIT} at a time.", field="questions")

        def work(session: Session) -> tuple[int, int]:
            _checked(session, id, revision)
            wanted = list(dict.fromkeys(questions))
            for question in wanted:
                if not session.read(
                    "SELECT 1 FROM questions WHERE id = :q AND gap = :id", {"q": question, "id": id}
                ):
                    raise NotFound("One of these questions is not in this gap any more. Look again.")
            if len(session.read("SELECT 1 FROM questions WHERE gap = :id LIMIT :n",
                                {"id": id, "n": len(wanted) + 1})) <= len(wanted):  # fmt: skip
                raise NotNow("These are all of its questions: there is nothing to take them out of.")
            new, now = _made(session, wanted[0], self._clock()), self._clock()
            for question in wanted:
                session.write(
                    "UPDATE questions SET gap = :new, placed = :yes WHERE id = :q",
                    {"new": new, "q": question, "yes": True},
                )
            _touched(session, id)
            return new, _noted(session, id, now, by, "split", {"into": new, "questions": wanted})

        return await self._done(work)

    async def undo(self, change: int, by: Agent) -> int:
        """Take back what somebody did last to a gap; gives the gap's id."""

        def work(session: Session) -> int:
            rows = session.read("SELECT gap, kind, told FROM gap_changes WHERE id = :id", {"id": change})
            if not rows:
                raise NotFound("There is no such change.")
            gap, kind, told = rows[0][0], rows[0][1], orjson.loads(rows[0][2])
            if kind in ("undone", "undoing") or told.get("undone"):
                raise Conflict("That was undone already.")
            later = session.read(
                "SELECT 1 FROM gap_changes WHERE gap = :gap AND id > :id AND kind <> 'undone'",
                {"gap": gap, "id": change},
            )
            if later:
                raise NotNow("Something else was done to this gap since. Undo that first.")
            _checked(session, gap, None)
            if kind == "merged":
                _parted(session, gap, told["moved"], told["were"])
            elif kind == "split":
                _put_back(session, gap, told)
            else:
                state, before = told["before"]
                _set(session, gap, state, before)
            now = self._clock()
            session.write("UPDATE gap_changes SET kind = 'undone', told = :told WHERE id = :id", {
                "id": change, "told": orjson.dumps({"was": kind, "undone": _author(by), "when": now}).decode()
            })  # fmt: skip
            return int(gap)

        return await self._done(work)

    async def _done(self, work: Callable[[Session], T]) -> T:
        return await self._writer.submit(work)


def _checked(session: Session, id: int, revision: int | None) -> tuple[str, dict[str, Any], int]:
    """Its state, what is told of it, and how many customers asked. Raises ``NotFound``, ``Conflict``."""
    session.lock("SELECT id FROM gaps WHERE id = :id", {"id": id})
    rows = session.read(_GAP, {"id": id})
    if not rows:
        raise NotFound("There is no such gap.")
    state, current, stored, customers, merged_into = rows[0]
    if state == "merged":
        raise Conflict("This gap has become part of another one.", gap=merged_into)
    told = orjson.loads(stored) if stored else {}
    if revision is not None and revision != current:
        raise Conflict(f"{_by(told)} changed this gap meanwhile. Look again.", revision=current)
    return state, told, customers


def _followed(session: Session, id: int) -> int:
    """An editor that was opened before two gaps became one still speaks of the right one."""
    seen = {id}
    while rows := session.read(
        "SELECT merged_into FROM gaps WHERE id = :id AND state = 'merged'", {"id": id}
    ):
        if rows[0][0] is None or rows[0][0] in seen:
            break
        id = rows[0][0]
        seen.add(id)
    return id


def _set(session: Session, id: int, state: str, told: dict[str, Any]) -> None:
    session.write(
        """UPDATE gaps SET state = :state, told = :told, revision = revision + 1, touched = :yes,
        changed_at = :now WHERE id = :id""",
        {
            "state": state,
            "told": orjson.dumps(told).decode() if told else None,
            "yes": True,
            "now": told.get("at", 0),
            "id": id,
        },
    )


def _touched(session: Session, id: int) -> None:
    session.write(
        """UPDATE gaps SET revision = revision + 1, touched = :yes, stale = :yes, centre = NULL
        WHERE id = :id""",
        {"yes": True, "id": id},
    )


def _made(session: Session, central: int, now: int) -> int:
    id = int(session.read("SELECT COALESCE(MAX(id), 0) + 1 FROM gaps", {})[0][0])
    session.write(
        """INSERT INTO gaps (id, state, revision, touched, stale, central, likeness, size, nearest, questions,
        customers, agent_ms, score, changed_at)
        VALUES (:id, 'open', 0, :yes, :yes, :central, 0, 0, '[]', 0, 0, 0, 0, :now)""",
        {"id": id, "yes": True, "central": central, "now": now},
    )
    return id


def _parted(session: Session, gap: int, moved: dict[str, list[int]], were: dict[str, Any]) -> None:
    """Merged gaps are what they were, with the questions they had; what came since stays."""
    for other, questions in moved.items():
        for question in questions:
            session.write(
                "UPDATE questions SET gap = :other WHERE id = :q AND gap = :gap",
                {"other": int(other), "q": question, "gap": gap},
            )
        session.write(
            "UPDATE gaps SET merged_into = NULL, stale = :yes WHERE id = :other",
            {"other": int(other), "yes": True},
        )
        state, told = were[other]
        _set(session, int(other), state, told)
    _touched(session, gap)


def _put_back(session: Session, gap: int, told: dict[str, Any]) -> None:
    for question in told["questions"]:
        session.write(
            "UPDATE questions SET gap = :gap, placed = :no WHERE id = :q AND gap = :into",
            {"gap": gap, "q": question, "into": told["into"], "no": False},
        )
    session.write(
        """UPDATE gaps SET state = 'merged', merged_into = :gap, revision = revision + 1, stale = :yes
        WHERE id = :into AND NOT EXISTS (SELECT 1 FROM questions WHERE gap = :into)""",
        {"gap": gap, "into": told["into"], "yes": True},
    )
    _touched(session, gap)


def _noted(session: Session, gap: int, at: int, by: Agent, kind: str, told: dict[str, Any]) -> int:
    id = int(session.read("SELECT COALESCE(MAX(id), 0) + 1 FROM gap_changes", {})[0][0])
    session.write(
        """INSERT INTO gap_changes (id, gap, at, author, kind, told) VALUES (:id, :gap, :at, :author, :kind,
        :told)""",
        {
            "id": id,
            "gap": gap,
            "at": at,
            "author": orjson.dumps(_author(by)).decode(),
            "kind": kind,
            "told": orjson.dumps(told).decode(),
        },
    )
    return id


def _author(by: Agent) -> dict[str, str]:
    return {"id": by.id, "name": by.name}


def _by(told: dict[str, Any]) -> str:
    return str((told.get("by") or {}).get("name") or "Somebody")
