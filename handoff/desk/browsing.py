"""The entries for those who look before they ask: by topic, by what is asked most, by their own words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from handoff.core.errors import NotFound, Unavailable
from handoff.core.finding import Words
from handoff.desk.giving import Giving, beside, titled
from handoff.ports import Bot, Catalogue, Clock, Known

COMMON = 4
FOUND = 6
COUNTED_FOR_MS = 600_000
"""What is asked most changes by the day; counting it now and then is enough."""

ENOUGH = 20
"""Answers shown before what is asked most says anything."""

SEARCHES_AT_ONCE = 2
"""Asked of the bot: searching must not stand in the way of somebody who asks. Others are found by words."""

LONGEST_SEARCH = 200


class Browsing:
    """``counts`` says how often each entry was shown and not refused; it blocks on the database."""

    def __init__(
        self,
        catalogue: Catalogue,
        bot: Bot,
        counts: Callable[[], Mapping[str, int]],
        clock: Clock,
        giving: Giving,
    ) -> None:
        self._catalogue = catalogue
        self._bot = bot
        self._counts = counts
        self._clock = clock
        self._giving = giving
        self._common: tuple[int, list[str]] | None = None
        self._words: tuple[Mapping[str, Known], Words] | None = None
        self._searching = 0

    async def topics(self, locale: str | None = None) -> dict[str, Any]:
        """``{topics: [{name, entries: [{entry, title}]}], common: [{entry, title}]}``, in the content's
        order; ``common``: at most four."""
        known = await self._shown()
        topics: dict[str, list[dict[str, str]]] = {}
        for one in known.values():
            topics.setdefault(one.topic, []).append(titled(one, locale))
        return {
            "topics": [{"name": name, "entries": entries} for name, entries in topics.items()],
            "common": [titled(known[id], locale) for id in await self._asked_most(known)],
        }

    async def entry(self, id: str) -> Known:
        known = (await self._catalogue.entries()).get(id)
        if known is None or not known.shown(self._clock()):
            raise NotFound("There is no such entry.")
        return known

    def told(self, one: Known, locale: str | None = None) -> dict[str, Any]:
        """``{title, text, url, media?}``, as it is read outside a conversation."""
        media = {"media": shown} if (shown := beside(one).get("media")) else {}
        return self._giving.words(one, locale) | media

    async def search(self, query: str, locale: str | None = None) -> list[dict[str, str]]:
        """What fits these words best. By meaning where the bot is there and has the time, and in any case by
        the words themselves, mistyped ones too: half a word means nothing yet."""
        known = await self._shown()
        query = query[:LONGEST_SEARCH].strip()
        if not query:
            return []
        meant, worded = await asyncio.gather(
            self._by_meaning(query), asyncio.to_thread(self._by_words, query, known)
        )
        one_word = len(query.split()) == 1
        found = dict.fromkeys([*worded, *meant] if one_word else [*meant, *worded])
        return [titled(known[id], locale) for id in found if id in known][:FOUND]

    async def _shown(self) -> Mapping[str, Known]:
        """What customers may see now: the same mapping as long as nothing changed."""
        every, now = await self._catalogue.entries(), self._clock()
        shown = {id: one for id, one in every.items() if one.shown(now)}
        return every if len(shown) == len(every) else shown

    def _by_words(self, query: str, known: Mapping[str, Known]) -> list[str]:
        if self._words is None or self._words[0] != known:  # the content changed
            entries = ((one.id, one.asked or one.title, one.text) for one in known.values())
            self._words = known, Words(entries)
        return self._words[1].find(query, FOUND)

    async def _by_meaning(self, query: str) -> list[str]:
        if self._searching >= SEARCHES_AT_ONCE:
            return []
        self._searching += 1
        try:
            return await self._bot.suggest(query)
        finally:
            self._searching -= 1

    async def _asked_most(self, known: Mapping[str, Known]) -> list[str]:
        now = self._clock()
        if self._common is None or now - self._common[0] >= COUNTED_FOR_MS:
            try:
                counts = await asyncio.to_thread(self._counts)
            except Unavailable:
                counts = {}
            asked = [id for id, count in sorted(counts.items(), key=lambda pair: -pair[1]) if count > 0]
            self._common = now, asked if sum(max(0, count) for count in counts.values()) >= ENOUGH else []
        listed = dict.fromkeys([*self._common[1], *_one_of_each(known.values())])
        return [id for id in listed if id in known][:COMMON]


def _one_of_each(entries: Iterable[Known]) -> list[str]:
    """Each topic's first, in the content's order, then the rest."""
    first: dict[str, str] = {}
    rest = [one.id for one in entries if first.setdefault(one.topic, one.id) != one.id]
    return [*first.values(), *rest]
