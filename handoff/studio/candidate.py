"""The next release, wired: training the draft, what publishing it would change, and trying it."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web
from sqlalchemy import Engine

from handoff.adapters.past_questions import PastQuestions
from handoff.adapters.rasa import RasaBot
from handoff.desk.giving import Giving
from handoff.ports import Agent, Catalogue, Clock
from handoff.releases.publishing import Publishing
from handoff.settings import Settings
from handoff.studio.previewing import Previewing, Served
from handoff.studio.training import Refusing, Training
from handoff.studio.trying import Trying
from handoff.web.studio.candidate import CandidateRoutes
from handoff.web.studio.door import Door
from handoff.web.studio.trying import TryRoutes


class LiveModel:
    """``Live`` by what the releases say."""

    def __init__(self, publishing: Publishing) -> None:
        self._publishing = publishing

    def name(self) -> str | None:
        release = self._publishing.releases.live()
        return release.model_name if release is not None else None

    def opened(self) -> Served | None:
        release = self._publishing.releases.live()
        file = self._publishing.whereabouts.file(release) if release is not None else None
        return Served(file, release.scores) if release is not None and file is not None else None


class Candidate:
    """A part of the studio."""

    def __init__(
        self,
        door: Door,
        settings: Settings,
        engine: Engine,
        clock: Clock,
        publishing: Publishing,
        refusal: Refusing,
        *,
        bot: RasaBot,
        catalogue: Catalogue,
        giving: Giving,
    ) -> None:
        logs = settings.home / "logs"
        past = PastQuestions(engine)
        self.previewing = Previewing(settings.data, settings.models, logs, clock, past, LiveModel(publishing))
        self.training = Training(settings.data, settings.models, logs, clock, refusal, self._trained)
        self.routes = CandidateRoutes(door, settings.data, self.training, self.previewing)
        self.trying = Trying(logs / "trying.log")
        self.tries = TryRoutes(door, bot, catalogue, giving, self.training, self.trying, settings.models)
        self._begun: set[asyncio.Task[None]] = set()

    def attach(self, app: web.Application) -> None:
        self.routes.attach(app)
        self.tries.attach(app)
        app.on_cleanup.append(self._stop)

    def _trained(self, candidate: dict[str, Any], _by: Agent) -> None:
        task = asyncio.create_task(self.previewing.begin(candidate["name"]))
        self._begun.add(task)
        task.add_done_callback(self._begun.discard)

    async def _stop(self, _app: web.Application) -> None:
        await self.training.stop()
        await self.previewing.cancel()
        await self.trying.stop()
