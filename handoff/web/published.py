"""Whether the bot answers from what the data say now. It never does otherwise without our saying so."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from handoff.adapters.rasa import RasaBot
from handoff.adapters.releases import Releases
from handoff.storage import now_ms

log = logging.getLogger(__name__)

LOOK_EVERY_S = 5.0
"""Staff edit files by hand; a few seconds later is soon enough to be told."""


@dataclass(frozen=True, slots=True)
class Model:
    """The published model's name, and whether it was trained from the data as they are. None: nothing here to
    compare with, as on a machine that only runs the service."""

    name: str
    fits: bool | None


class Published:
    """``announce`` hears each time the answer turns to no."""

    def __init__(self, engine: Engine, bot: RasaBot, announce: Callable[[str], object]) -> None:
        self._releases = Releases(engine, now_ms)
        self._bot = bot
        self._announce = announce
        self.model: Model | None = None

    async def run(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        try:
            found = await asyncio.to_thread(self._compare)
        except Exception as error:  # noqa: BLE001 - half-saved files, a database away: known in five seconds
            log.info("which model is live is not known now: %s", error)
            return
        if found is not None and found.fits is False and found != self.model:
            self._announce(
                f"The assistant answers from {found.name}, and the content has changed since. That is a "
                "draft until it is published: at /studio/publish, or by handrail train and handrail publish."
            )
        self.model = found

    def _compare(self) -> Model | None:
        from content.entries import fingerprint
        from content.places import DATA

        release = self._releases.live()
        if release is None:
            return None
        served = Path(self._bot.model or release.model).name
        fits = None
        if Path(DATA).is_dir():
            fits = served == Path(release.model).name and fingerprint() == release.fingerprint
        return Model(served, fits)
