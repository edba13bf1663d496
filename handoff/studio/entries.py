"""The editing of entries, wired."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

import orjson
from aiohttp import web
from sqlalchemy import Engine

from content.entries import Entry
from content.snapshot import restore
from handoff.adapters.beats import SqlBeats
from handoff.adapters.edits import Editors, Edits
from handoff.adapters.releases import Releases
from handoff.ports import Clock
from handoff.settings import Settings
from handoff.studio.bringing import Bringing
from handoff.studio.editing import Editing, left_here
from handoff.studio.host import LEASE, EditingHost
from handoff.studio.listing import Cards as Scorecards
from handoff.studio.reading import Reading
from handoff.studio.shelf import Shelves
from handoff.web.studio.content import ContentRoutes
from handoff.web.studio.door import Door
from handoff.web.studio.entries import EntryRoutes

log = logging.getLogger(__name__)


class Published:
    """The entries of the live release, read once for each."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases
        self._read: tuple[int, Sequence[Entry] | None] | None = None

    async def __call__(self) -> Sequence[Entry] | None:
        return await asyncio.to_thread(self._of_live)

    def _of_live(self) -> Sequence[Entry] | None:
        live = self._releases.live()
        if live is None:
            return None
        if self._read is None or self._read[0] != live.id:
            self._read = live.id, _entries_in(self._releases.snapshot(live.id))
        return self._read[1]


def _entries_in(kept: str | None) -> Sequence[Entry] | None:
    """None as well where a newer Handrail kept it."""
    try:
        return restore(orjson.loads(kept)).entries if kept else None
    except (ValueError, KeyError, TypeError) as wrong:
        log.warning("the live release's content can't be read: %s", wrong)
        return None


CARDS_S = 10.0
"""Scorecards are sums over all that was ever asked: what is shown in the list may be so old."""


class Cards:
    """Scorecards of one entry, or of all."""

    def __init__(self, read: Callable[[Sequence[str] | None], Awaitable[Scorecards]]) -> None:
        self._read = read
        self._all: tuple[float, Scorecards] | None = None

    async def __call__(self, id: str | None) -> Scorecards:
        if id is not None:
            return await self._read([id])
        known, now = self._all, time.monotonic()
        if known is None or now - known[0] >= CARDS_S:
            known = self._all = now, await self._read(None)
        return known[1]


class Entries:
    """``editing`` is for every part of the studio that changes entries."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        door: Door,
        clock: Clock,
        scorecards: Callable[[Sequence[str] | None], Awaitable[Scorecards]],
    ) -> None:
        edits, shelves = Edits(engine, clock), Shelves(settings.data)
        # On one machine the database's lock says already that nobody else edits.
        beats = None if settings.one_machine else SqlBeats(engine, LEASE)
        self.host = EditingHost(settings.data, beats, lambda: left_here(edits, shelves, self.host.place))
        self.editing = Editing(self.host, edits, shelves)
        self.reading = Reading(
            self.host, shelves, edits, Published(Releases(engine, clock)), Cards(scorecards), clock
        )
        self._routes = (
            EntryRoutes(door, self.reading, self.editing, Editors(engine, clock)),
            ContentRoutes(
                door, self.editing, Bringing(settings.data, self.editing), self.reading, settings.data
            ),
        )

    def loops(self) -> list[Coroutine[Any, Any, None]]:
        return [] if self.host.contender is None else [self.host.run()]

    def attach(self, app: web.Application) -> None:
        for routes in self._routes:
            routes.attach(app)
