"""What the help pages are made of at this moment, read again when it may have changed."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handoff.core.errors import Unavailable
from handoff.core.known_issues import KnownIssue
from handoff.desk.browsing import Browsing
from handoff.ports import Bot, Catalogue, Clock, Known
from handoff.web.help.past import Past
from handoff.web.help.shelf import Shelf

READ_AGAIN_S = 5.0
"""How late a page may show what was published, posted or chosen elsewhere."""

STOCKED_FOR_MS = 60_000
"""How late an entry may come or go on its day."""

RELATED = 4


@dataclass(frozen=True, slots=True)
class Made:
    shelf: Shelf
    issues: tuple[KnownIssue, ...]
    look: Mapping[str, str]
    past: Past
    number: int

    @property
    def told(self) -> tuple[object, ...]:
        """What every page depends on."""
        return self.shelf, self.issues, self.look, self.past


class Content:
    """``opened``, ``look`` and ``past`` block on the database; without it the pages stay as they were."""

    def __init__(
        self,
        catalogue: Catalogue,
        browsing: Browsing,
        bot: Bot,
        opened: Callable[[], list[KnownIssue]],
        look: Callable[[], Mapping[str, str]],
        past: Callable[[], Past],
        clock: Clock,
    ) -> None:
        self._catalogue = catalogue
        self.browsing = browsing
        self._bot = bot
        self._opened = opened
        self._look = look
        self._past = past
        self._clock = clock
        self._made: Made | None = None
        self._looked = 0.0
        self._looking = asyncio.Lock()
        self._known: Mapping[str, Known] = {}
        self._related: dict[str, list[str]] = {}
        self._number = 0

    async def entries(self) -> Mapping[str, Known]:
        """All of the live content, also what customers don't see."""
        return await self._catalogue.entries()

    def known(self, id: str) -> Known | None:
        return self._known.get(id)

    def changed(self) -> None:
        """What is read next is new."""
        self._looked = 0.0

    async def now(self) -> Made:
        if self._made is not None and time.monotonic() - self._looked < READ_AGAIN_S and self._looked:
            return self._made
        async with self._looking:
            if self._made is None or not self._looked or time.monotonic() - self._looked >= READ_AGAIN_S:
                self._made = await self._make(self._made)
                self._looked = time.monotonic()
            return self._made

    async def _make(self, before: Made | None) -> Made:
        known = await self._catalogue.entries()
        anew = before is None or known is not self._known
        issues, look, past = (before.issues, before.look, before.past) if before else ((), {}, Past())
        with contextlib.suppress(Unavailable):  # what needs the database says so itself
            issues, look = await asyncio.to_thread(lambda: (tuple(self._opened()), self._look()))
            past = await asyncio.to_thread(self._past) if anew else past
        first, now = look.get("lang") or "en", self._clock()
        if known is not self._known:
            self._known, self._related, before = known, {}, None
        shelf = before.shelf if before is not None else Shelf(known, first, now)
        if shelf.first != first or now - shelf.at >= STOCKED_FOR_MS:
            shelf = Shelf(known, first, now)
        if before is not None and (shelf, issues, look, past) == before.told:
            return before
        self._number += 1
        return Made(shelf, issues, look, past, self._number)

    async def common(self, shelf: Shelf) -> list[str]:
        listed = (await self.browsing.topics())["common"]
        return [one["entry"] for one in listed if one["entry"] in shelf]

    async def found(self, shelf: Shelf, query: str, language: str, most: int) -> list[str]:
        """What fits these words: in the reader's language first, then by meaning."""
        listed = await self.browsing.search(query)
        ids = [*shelf.by_words(query, language, most), *(one["entry"] for one in listed)]
        return [id for id in dict.fromkeys(ids) if id in shelf][:most]

    async def related(self, shelf: Shelf, id: str, title: str) -> list[str]:
        """What staff named; else what the bot finds nearest to the title; else the same topic's."""
        article = shelf.article(id, shelf.first)
        if article is None:
            return []
        named = [one for one in article.related if one in shelf and one != id]
        if named:
            return named
        if id not in self._related:
            found = await self._bot.suggest(title)
            if not found:
                return shelf.beside(article)[:RELATED]
            self._related[id] = found
        near = [one for one in self._related[id] if one in shelf and one != id]
        return list(dict.fromkeys([*near, *shelf.beside(article)]))[:RELATED]
