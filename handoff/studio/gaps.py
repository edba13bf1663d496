"""Gaps, wired: the questions that follow the log, their grouping, and what staff see and do."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy import Engine

from handoff.adapters.gaps_following import SqlQuestions
from handoff.adapters.gaps_grouping import GapGroups
from handoff.adapters.writer import Writer
from handoff.ports import Catalogue, Clock, Holding
from handoff.settings import Settings
from handoff.studio.gap_grouping import Grouping


class Gaps:
    """A part of the studio. ``run`` goes on as long as the service does."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        writer: Writer,
        catalogue: Catalogue,
        holding: Holding,
        clock: Clock,
    ) -> None:
        self.grouping = Grouping(
            SqlQuestions(engine, writer, clock),
            GapGroups(engine, writer, clock),
            catalogue,
            holding,
            settings.home,
        )

    def attach(self, app: web.Application) -> None:
        """Nothing over HTTP yet."""

    async def run(self) -> None:
        await self.grouping.run()
