"""Entries brought in from a file and taken out as one: said first, done when somebody says so."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content.entries import Entry
from content.exporting import as_csv, as_json, as_zip
from content.importing import Imported, Planned, carry_out, plan, read, standing
from content.source import Problem
from handoff.core.errors import BadRequest
from handoff.ports import Agent
from handoff.studio.editing import Editing

SHOWN = 500
"""Rows and sentences of one answer. More is not read by anybody; the counts say how many there are."""

WRITTEN = ("added", "changed")

KINDS = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json),
}


@dataclass(frozen=True, slots=True)
class Brought:
    """``name`` is for sentences alone; ``topic``: where what is new goes, empty: where the file says."""

    name: str
    data: bytes
    topic: str = ""


class Bringing:
    def __init__(self, data: Path, editing: Editing) -> None:
        self._data = data
        self._editing = editing

    async def looked_at(self, brought: Brought) -> dict[str, Any]:
        """What would become of it; nothing is written."""
        imported, planned = await asyncio.to_thread(self._planned, brought)
        return told(planned, imported.problems)

    async def carried_out(self, agent: Agent, brought: Brought) -> dict[str, Any]:
        """Looked at once more under the lock, since entries may have changed since."""
        imported = await asyncio.to_thread(read, brought.name, brought.data)
        if not imported.entries:
            raise BadRequest("There is nothing in this file that could be imported.", field="content")

        def work() -> tuple[list[Planned], list[Problem]]:
            planned = plan(imported, standing(self._data), brought.topic)
            return planned, carry_out(self._data, planned)

        (planned, refused), act = await self._editing.sweep(agent, "imported", work)
        written = [one.entry.id for one in planned if one.what in WRITTEN]
        first = written[0] if written else None
        return {**told(planned, [*imported.problems, *refused]), "act": act, "first": first}

    def _planned(self, brought: Brought) -> tuple[Imported, list[Planned]]:
        imported = read(brought.name, brought.data)
        return imported, plan(imported, standing(self._data), brought.topic)

    async def taken_out(self, kind: str, entries: Sequence[Entry], *, files: bool) -> tuple[str, bytes]:
        """Type and bytes. ``files``: the archive holds the files as they stand, with their comments."""
        if kind == "zip":
            data = self._data if files else None
            return "application/zip", await asyncio.to_thread(as_zip, entries, data)
        if kind not in KINDS:
            raise BadRequest("kind: csv, json or zip.", field="kind")
        mime, write = KINDS[kind]
        return mime, await asyncio.to_thread(write, entries)


def told(planned: list[Planned], problems: list[Problem]) -> dict[str, Any]:
    """What is wrong comes first; what stands here just so comes last."""
    order = ("skipped", "changed", "added", "same")
    rows = sorted(planned, key=lambda one: order.index(one.what))
    counts = Counter(one.what for one in planned)
    levels = Counter(problem.level for problem in problems)
    return {
        "rows": [
            {
                "id": one.entry.id,
                "title": one.entry.title,
                "topic": one.entry.topic,
                "what": one.what,
                "sentence": one.sentence,
            }
            for one in rows[:SHOWN]
        ],
        "counts": {what: counts[what] for what in order},
        "problems": [
            {"line": problem.line, "level": problem.level, "sentence": problem.sentence}
            for problem in sorted(problems, key=lambda one: (one.level != "error", one.line))[:SHOWN]
        ],
        "levels": {level: levels[level] for level in ("error", "warning")},
    }
