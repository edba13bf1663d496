"""Entries that may fit a conversation: for the agent beside the reply, for the customer beside the form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from handoff.core.conversation import Conversation
from handoff.core.events import Kind
from handoff.desk.giving import Giving, titled
from handoff.ports import Bot, Catalogue, Known, Log

AT_MOST = 3
FOUND_AT_MOST = 8
LOOKED_BACK = 60
"""Events read for the customer's last words: what was said long before is another question."""

FEW_WORDS = 4
"""Words of so few words ("yes please") say too little by themselves: those before are read too."""


class Suggester:
    """Never raises because of the bot: without one nothing is suggested."""

    def __init__(self, log: Log, bot: Bot, catalogue: Catalogue, giving: Giving) -> None:
        self._log = log
        self._bot = bot
        self._catalogue = catalogue
        self._giving = giving

    async def for_agent(self, conversation: Conversation) -> list[dict[str, Any]]:
        """``{entry, title, url, text, seen, refused}``: what the customer was shown, and what did not help
        them, is marked before it is sent again."""
        known = self._giving.to_agents(await self._catalogue.entries())
        return self._marked(conversation, (await self._fitting(conversation, known))[:AT_MOST])

    async def search(self, conversation: Conversation, query: str) -> list[dict[str, Any]]:
        """Likewise, by the agent's own words: what has all of them first, then what means the same."""
        known = self._giving.to_agents(await self._catalogue.entries())
        near = [id for id in await self._bot.suggest(query) if id in known]
        found = dict.fromkeys([*_with_words(query, known), *near])
        return self._marked(conversation, [known[id] for id in found][:FOUND_AT_MOST])

    async def for_customer(self, conversation: Conversation) -> list[dict[str, Any]]:
        """``{entry, title, url}`` of what they have not been shown."""
        seen = {answer.entry for answer in conversation.answers} | set(conversation.refused)
        known = self._giving.to_customers(await self._catalogue.entries())
        new = [one for one in await self._fitting(conversation, known) if one.id not in seen]
        return [self._told(one, conversation.locale) for one in new[:AT_MOST]]

    async def _fitting(self, conversation: Conversation, known: Mapping[str, Known]) -> list[Known]:
        text = await self._last_words(conversation)
        if not text:
            return []
        return [known[id] for id in await self._bot.suggest(text) if id in known]

    async def _last_words(self, conversation: Conversation) -> str:
        begin = max(0, conversation.seq - LOOKED_BACK)
        events = await self._log.events(conversation.id, begin, LOOKED_BACK)
        said = [str(one.data.get("text", "")) for one in events if one.kind is Kind.CUSTOMER_SAID]
        words = ""
        for text in reversed(said):
            words = f"{text}\n{words}".strip()
            if len(words.split()) >= FEW_WORDS:
                break
        return words

    def _told(self, one: Known, locale: str | None) -> dict[str, Any]:
        return {**titled(one, locale), "url": self._giving.url(one, locale)}

    def _marked(self, conversation: Conversation, found: Iterable[Known]) -> list[dict[str, Any]]:
        """In the original's words, which agents search by, with the address that the customer can read."""
        seen = {answer.entry for answer in conversation.answers}
        return [
            {
                **titled(one),
                "url": self._giving.url(one, conversation.locale),
                "text": one.text,
                "seen": one.id in seen,
                "refused": one.id in conversation.refused,
            }
            for one in found
        ]


def _with_words(query: str, known: Mapping[str, Known]) -> list[str]:
    """Entries with the beginnings of all these words, those with them in the title first."""
    words = [word.casefold() for word in re.findall(r"\w+", query)]
    if not words:
        return []
    found = [(_misses(words, one.title), one) for one in known.values()]
    return [
        one.id
        for misses, one in sorted(found, key=lambda pair: pair[0])
        if not misses or not _misses(words, f"{one.title} {one.text}")
    ]


def _misses(words: list[str], text: str) -> int:
    there = [word.casefold() for word in re.findall(r"\w+", text)]
    return sum(not any(one.startswith(word) for one in there) for word in words)
