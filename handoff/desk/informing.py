"""An answer carries the known issues that are open on its entry: whoever asks, asks about those."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from handoff.core.bot import BotReply
from handoff.core.errors import Unavailable
from handoff.core.known_issues import KnownIssue, about
from handoff.ports import Bot


class Informer:
    """``ports.Bot`` around the bot. ``opened`` reads the open issues; it blocks on the database."""

    def __init__(self, bot: Bot, opened: Callable[[], Sequence[KnownIssue]]) -> None:
        self._bot = bot
        self._opened = opened

    @property
    def state(self) -> str:
        return self._bot.state

    async def ask(
        self, sender: str, text: str, locale: str | None, awaiting: str | None, refused: Sequence[str]
    ) -> BotReply:
        said = await self._bot.ask(sender, text, locale, awaiting, refused)
        return said if said.answer is None else replace(said, answer=await self.informed(said.answer))

    async def suggest(self, text: str) -> list[str]:
        return await self._bot.suggest(text)

    async def informed(self, answer: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer, with ``issues`` where some are open on its entry. Without is better than none."""
        try:
            issues = about(str(answer["entry"]), await asyncio.to_thread(self._opened))
        except Unavailable:
            return answer
        return {**answer, "issues": issues} if issues else answer
