"""Who is there, and when: what customers see before they ask, told to every page as soon as it changes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from handoff.core.errors import Refusal
from handoff.core.events import iso
from handoff.core.shift import Shift, shift
from handoff.core.teams import Team
from handoff.ports import Clock, Presence
from handoff.web.connections import CUSTOMERS, Connections

log = logging.getLogger(__name__)

READ_AGAIN_S = 3.0
"""How late settings saved at another process, or by a command, may be seen here."""

SHORTEST_PAUSE_S = 0.05
"""A timer may ring a little before the moment hours begin."""


class Staff:
    """``open``: somebody is available in a team that is inside its hours; ``agents``: their faces."""

    def __init__(
        self,
        presence: Presence,
        teams: Callable[[], Awaitable[Sequence[Team]]],
        connections: Connections,
        clock: Clock,
    ) -> None:
        self._presence = presence
        self._read = teams
        self._connections = connections
        self._clock = clock
        self._teams: Sequence[Team] | None = None
        self._shift: Shift | None = None
        self._shift_of: Sequence[Team] = ()
        self._one_look = asyncio.Lock()  # else an older look could end after a newer one, and be believed
        self.shown: dict[str, Any] = _shown(Shift((), None, None, None, 0, 0), [])

    async def run(self) -> None:
        while True:
            try:
                await self.settings_changed()
            except Refusal as error:
                log.warning("who is there is told late: %s", error.message)
            await asyncio.sleep(self.pause_s())

    def pause_s(self) -> float:
        """Until hours begin or end, but no longer than settings may go unread."""
        left_s = (self._shift.until - self._clock()) / 1000 if self._shift is not None else READ_AGAIN_S
        return min(READ_AGAIN_S, max(SHORTEST_PAUSE_S, left_s))

    async def settings_changed(self) -> None:
        """Read the teams again, and tell what follows."""
        self._teams = await self._read()
        await self.refresh()

    async def refresh(self) -> None:
        async with self._one_look:
            now_open = await self._current()
            faces = await self._presence.staff(now_open.teams)
            shown = _shown(now_open, [dict(face) for face in faces])
            if shown == self.shown:
                return
            self.shown = shown
            self._connections.tell(CUSTOMERS, "staff", shown)
            for connection in self._connections.of("/agent"):
                connection.tell("staff", shown)

    async def _current(self) -> Shift:
        """Worked out anew only when hours or teams have changed: agents come and go more often."""
        if self._teams is None:
            self._teams = await self._read()
        if self._shift is None or self._shift_of != self._teams or not self._shift.holds(self._clock()):
            self._shift_of = self._teams
            self._shift = shift(self._teams, self._clock())
        return self._shift


def _shown(now_open: Shift, agents: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "open": bool(agents),
        "agents": agents,
        "opens_at": _iso(now_open.opens_at),
        "closes_at": _iso(now_open.closes_at),
        "time_zone": now_open.time_zone,
    }


def _iso(moment: int | None) -> str | None:
    return iso(moment) if moment is not None else None
