"""Who may use the studio."""

from __future__ import annotations

from aiohttp import web

from handoff.core.content import READS, WRITES
from handoff.core.errors import Forbidden
from handoff.ports import Agent
from handoff.web.auth import SignedIn


class Door:
    """Each gives who asks, or refuses with a sentence."""

    def __init__(self, signed_in: SignedIn) -> None:
        self._signed_in = signed_in

    async def reader(self, request: web.Request) -> Agent:
        agent = await self._signed_in.of_request(request)
        if agent.role not in READS:
            raise Forbidden("This account can't open the studio.")
        return agent

    async def writer(self, request: web.Request) -> Agent:
        agent = await self._signed_in.of_request(request)
        if agent.role not in WRITES:
            raise Forbidden("Content staff, supervisors and administrators change content.")
        return agent

    async def publisher(self, request: web.Request) -> Agent:
        agent = await self._signed_in.of_request(request)
        if agent.role not in WRITES:
            raise Forbidden("Content staff, supervisors and administrators publish.")
        return agent
