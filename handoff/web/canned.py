"""Canned responses over HTTP: agents read theirs, supervisors and administrators change all."""

from __future__ import annotations

import asyncio
from typing import Annotated

from aiohttp import web
from pydantic import Field

from handoff.adapters.accounts import SEES_ALL
from handoff.adapters.canned import CannedResponses
from handoff.core.canned import PLACEHOLDERS, shared_address
from handoff.core.errors import Forbidden
from handoff.ports import Agent, Catalogue
from handoff.web.auth import SignedIn
from handoff.web.bodies import body_of
from handoff.web.fields import Payload, Words, parsed


class Written(Payload):
    """What supervisors write; `core/canned.py` says what of it may be kept."""

    shortcut: Annotated[str, Field(max_length=200)]
    title: Annotated[str, Field(max_length=400)]
    text: Words
    team: Annotated[str, Field(max_length=64)] | None = None
    closing: bool = False


class CannedRoutes:
    def __init__(self, signed_in: SignedIn, canned: CannedResponses, catalogue: Catalogue) -> None:
        self._signed_in = signed_in
        self._canned = canned
        self._catalogue = catalogue

    def attach(self, app: web.Application) -> None:
        app.router.add_get("/api/canned", self.all)
        app.router.add_post("/api/canned", self.add)
        app.router.add_put("/api/canned/{id}", self.change)
        app.router.add_delete("/api/canned/{id}", self.remove)

    async def all(self, request: web.Request) -> web.Response:
        agent = await self._agent(request)
        found = await asyncio.to_thread(self._canned.of_teams, agent.teams)
        entries = await self._catalogue.entries()
        return web.json_response(
            {
                "responses": [one.wire() for one in found],
                "placeholders": [{"name": name, "means": means} for name, means in PLACEHOLDERS.items()],
                "help_url": shared_address([entry.url for entry in entries.values()]),
            }
        )

    async def add(self, request: web.Request) -> web.Response:
        await self._may_change(request)
        given = parsed(Written, await body_of(request))
        made = await asyncio.to_thread(lambda: self._canned.add(**given.model_dump()))
        return web.json_response(made.wire(), status=201)

    async def change(self, request: web.Request) -> web.Response:
        await self._may_change(request)
        id, given = request.match_info["id"], parsed(Written, await body_of(request))
        made = await asyncio.to_thread(lambda: self._canned.change(id, **given.model_dump()))
        return web.json_response(made.wire())

    async def remove(self, request: web.Request) -> web.Response:
        await self._may_change(request)
        gone = await asyncio.to_thread(self._canned.remove, request.match_info["id"])
        return web.json_response(gone.wire())

    async def _agent(self, request: web.Request) -> Agent:
        agent = await self._signed_in.of_request(request)
        if agent.role == "content":
            raise Forbidden("Canned responses are for people who talk to customers.")
        return agent

    async def _may_change(self, request: web.Request) -> None:
        agent = await self._signed_in.of_request(request)
        if agent.role not in SEES_ALL:
            raise Forbidden("Supervisors and administrators change canned responses.")
