"""Entries that may fit a conversation: for the agent beside the reply, for the customer beside the form."""

from __future__ import annotations

from typing import Any

from handoff.core.conversation import Conversation
from handoff.core.events import Kind
from handoff.ports import Bot, Catalogue, Log

AT_MOST = 3
LOOKED_BACK = 60
"""Events read for the customer's last words: what was said long before is another question."""

FEW_WORDS = 4
"""Words of so few words ("yes please") say too little by themselves: those before are read too."""


class Suggester:
    """Never raises because of the bot: without one nothing is suggested."""

    def __init__(self, log: Log, bot: Bot, catalogue: Catalogue) -> None:
        self._log = log
        self._bot = bot
        self._catalogue = catalogue

    async def for_agent(self, conversation: Conversation) -> list[dict[str, Any]]:
        """``{entry, title, url, seen, refused}``: what the customer was shown, and what did not help them, is
        marked before it is sent again."""
        seen = {answer.entry for answer in conversation.answers}
        return [
            {**told, "seen": told["entry"] in seen, "refused": told["entry"] in conversation.refused}
            for told in await self._fitting(conversation)
        ][:AT_MOST]

    async def for_customer(self, conversation: Conversation) -> list[dict[str, Any]]:
        """``{entry, title, url}`` of what they have not been shown."""
        known = {answer.entry for answer in conversation.answers} | set(conversation.refused)
        return [told for told in await self._fitting(conversation) if told["entry"] not in known][:AT_MOST]

    async def _fitting(self, conversation: Conversation) -> list[dict[str, Any]]:
        text = await self._last_words(conversation)
        if not text:
            return []
        known = await self._catalogue.entries()
        found = [known[id] for id in await self._bot.suggest(text) if id in known]
        return [{"entry": one.id, "title": one.title, "url": one.url} for one in found]

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
