"""Live positions: when a team's queue moves, everybody who waits here in it learns their new place."""

from __future__ import annotations

import asyncio
import logging

from handoff.core.conversation import Conversation
from handoff.core.errors import Unavailable
from handoff.desk.telling import visitor_topic
from handoff.ports import Log
from handoff.web.connections import Connections

log = logging.getLogger(__name__)

PAUSE_S = 0.2
"""Changes within this time are told together: a rush of handoffs moves everyone once."""


class Lines:
    """``wait`` stays None until waits are measured: no number is shown without data."""

    def __init__(self, log: Log, connections: Connections) -> None:
        self._log = log
        self._connections = connections
        self._moved: set[str] = set()
        self._wake = asyncio.Event()
        self._told: dict[str, int] = {}

    def changed(self, team: str) -> None:
        self._moved.add(team)
        self._wake.set()

    async def tell_one(self, conversation: Conversation) -> None:
        for place, waiting in enumerate(await self._log.waiting([conversation.team or ""]), 1):
            if waiting.id == conversation.id:
                self._tell(waiting, place)

    async def run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            teams, self._moved = self._moved, set()
            for team in sorted(teams):
                try:
                    await self._tell_team(team)
                except Unavailable as error:
                    log.warning("positions are late: %s", error.message)
                    self.changed(team)
            await asyncio.sleep(PAUSE_S)

    async def _tell_team(self, team: str) -> None:
        waiting = await self._log.waiting([team])
        for place, conversation in enumerate(waiting, 1):
            if self._told.get(conversation.id) != place:
                self._tell(conversation, place)
        here = {conversation.id for conversation in waiting}
        self._told = {id: place for id, place in self._told.items() if id in here}

    def _tell(self, conversation: Conversation, place: int) -> None:
        self._told[conversation.id] = place
        payload = {"conversation": conversation.id, "position": place, "wait": None}
        self._connections.tell(visitor_topic(conversation.visitor), "queue", payload)
