"""Telling those who had asked, wired: who they are, what they read, and the loop that sends it."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy import Engine

from handoff.adapters.asking import Asking
from handoff.adapters.site import Site
from handoff.adapters.tellings import Tellings
from handoff.desk import Desk
from handoff.desk.told import ToldDesk
from handoff.looking import Looking
from handoff.ports import Clock, Holding
from handoff.settings import Settings
from handoff.studio.sending import Sending
from handoff.studio.telling import Telling
from handoff.web.studio.door import Door
from handoff.web.studio.told import ToldRoutes


class Told:
    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        looking: Looking,
        desk: Desk,
        door: Door,
        holding: Holding,
        clock: Clock,
    ) -> None:
        self._site = Site(engine, clock)
        tellings = Tellings(engine, clock)
        self.telling = Telling(
            Asking(engine),
            tellings,
            looking.issues,
            looking.catalogue,
            looking.giving,
            clock,
            self._language,
            mails=settings.mail_domain is not None,
        )
        self.sending = Sending(ToldDesk(desk), tellings, holding)

        self._routes = ToldRoutes(door, self.telling)

    def attach(self, app: web.Application) -> None:
        self._routes.attach(app)

    async def run(self) -> None:
        await self.sending.run()

    def _language(self) -> str:
        """The one that entries are written in, as the settings of the look say."""
        return str(self._site.read("look").get("lang") or "en")
