"""What only one of many processes does at a time: the holder beats, a beat that stands still is taken over.

Clocks of two machines are never compared. A holder counts how old its last beat is, a challenger how long
the beat has stood still, each by its own monotonic clock. The holder lets go before a challenger may take.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from handoff.core.errors import Unavailable
from handoff.ports import Tenure

log = logging.getLogger(__name__)

EVERY_S = 1.0
LAPSES_S = 2.0
"""A holder whose last beat is older stops by itself: frozen, or the database is gone."""
TAKEN_AFTER_S = 3.0
"""A beat that stood still so long is taken over. Longer than ``LAPSES_S``, so that the holder has stopped."""

NOBODY = ""


@dataclass(frozen=True, slots=True)
class Beat:
    """A row of ``holdings``. ``count`` only ever rises."""

    holder: str
    count: int


class Beats(Protocol):
    """The table of one holding; every change says whether it came about."""

    async def read(self) -> Beat | None: ...

    async def begin(self, holder: str) -> bool:
        """The first row there ever was."""

    async def take(self, holder: str, seen: Beat) -> bool:
        """Only if it still is what was seen."""

    async def beat(self, holder: str) -> bool: ...

    async def leave(self, holder: str) -> None: ...


class Contender:
    """``ports.Holding`` for one process. ``monotonic`` counts seconds and is never set."""

    def __init__(self, beats: Beats, holder: str, monotonic: Callable[[], float]) -> None:
        self._beats = beats
        self._holder = holder
        self._monotonic = monotonic
        self._tenure: Tenure | None = None
        self._beaten = 0.0
        self._seen: Beat | None = None
        self._since = 0.0  # when what is seen was seen first
        self._moved = False  # seen to change: somebody lived at that time

    @property
    def held(self) -> Tenure | None:
        alive = self._monotonic() - self._beaten < LAPSES_S
        return self._tenure if alive else None

    async def run(self) -> None:
        while True:
            try:
                await self.step()
            except Unavailable as error:
                log.warning("who does what only one may do is not known: %s", error.message)
            await asyncio.sleep(EVERY_S)

    async def step(self) -> None:
        """Beat, or look whether the holder still does."""
        if self._tenure is not None:
            await self._beat()
        if self._tenure is None:
            await self._challenge()

    async def leave(self) -> None:
        """At a clean stop the next one need not wait."""
        held, self._tenure = self._tenure, None
        if held is not None:
            await self._beats.leave(self._holder)

    async def _beat(self) -> None:
        began = self._monotonic()  # not when it ended: the row may have been written any time between
        if await self._beats.beat(self._holder):
            self._beaten = began
            return
        log.warning("%s was frozen or cut off, and another process took over", self._holder)
        self._tenure = self._seen = None
        self._moved = False

    async def _challenge(self) -> None:
        began = self._monotonic()
        found = await self._beats.read()
        if found is None:
            self._gained(began, None, await self._beats.begin(self._holder))
            return
        if found != self._seen:
            self._moved = self._seen is not None
            self._seen, self._since = found, self._monotonic()
        still_s = began - self._since
        if found.holder == NOBODY or still_s >= TAKEN_AFTER_S:
            idle_ms = max(0, int(still_s * 1000)) if self._moved else None
            self._gained(began, idle_ms, await self._beats.take(self._holder, found))

    def _gained(self, began: float, idle_ms: int | None, gained: bool) -> None:
        if gained:
            self._tenure, self._beaten = Tenure(idle_ms), began
            self._seen, self._moved = None, False
