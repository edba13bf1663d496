"""What the studio shows of entries: from the files where they are edited, from the release elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from content.entries import Content, Entry
from handoff.adapters.edits import Edit, Edits
from handoff.core.errors import NotFound
from handoff.ports import Clock
from handoff.studio.editing import free_id
from handoff.studio.entry_check import Wrong, examined
from handoff.studio.entry_wire import WrittenEntry, entry_of, told, version_of
from handoff.studio.host import EditingHost
from handoff.studio.listing import Cards, Wanted, card_of, listed, states_of
from handoff.studio.shelf import Shelf, Shelves, sentence_of, shelved

Published = Callable[[], Awaitable[Sequence[Entry] | None]]
"""The entries of the live release; None where there is none."""

Scorecards = Callable[[str | None], Awaitable[Cards]]
"""Of one entry; None: of all."""


class Reading:
    def __init__(
        self,
        host: EditingHost,
        shelves: Shelves,
        edits: Edits,
        published: Published,
        scorecards: Scorecards,
        clock: Clock,
    ) -> None:
        self._host = host
        self._shelves = shelves
        self._edits = edits
        self._published = published
        self._scorecards = scorecards
        self._clock = clock

    async def all(self, wanted: Wanted) -> dict[str, Any]:
        shelf, live, refusal = await self._standing()
        cards, today = await self._scorecards(None), self._today()
        found = await asyncio.to_thread(listed, shelf, wanted, today, live, cards)
        topics = [
            {"file": topic.file, "name": topic.name, "entries": topic.entries} for topic in shelf.topics
        ]
        unread = [sentence_of(problem) for problem in shelf.unread]
        return {**found, "topics": topics, "unread": unread, **_may(refusal)}

    async def entry(self, id: str) -> dict[str, Any]:
        shelf, live, refusal = await self._standing()
        entry = shelf.entries.get(id)
        if entry is None:
            raise NotFound("There is no such entry.")
        wire = told(entry)
        cards = await self._scorecards(id)
        return {
            "entry": {**wire, "version": version_of(wire)},
            "file": Path(entry.file).name,
            "states": sorted(states_of(entry, shelf, self._today(), live)),
            "live": (live or {}).get(id),
            "problems": [one.told() for one in examined(entry, shelf, id)],
            "titles": {one: shelf.entries[one].title for one in entry.related if one in shelf.entries},
            "named_by": [
                {"id": one.id, "title": one.title} for one in shelf.entries.values() if id in one.related
            ],
            "scorecard": card_of(id, cards),
            **_may(refusal),
        }

    async def entries(self) -> tuple[Sequence[Entry], bool]:
        """All of them, and whether they are those of the files here."""
        published, refusal = await self._published(), await self._host.refusal()
        if refusal is not None and published is not None:
            return published, False
        shelf = await asyncio.to_thread(self._shelves.read)
        return list(shelf.entries.values()), refusal is None

    async def version(self, id: str) -> str | None:
        """None: it is gone."""
        entry = (await asyncio.to_thread(self._shelves.read)).entries.get(id)
        return version_of(told(entry)) if entry is not None else None

    async def problems(self, written: WrittenEntry, original: str | None) -> list[Wrong]:
        shelf = await asyncio.to_thread(self._shelves.read)
        entry = entry_of(written, "new.yml")
        if original is None and not entry.id:
            entry = replace(entry, id=free_id(entry.title, shelf.entries))
        return await asyncio.to_thread(examined, entry, shelf, original)

    async def history(self, id: str) -> list[dict[str, Any]]:
        """The newest first; what was changed in the files between two of them has a row of its own."""
        edits = await asyncio.to_thread(self._edits.of_entry, id)
        shelf = await asyncio.to_thread(self._shelves.read)
        entry = shelf.entries.get(id)
        return with_gaps(edits, told(entry) if entry else None)

    async def _standing(self) -> tuple[Shelf, Mapping[str, Any] | None, str | None]:
        published, refusal = await self._published(), await self._host.refusal()
        live = {entry.id: told(entry) for entry in published} if published is not None else None
        if refusal is not None and published is not None:
            return shelved(Content(tuple(published)), []), live, refusal
        return await asyncio.to_thread(self._shelves.read), live, refusal

    def _today(self) -> Any:
        return datetime.fromtimestamp(self._clock() / 1000, UTC).date()


def with_gaps(edits: Sequence[Edit], now: dict[str, Any] | None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    later = now
    for number, edit in enumerate(edits):
        if edit.after != later:
            rows.append(
                {"act": None, "kind": "files", "at": None, "by": None, "before": edit.after, "after": later}
            )
        rows.append({**edit.told(), "undo": number == 0 and not rows})
        later = edit.before
    return rows


def _may(refusal: str | None) -> dict[str, Any]:
    return {"editable": refusal is None, "refusal": refusal}
