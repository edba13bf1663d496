"""What people look at before they ask, wired: the entries, and the known issues that answers carry."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import web
from sqlalchemy import Engine

from handoff.adapters.asked import Asked
from handoff.adapters.known_issues import KnownIssues
from handoff.desk.browsing import Browsing
from handoff.desk.giving import Giving
from handoff.desk.informing import Informer
from handoff.ports import Bot, Catalogue, Clock
from handoff.web.auth import Origins, SignedIn
from handoff.web.faq import FaqRoutes
from handoff.web.known_issues import KnownIssueRoutes
from handoff.web.limits import search_limit


class Looking:
    """``informer`` is the bot whose answers carry what is known to be wrong."""

    def __init__(
        self,
        engine: Engine,
        bot: Bot,
        catalogue: Catalogue,
        signed_in: SignedIn,
        origins: Origins,
        clock: Clock,
        address: Callable[[], str],
    ) -> None:
        self.issues = KnownIssues(engine, clock)
        self.catalogue = catalogue
        self.giving = Giving(clock, address)
        self.informer = Informer(bot, self.issues.open, catalogue, self.giving)
        self.browsing = Browsing(catalogue, bot, Asked(engine).counts, clock, self.giving)
        self._routes = (
            FaqRoutes(self.browsing, self.issues.open, origins, search_limit()),
            KnownIssueRoutes(signed_in, self.issues, catalogue, origins),
        )

    def attach(self, app: web.Application) -> None:
        for routes in self._routes:
            routes.attach(app)

    async def affects(self, issue: str, visitor: str) -> None:
        await asyncio.to_thread(self.issues.affects, issue, visitor)
