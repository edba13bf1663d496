"""Help pages as they are answered with: made once, kept some seconds, or for one reader alone."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from handoff.web.help.asking import Asked, said_of
from handoff.web.help.site import READ_AGAIN_S
from handoff.web.help.view import View, everywhere
from handoff.web.help.words import words_for

if TYPE_CHECKING:
    from handoff.web.help.press import Press, Printed

MOST_KEPT = 1_000
"""Printed pages kept in memory, each for some seconds; about 15 KB each."""


class Printer:
    """``address`` is where the service is reached."""

    def __init__(self, address: Callable[[], str]) -> None:
        self._address = address
        self._press: Press | None = None
        self._loading = asyncio.Lock()
        self._kept: OrderedDict[tuple[str, ...], tuple[float, int, Printed]] = OrderedDict()

    @property
    def press(self) -> Press:
        assert self._press is not None, "loaded with the first request"
        return self._press

    async def load(self) -> None:
        """With the first page, not on the way to the first customer; and beside what goes on meanwhile."""

        def load() -> Press:
            from handoff.web.help.press import Press

            return Press()

        if self._press is not None:
            return
        async with self._loading:
            if self._press is None:
                self._press = await asyncio.to_thread(load)

    def view(
        self, asked: Asked, rest: str, codes: tuple[str, ...], *, indexed: bool = True, query: str = ""
    ) -> View:
        """``rest``: the page's address after its language's."""
        shelf, look = asked.made.shelf, asked.made.look
        behind = f"?{query}" if query else ""
        return View(
            shelf=shelf,
            language=asked.language,
            href=f"{asked.base}{rest}{behind}",
            address=self._address(),
            site=look.get("name") or words_for(asked.language).help,
            color=look.get("color"),
            indexed=indexed and not asked.request.query_string,
            said=said_of(asked.request),
            alternates={code: href + behind for code, href in everywhere(shelf, rest, codes).items()},
        )

    def serve(self, asked: Asked, page: Printed) -> web.Response:
        from handoff.web.help.press import served

        return served(asked.request, page)

    def print(self, asked: Asked, key: tuple[str, ...], template: str, view: View, **given: Any) -> Printed:
        page = self.press.print(template, view=view, words=view.words, **given)
        self._kept[(asked.language, *key)] = (time.monotonic(), asked.made.number, page)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return page

    def kept(self, asked: Asked, *key: str) -> Printed | None:
        kept = self._kept.get((asked.language, *key))
        if kept is None or kept[1] != asked.made.number or time.monotonic() - kept[0] > READ_AGAIN_S:
            return None
        return kept[2]

    def once(
        self, request: web.Request, template: str, view: View, *, status: int = 200, **given: Any
    ) -> web.Response:
        """A page for this reader alone."""
        from handoff.web.help.press import served

        page = self.press.print(template, view=view, words=view.words, **given)
        return served(request, page, status=status, kept_s=None)
