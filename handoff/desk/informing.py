"""What an answer carries beside the bot's guess: the customer's language, pictures, steps, known issues.

And whether it is given at all: the bot is taught what is not valid yet, and may be older than what is live.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from handoff.core.bot import BotReply
from handoff.core.errors import NotFound, Unavailable
from handoff.core.events import HandoffReason
from handoff.core.known_issues import KnownIssue, about
from handoff.desk.giving import Giving, beside, in_language, titled
from handoff.ports import Bot, Catalogue, Known


class Informer:
    """``ports.Bot`` around the bot. ``opened`` reads the open issues; it blocks on the database."""

    def __init__(
        self, bot: Bot, opened: Callable[[], Sequence[KnownIssue]], catalogue: Catalogue, giving: Giving
    ) -> None:
        self._bot = bot
        self._opened = opened
        self._catalogue = catalogue
        self._giving = giving

    @property
    def state(self) -> str:
        return self._bot.state

    async def ask(
        self, sender: str, text: str, locale: str | None, awaiting: str | None, refused: Sequence[str]
    ) -> BotReply:
        said = await self._bot.ask(sender, text, locale, awaiting, refused)
        if said.answer is None and not said.suggested:
            return said
        known = await self._catalogue.entries()
        if said.answer is None:
            return self._offered(said, known, locale)
        given = self._given(said.answer, known, locale)
        return _unanswered(said) if given is None else replace(said, answer=await self.informed(given))

    async def suggest(self, text: str) -> list[str]:
        return await self._bot.suggest(text)

    async def answer_of(self, entry: str, locale: str | None, *, read: bool = False) -> Mapping[str, Any]:
        """The entry as an answer without the bot's guess. ``read``: the customer has it open. Raises
        ``NotFound``."""
        one = (await self._catalogue.entries()).get(entry)
        if one is None or not self._giving.may_be(one, read=read):
            raise NotFound("That answer is no longer there. Ask in your own words, or ask for a person.")
        return await self.informed(self._giving.answer(one, locale))

    async def informed(self, answer: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer, with ``issues`` where some are open on its entry. Without is better than none."""
        try:
            issues = about(str(answer["entry"]), await asyncio.to_thread(self._opened))
        except Unavailable:
            return answer
        return {**answer, "issues": issues} if issues else answer

    def _given(
        self, answer: Mapping[str, Any], known: Mapping[str, Known], locale: str | None
    ) -> Mapping[str, Any] | None:
        """None: it is not for customers, not now, or not live any more."""
        one = known.get(str(answer["entry"]))
        if one is None:
            return None if _released(known) else answer
        if not self._giving.may_be(one):
            return None
        words = self._giving.words(one, locale) if in_language(one, locale) else {}
        return {**answer, "url": answer.get("url") or self._giving.url(one), **words, **beside(one)}

    def _offered(self, said: BotReply, known: Mapping[str, Known], locale: str | None) -> BotReply:
        live = self._giving.to_customers(known)
        released = _released(known)
        kept = tuple(
            titled(live[entry], locale) if entry in live else one
            for one in said.suggested
            if (entry := one["entry"]) in live or not (entry in known or released)
        )
        return replace(said, suggested=kept) if kept else _unanswered(said)


def _unanswered(said: BotReply) -> BotReply:
    return replace(
        said, texts=(), answer=None, suggested=(), model=None, handoff=HandoffReason.NO_ANSWER.value
    )


def _released(known: Mapping[str, Known]) -> bool:
    """Whether these are all the entries that are live; files may be other than what the bot was taught."""
    return any(one.release is not None for one in known.values())
