"""What was changed in the entries, by whom, and who has which entry open now."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from handoff.adapters import schema as t
from handoff.adapters.accounts import opened
from handoff.core.events import iso
from handoff.ports import Agent, Clock

SHOWN = 50
"""Changes of one entry that staff are shown, the newest first."""

FILE = "file"
"""The kind of what was changed about a file and not about an entry."""

LAPSES_MS = 30_000
"""A page says every ten seconds that an entry is open in it. Three silences: it was closed, or is gone."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one entry; those of one ``act`` were made, and are undone, together.

    ``before`` and ``after`` are the entry as the studio tells it; None: there was, or is, none. ``source`` is
    the whole file (``file``, its bare name) before, while nothing newer was changed in it; ``mark`` is the
    hash of the file afterwards. ``place`` names the machine and folder.
    """

    entry: str
    kind: str
    file: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    source: str | None = None
    mark: str | None = None
    place: str = ""
    act: str = ""
    at: int = 0
    author: dict[str, Any] | None = None
    number: int = 0

    def told(self) -> dict[str, Any]:
        return {
            "act": self.act,
            "kind": self.kind,
            "at": iso(self.at),
            "by": self.author,
            "before": self.before,
            "after": self.after,
        }


class Edits:
    """All methods block on the database: call them in a thread."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def record(self, agent: Agent, edits: Sequence[Edit]) -> str:
        """Remember what was done in one act; gives the act's id. Older sources of the files are let go."""
        act, at = str(uuid.uuid4()), self._clock()
        with opened(self._engine.begin) as db:
            files = {edit.file for edit in edits}
            older = t.edits.c.file.in_(files) & t.edits.c.source.is_not(None)
            db.execute(update(t.edits).where(older).values(source=None))
            for edit in edits:
                db.execute(insert(t.edits).values(_row(edit, agent, act, at)))
        return act

    def of_entry(self, entry: str, most: int = SHOWN) -> list[Edit]:
        """The newest first."""
        return self._found((t.edits.c.entry == entry) & (t.edits.c.kind != FILE), most)

    def of_act(self, act: str) -> list[Edit]:
        """The last done first, as they are undone."""
        return self._found(t.edits.c.act == act, None)

    def newest(self, most: int) -> list[Edit]:
        """Of all entries, the newest first."""
        return self._found(t.edits.c.kind != FILE, most)

    def _found(self, where: Any, most: int | None) -> list[Edit]:
        wanted = select(t.edits).where(where).order_by(t.edits.c.number.desc())
        with opened(self._engine.begin) as db:
            return [_read(row) for row in db.execute(wanted.limit(most)).mappings()]


class Editors:
    """Who has an entry open, by ``window``: one page of one colleague. All methods block on the database."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def beat(self, entry: str, window: str, agent: Agent, *, unsaved: bool) -> list[dict[str, Any]]:
        """It is open here; gives where else: ``name``, ``since``, whether something is ``unsaved`` there, and
        whether it is ``own``, the same colleague's."""
        now = self._clock()
        rows = t.entry_editors
        here = (rows.c.entry == entry) & (rows.c.window == window)
        values = {"agent": agent.id, "name": agent.name, "unsaved": unsaved, "beat_at": now}
        with opened(self._engine.begin) as db:
            db.execute(delete(rows).where(rows.c.beat_at < now - LAPSES_MS))
            if not db.execute(update(rows).where(here).values(values)).rowcount:
                with contextlib.suppress(IntegrityError), db.begin_nested():  # the same beat, sent twice
                    db.execute(insert(rows).values(entry=entry, window=window, since=now, **values))
            others = select(rows).where(rows.c.entry == entry, rows.c.window != window)
            return [
                {
                    "name": row["name"],
                    "since": iso(row["since"]),
                    "unsaved": row["unsaved"],
                    "own": row["agent"] == agent.id,
                }
                for row in db.execute(others.order_by(rows.c.since)).mappings()
            ]

    def leave(self, entry: str, window: str) -> None:
        rows = t.entry_editors
        with opened(self._engine.begin) as db:
            db.execute(delete(rows).where(rows.c.entry == entry, rows.c.window == window))


def _row(edit: Edit, agent: Agent, act: str, at: int) -> dict[str, Any]:
    return {
        "act": act,
        "entry": edit.entry,
        "at": at,
        "author": orjson.dumps({"id": agent.id, "name": agent.name}).decode(),
        "kind": edit.kind,
        "file": edit.file,
        "place": edit.place,
        "before": _json(edit.before),
        "after": _json(edit.after),
        "source": edit.source,
        "mark": edit.mark,
    }


def _json(value: dict[str, Any] | None) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


def _read(row: Any) -> Edit:
    packed = ("before", "after", "author")
    return Edit(**{**row, **{name: orjson.loads(row[name]) if row[name] else None for name in packed}})
