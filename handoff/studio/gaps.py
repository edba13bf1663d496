"""Gaps, wired: the questions that follow the log, their grouping, and what staff see and do."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy import Engine

from handoff.adapters.gap_changes import GapChanges
from handoff.adapters.gap_reviews import GapReviews
from handoff.adapters.gaps import Gaps as StoredGaps
from handoff.adapters.gaps_following import SqlQuestions
from handoff.adapters.gaps_grouping import GapGroups
from handoff.adapters.writer import Writer
from handoff.ports import Catalogue, Clock, Holding
from handoff.settings import Settings
from handoff.studio.editing import Editing
from handoff.studio.gap_answers import GapAnswers
from handoff.studio.gap_grouping import Grouping
from handoff.studio.gap_reviews import Reviewing
from handoff.studio.gap_views import GapViews
from handoff.web.studio.door import Door
from handoff.web.studio.gap_reviews import ReviewRoutes
from handoff.web.studio.gaps import GapRoutes


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
        door: Door,
        editing: Editing,
    ) -> None:
        self.stored = StoredGaps(engine)
        self.views = GapViews(self.stored, catalogue, clock)
        self.changes = GapChanges(writer, clock)
        self.answers = GapAnswers(engine, self.changes, catalogue)
        self.grouping = Grouping(
            SqlQuestions(engine, writer, clock),
            GapGroups(engine, writer, clock),
            catalogue,
            holding,
            settings.home,
            self.answers,
        )
        self.reviewing = Reviewing(GapReviews(engine, writer), self.stored, catalogue, editing, clock)
        self._routes = (
            ReviewRoutes(door, self.reviewing),
            GapRoutes(door, self.views, self.changes, self.grouping),
        )

    def attach(self, app: web.Application) -> None:
        for routes in self._routes:
            routes.attach(app)

    async def run(self) -> None:
        await self.grouping.run()
