"""Releases, wired: the routes of the studio's page, and what bots fetch."""

from __future__ import annotations

import asyncio
from functools import partial

from aiohttp import web
from sqlalchemy import Engine

from handoff.catalogue import Catalogue
from handoff.core.errors import NotFound
from handoff.ports import Agent, Clock
from handoff.releases.files_back import PutBack, put_back
from handoff.releases.history import History
from handoff.releases.publishing import Publishing
from handoff.settings import Settings
from handoff.studio.editing import Editing
from handoff.studio.host import EditingHost
from handoff.vault import bot_token
from handoff.web.bot_model import BotModel
from handoff.web.studio.door import Door
from handoff.web.studio.releases import ReleaseRoutes


class Released:
    """``publishing`` and ``history`` are for whoever publishes or compares besides."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        catalogue: Catalogue,
        door: Door,
        clock: Clock,
        host: EditingHost,
        editing: Editing,
    ) -> None:
        self._host = host
        self._editing = editing
        self.publishing = Publishing(settings, engine, clock)
        self.history = History(self.publishing, clock)
        self._catalogue = catalogue
        self._routes = (
            ReleaseRoutes(
                door, self.publishing, self.history, catalogue.changed, self.not_here, self.put_back
            ),
            BotModel(bot_token(settings), self.publishing, clock),
        )

    def attach(self, app: web.Application) -> None:
        for routes in self._routes:
            routes.attach(app)

    async def not_here(self) -> str | None:
        """Why the files of this machine are not what may be published; None: they are."""
        if not await asyncio.to_thread((self._host.data / "faq").is_dir):
            return "There is no folder with content on this machine, so nothing can be published from here."
        if self._host.contender is None:
            return None
        return await self._host.refusal()

    async def put_back(self, agent: Agent, id: int) -> PutBack:
        """Make the files hold what a release did, under the care that editing takes."""
        snapshot = await asyncio.to_thread(self.publishing.releases.snapshot, id)
        if snapshot is None:
            raise NotFound("The content of this release was not kept.")
        return (await self._editing.sweep(agent, "changed", partial(put_back, self._host.data, snapshot)))[0]

    async def follow(self) -> None:
        """Everybody sees what is live, also what another machine published."""
        await self._catalogue.run()
