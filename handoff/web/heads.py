"""Every few seconds each page hears how far its conversation is, so that a lost tail shows too.

A page that did not hear that another of the same customer's began a new conversation is welcomed to that one.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from handoff.core.errors import Unavailable
from handoff.desk.telling import watch_topic
from handoff.desk.watching import Watches
from handoff.ports import Log
from handoff.web.connections import Connection, Connections

log = logging.getLogger(__name__)

WATCHING = watch_topic("")

CHUNK = 500
"""Conversations asked for at once: a short query, and others run in between."""


class Heads:
    """``interrupted()`` tells everybody at once: the wire to other processes was cut for a while."""

    def __init__(
        self,
        log: Log,
        connections: Connections,
        watches: Watches,
        every_s: float,
        lead_on: Callable[[Connection[Any]], Awaitable[None]],
    ) -> None:
        self._log = log
        self._lead_on = lead_on
        self._watches = watches
        self._connections = connections
        self._every_s = every_s
        self._now = asyncio.Event()

    def interrupted(self) -> None:
        self._now.set()

    async def run(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._every_s):
                    await self._now.wait()
            self._now.clear()
            try:
                await self._tell_customers()
                await self._tell_agents()
                self.renew_watches()
            except Unavailable as error:
                log.warning("heads are late: %s", error.message)

    async def _tell_customers(self) -> None:
        pages = [page for page in self._connections.of("/customer") if page.conversation]
        for start in range(0, len(pages), CHUNK):
            chunk = pages[start : start + CHUNK]
            shown = sorted({str(page.conversation) for page in chunk})
            known, left_behind = await self._log.heads(shown), await self._log.left_behind(shown)
            for page in chunk:
                if page.conversation in left_behind:
                    await self._lead_on(page)
                elif (found := known.get(str(page.conversation))) is not None:
                    page.tell("head", _head(str(page.conversation), found[1]))

    async def _tell_agents(self) -> None:
        """Of what each holds and of what each watches, in one query for all of them."""
        pages = self._connections.of("/agent")
        if not pages:
            return
        watched = sorted({id for page in pages for id in _watched(page)})
        held = await self._log.held_heads(sorted({page.who.id for page in pages}))
        known = {id: seq for id, (seq, _) in (await self._log.heads(watched)).items()} if watched else {}
        for page in pages:
            seen = {id: known[id] for id in _watched(page) if id in known} | dict(held.get(page.who.id, ()))
            for id, seq in seen.items():
                page.tell("head", _head(id, seq))

    def renew_watches(self) -> None:
        for topic in self._connections.topics(WATCHING):
            self._watches.watch(topic.removeprefix(WATCHING))


def _watched(page: Connection[Any]) -> list[str]:
    return [topic.removeprefix(WATCHING) for topic in page.topics if topic.startswith(WATCHING)]


def _head(conversation: str, seq: int) -> dict[str, Any]:
    return {"conversation": conversation, "seq": seq}
