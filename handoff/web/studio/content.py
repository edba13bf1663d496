"""All of the content over HTTP: brought in, taken out, and starting one's own."""

from __future__ import annotations

import base64
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from aiohttp import web
from pydantic import Field

from content.starting import NotStarted, Started, start_own
from handoff.core.errors import BadRequest, Forbidden, TooLong
from handoff.ports import Agent
from handoff.studio.bringing import Bringing, Brought
from handoff.studio.editing import Editing
from handoff.studio.entry_wire import one_line
from handoff.studio.reading import Reading
from handoff.web.bodies import body_of
from handoff.web.fields import Payload, parsed
from handoff.web.studio.door import Door
from handoff.web.studio.entries import CONTENT
from handoff.web.studio.large import json_up_to

STARTS = frozenset({"content", "admin"})
"""Roles that may put another shop's content in place of all there is."""


LARGEST_FILE = 5_000_000
"""Bytes. A thousand entries in several languages."""


class Start(Payload):
    name: Annotated[str, Field(max_length=1_000)]
    language: Annotated[str, Field(max_length=35)] = "en"


class Upload(Payload):
    """``content`` is the file as base64; without ``go`` nothing is written."""

    name: Annotated[str, Field(min_length=1, max_length=255)]
    content: str
    topic: Annotated[str, Field(max_length=1_000)] = ""
    go: bool = False


class ContentRoutes:
    def __init__(
        self, door: Door, editing: Editing, bringing: Bringing, reading: Reading, data: Path
    ) -> None:
        self._door = door
        self._editing = editing
        self._bringing = bringing
        self._reading = reading
        self._data = data

    def attach(self, app: web.Application) -> None:
        app.router.add_post(f"{CONTENT}/start", self.start)
        app.router.add_post(f"{CONTENT}/import", self.bring_in)
        app.router.add_get(f"{CONTENT}/export", self.take_out)

    async def bring_in(self, request: web.Request) -> web.Response:
        agent = await self._door.writer(request)
        body = await json_up_to(
            request, LARGEST_FILE * 4 // 3 + 4_096, "A file to import, packed to be sent,"
        )
        given = parsed(Upload, body)
        try:
            data = base64.b64decode(given.content, validate=True)
        except ValueError:
            raise BadRequest("content: must be base64.", field="content") from None
        if len(data) > LARGEST_FILE:
            raise TooLong(f"A file to import is at most {LARGEST_FILE // 1_000_000} MB.")
        brought = Brought(given.name, data, one_line(given.topic))
        if given.go:
            return web.json_response(await self._bringing.carried_out(agent, brought))
        return web.json_response(await self._bringing.looked_at(brought))

    async def take_out(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        entries, files = await self._reading.entries()
        kind = request.query.get("kind", "")
        mime, body = await self._bringing.taken_out(kind, entries, files=files)
        named = f'attachment; filename="handrail-entries.{kind}"'
        return web.Response(body=body, headers={"Content-Type": mime, "Content-Disposition": named})

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
