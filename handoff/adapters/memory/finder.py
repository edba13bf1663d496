"""Finding conversations in memory: every document is made anew for each search."""

from __future__ import annotations

from collections.abc import Sequence

from handoff.adapters.memory.log import MemoryLog
from handoff.core.events import Event
from handoff.core.search import RANKED, Document, Search, Sight, documented, fits, ranked


class MemoryFinder:
    """``ports.Finder`` and ``ports.Index``: always up to date."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log

    async def find(self, search: Search, sight: Sight) -> tuple[list[Document], bool]:
        tables = self._log.tables
        seen = [one for one in tables.conversations.values() if sight.sees(one)]
        made = (documented(one, tables.events.get(one.id, [])) for one in seen)
        found = sorted((one for one in made if fits(one, search)), key=lambda one: -one.number)
        if search.best:
            found = ranked(found[:RANKED], search)[search.skip :]
        return found[: search.limit], len(found) > search.limit

    async def said(self, conversations: Sequence[str]) -> list[Event]:
        return [
            event
            for id in sorted(set(conversations))
            for event in reversed(self._log.tables.events.get(id, []))
        ]

    async def follow(self) -> int:
        return 0
