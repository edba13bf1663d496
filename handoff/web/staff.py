"""Who is there: the faces customers see before they ask, told to every page when it changes."""

from __future__ import annotations

from typing import Any

from handoff.ports import Presence
from handoff.web.connections import CUSTOMERS, Connections


class Staff:
    def __init__(self, presence: Presence, connections: Connections) -> None:
        self._presence = presence
        self._connections = connections
        self.shown: dict[str, Any] = {"open": False, "agents": [], "opens_at": None}

    async def refresh(self) -> None:
        agents = [dict(face) for face in await self._presence.staff()]
        shown = {"open": bool(agents), "agents": agents, "opens_at": None}
        if shown == self.shown:
            return
        self.shown = shown
        self._connections.tell(CUSTOMERS, "staff", shown)
        for connection in self._connections.of("/agent"):
            connection.tell("staff", shown)
