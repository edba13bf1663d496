"""The help pages, wired."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aiohttp import web
from sqlalchemy import Engine

from handoff.adapters.site import Site
from handoff.looking import Looking
from handoff.ports import Bot, Catalogue, Clock
from handoff.web.help.pages import HelpPages
from handoff.web.help.site import Content
from handoff.web.limits import search_limit


class Help:
    def __init__(
        self,
        engine: Engine,
        looking: Looking,
        bot: Bot,
        catalogue: Catalogue,
        clock: Clock,
        address: Callable[[], str],
    ) -> None:
        site = Site(engine, clock)

        def look() -> Mapping[str, str]:
            return {name: value for name, value in site.read("look").items() if isinstance(value, str)}

        self.content = Content(
            catalogue, looking.browsing, bot, looking.issues.open, look, lambda: None, clock
        )
        self._pages = HelpPages(self.content, search_limit(), address)

    def attach(self, app: web.Application) -> None:
        self._pages.attach(app)
