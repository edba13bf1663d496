"""The studio, wired: each of its parts gets here what it needs."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import web
from sqlalchemy import Engine

from handoff.adapters.event_log import SqlLog
from handoff.adapters.rasa import RasaBot
from handoff.adapters.writer import Writer
from handoff.catalogue import Catalogue
from handoff.desk import Desk
from handoff.looking import Looking
from handoff.ports import Clock, Holding
from handoff.settings import Settings
from handoff.studio.candidate import Candidate
from handoff.studio.entries import Entries
from handoff.studio.gap_views import scorecards_of
from handoff.studio.gaps import Gaps
from handoff.studio.help import Help
from handoff.studio.released import Released
from handoff.studio.told import Told
from handoff.web.auth import Origins, SignedIn, Visitors
from handoff.web.studio.door import Door


class Part(Protocol):
    """Routes that a part adds."""

    def attach(self, app: web.Application) -> None: ...


@dataclass(frozen=True)
class Materials:
    """What the service has and parts of the studio need. ``address``: where the service is reached."""

    settings: Settings
    engine: Engine
    writer: Writer
    log: SqlLog
    desk: Desk
    bot: RasaBot
    looking: Looking
    catalogue: Catalogue
    signed_in: SignedIn
    visitors: Visitors
    origins: Origins
    holding: Holding
    clock: Clock
    address: Callable[[], str]


class Studio:
    """``loops`` run as long as the service does."""

    def __init__(self, given: Materials) -> None:
        self.door = Door(given.signed_in)
        self.help = Help(
            settings=given.settings,
            engine=given.engine,
            desk=given.desk,
            looking=given.looking,
            bot=given.bot,
            catalogue=given.catalogue,
            visitors=given.visitors,
            origins=given.origins,
            door=self.door,
            clock=given.clock,
            address=given.address,
        )
        self.entries = Entries(
            given.settings, given.engine, self.door, given.clock, scorecards_of(given.engine)
        )
        self.gaps = Gaps(
            given.settings,
            given.engine,
            given.writer,
            given.catalogue,
            given.holding,
            given.clock,
            self.door,
            self.entries.editing,
        )
        self.released = Released(
            given.settings,
            given.engine,
            given.catalogue,
            self.door,
            given.clock,
            self.entries.host,
            self.entries.editing,
        )
        self.told = Told(
            given.settings, given.engine, given.looking, given.desk, self.door, given.holding, given.clock
        )
        self.candidate = Candidate(
            self.door,
            given.settings,
            given.engine,
            given.clock,
            self.released.publishing,
            self.entries.host.refusal,
            bot=given.bot,
            catalogue=given.catalogue,
            giving=given.looking.giving,
        )
        self._parts: tuple[Part, ...] = (
            self.help,
            self.gaps,
            self.released,
            self.entries,
            self.told,
            self.candidate,
        )

    def attach(self, app: web.Application) -> None:
        for part in self._parts:
            part.attach(app)

    def loops(self) -> list[Coroutine[Any, Any, None]]:
        return [self.gaps.run(), self.released.follow(), *self.entries.loops(), self.told.run()]
