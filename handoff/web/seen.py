"""Notes where the widget is seen, on nobody's way: a connection is not kept waiting for it."""

from __future__ import annotations

import asyncio
import logging
import re

from handoff.adapters.sightings import Sightings
from handoff.core.errors import Refusal

log = logging.getLogger(__name__)

_SITE = re.compile(r"https?://[^/\s]+")


class Seen:
    def __init__(self, sightings: Sightings) -> None:
        self._sightings = sightings
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def busy(self) -> bool:
        """Something is still being written."""
        return bool(self._tasks)

    def at(self, origin: str | None, page: str | None, *, allowed: bool) -> None:
        """``origin`` as browsers say it; who says none, or "null", is no site."""
        if not origin or not _SITE.fullmatch(origin) or not self._sightings.due(origin, allowed):
            return
        task = asyncio.get_running_loop().create_task(self._note(origin, page, allowed))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _note(self, origin: str, page: str | None, allowed: bool) -> None:
        try:
            await asyncio.to_thread(self._sightings.note, origin, page, allowed)
        except Refusal as error:
            log.warning("where the widget is seen is not noted: %s", error.message)
        except Exception:
            log.exception("where the widget is seen is not noted")
