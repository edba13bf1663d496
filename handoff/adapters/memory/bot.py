"""A bot that answers from a table, and the entries it would know."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from handoff.core.bot import UNAVAILABLE, BotReply
from handoff.ports import Known


class MemoryBot:
    """``ports.Bot`` that answers from a table: a question's text → the reply; else a fixed one."""

    def __init__(self, replies: Mapping[str, BotReply] | None = None, other: BotReply = UNAVAILABLE) -> None:
        self.replies = dict(replies or {})
        self.other = other
        self.state = "ok"
        self.suggestions: list[str] = []
        self.asked: list[Mapping[str, Any]] = []

    async def ask(
        self, _sender: str, text: str, locale: str | None, awaiting: str | None, refused: Sequence[str]
    ) -> BotReply:
        self.asked.append({"text": text, "locale": locale, "awaiting": awaiting, "refused": list(refused)})
        await asyncio.sleep(0)
        return self.replies.get(text, self.other)

    async def suggest(self, _text: str) -> list[str]:
        await asyncio.sleep(0)
        return list(self.suggestions)


class MemoryCatalogue:
    """``ports.Catalogue`` of these entries."""

    def __init__(self, *known: Known) -> None:
        self._known = {one.id: one for one in known}

    async def entries(self) -> Mapping[str, Known]:
        return self._known
