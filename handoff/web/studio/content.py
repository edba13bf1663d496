"""All of the content over HTTP: starting one's own."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

from aiohttp import web
from pydantic import Field

from content.starting import NotStarted, Started, start_own
from handoff.core.errors import BadRequest, Forbidden
from handoff.ports import Agent
from handoff.studio.editing import Editing
from handoff.web.bodies import body_of
from handoff.web.fields import Payload, parsed
from handoff.web.studio.door import Door
from handoff.web.studio.entries import CONTENT

STARTS = frozenset({"content", "admin"})
"""Roles that may put another shop's content in place of all there is."""


class Start(Payload):
    name: Annotated[str, Field(max_length=1_000)]
    language: Annotated[str, Field(max_length=35)] = "en"


class ContentRoutes:
    def __init__(self, door: Door, editing: Editing, data: Path) -> None:
        self._door = door
        self._editing = editing
        self._data = data

    def attach(self, app: web.Application) -> None:
        app.router.add_post(f"{CONTENT}/start", self.start)

    async def start(self, request: web.Request) -> web.Response:
        agent = await self._door.writer(request)
        if agent.role not in STARTS:
            raise Forbidden("Content staff and administrators start content of their own.")
        given = parsed(Start, await body_of(request))
        return web.json_response(await self._started(agent, given))

    async def _started(self, agent: Agent, given: Start) -> dict[str, Any]:
        work = partial(start_own, self._data, given.name, given.language)
        try:
            started: Started = (await self._editing.sweep(agent, "added", work))[0]
        except NotStarted as refusal:
            field = "language" if "language" in str(refusal) else "name"
            raise BadRequest(f"{field}: {refusal}", field=field) from None
        return {
            "sentence": started.sentence,
            "kept_in": str(started.backup) if started.backup else None,
            "moved": started.moved,
            "stayed": started.kept,
        }
