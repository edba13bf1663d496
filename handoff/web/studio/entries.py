"""Entries over HTTP: agents read them, content staff change them; two who write the same one are told."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from aiohttp import web
from pydantic import Field

from handoff.adapters.edits import Editors
from handoff.core.errors import BadRequest
from handoff.studio.editing import Done, Editing
from handoff.studio.entry_wire import Id, WrittenEntry, told, version_of
from handoff.studio.listing import SORTS, STATES, Wanted
from handoff.studio.reading import Reading
from handoff.web.fields import Payload, Uuid, parsed
from handoff.web.studio.door import Door
from handoff.web.studio.large import json_up_to

PATH = "/api/studio/entries"
CONTENT = "/api/studio/content"

LARGEST = 512 * 1024
"""Bytes of an entry in every language, as a page sends it."""

Version = Annotated[str, Field(max_length=64)]


class Written(Payload):
    """``version``: as it was read; empty for a new one. ``original``: the id it stands under now."""

    entry: WrittenEntry
    version: Version = ""
    original: Id | None = None


class OfVersion(Payload):
    version: Version


class NewId(OfVersion):
    id: Id


class Undone(Payload):
    act: Uuid


class Open(Payload):
    window: Uuid
    unsaved: bool = False


class NewName(Payload):
    name: Annotated[str, Field(max_length=1_000)]


class EntryRoutes:
    def __init__(self, door: Door, reading: Reading, editing: Editing, editors: Editors) -> None:
        self._door = door
        self._reading = reading
        self._editing = editing
        self._editors = editors

    def attach(self, app: web.Application) -> None:
        one = f"{PATH}/{{id}}"
        app.router.add_get(PATH, self.all)
        app.router.add_post(PATH, self.add)
        app.router.add_get(one, self.read)
        app.router.add_put(one, self.save)
        app.router.add_delete(one, self.remove)
        app.router.add_put(f"{one}/id", self.rename)
        app.router.add_get(f"{one}/history", self.history)
        app.router.add_post(f"{one}/undo", self.undo)
        app.router.add_post(f"{one}/editing", self.open)
        app.router.add_delete(f"{one}/editing", self.close)
        app.router.add_post(f"{CONTENT}/problems", self.problems)
        app.router.add_put(f"{CONTENT}/topics/{{file}}", self.rename_topic)

    async def all(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        return web.json_response(await self._reading.all(_wanted(request)))

    async def read(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        return web.json_response(await self._reading.entry(request.match_info["id"]))

    async def history(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        return web.json_response({"history": await self._reading.history(request.match_info["id"])})

    async def add(self, request: web.Request) -> web.Response:
        agent = await self._door.writer(request)
        given = parsed(Written, await _entry_of(request))
        return _done(await self._editing.add(agent, given.entry), 201)

    async def save(self, request: web.Request) -> web.Response:
        agent = await self._door.writer(request)
        given, id = parsed(Written, await _entry_of(request)), request.match_info["id"]
        return _done(await self._editing.save(agent, id, given.version, given.entry))

    async def remove(self, request: web.Request) -> web.Response:
        agent = await self._door.writer(request)
        given = parsed(OfVersion, await _entry_of(request))
        return _done(await self._editing.remove(agent, request.match_info["id"], given.version))

    async def rename(self, request: web.Request) -> web.Response:
        agent = await self._door.writer(request)
        given = parsed(NewId, await _entry_of(request))
        id = request.match_info["id"]
        return _done(await self._editing.rename(agent, id, given.version, given.id.strip()))

    async def undo(self, request: web.Request) -> web.Response:
        agent = await self._door.writer(request)
        given = parsed(Undone, await _entry_of(request))
        return _done(await self._editing.undo(agent, request.match_info["id"], given.act))

    async def rename_topic(self, request: web.Request) -> web.Response:
        agent = await self._door.writer(request)
        given = parsed(NewName, await _entry_of(request))
        return _done(await self._editing.rename_topic(agent, request.match_info["file"], given.name))

    async def problems(self, request: web.Request) -> web.Response:
        """What is wrong with an entry that is being written; nothing is kept."""
        await self._door.reader(request)
        given = parsed(Written, await _entry_of(request))
        found = await self._reading.problems(given.entry, given.original)
        return web.json_response({"problems": [one.told() for one in found]})

    async def open(self, request: web.Request) -> web.Response:
        """The page has it open; who else does, and which version stands now."""
        agent = await self._door.writer(request)
        given, id = parsed(Open, await _entry_of(request)), request.match_info["id"][:80]
        others = await asyncio.to_thread(
            lambda: self._editors.beat(id, given.window, agent, unsaved=given.unsaved)
        )
        return web.json_response({"others": others, "version": await self._reading.version(id)})

    async def close(self, request: web.Request) -> web.Response:
        await self._door.writer(request)
        given, id = parsed(Open, await _entry_of(request)), request.match_info["id"][:80]
        await asyncio.to_thread(self._editors.leave, id, given.window)
        return web.json_response({})


async def _entry_of(request: web.Request) -> Any:
    return await json_up_to(request, LARGEST, "An entry")


def _done(done: Done, status: int = 200) -> web.Response:
    if done.entry is None:
        return web.json_response({"entry": None, "act": done.act}, status=status)
    wire = told(done.entry)
    return web.json_response({"entry": {**wire, "version": version_of(wire)}, "act": done.act}, status=status)


def _wanted(request: web.Request) -> Wanted:
    asked = request.query
    state, sort = asked.get("state", ""), asked.get("sort", "")
    if state and state not in STATES:
        raise BadRequest(f"state: one of {', '.join(STATES)}.", field="state")
    if sort not in SORTS:
        raise BadRequest(f"sort: one of {', '.join(filter(None, SORTS))}.", field="sort")
    page = asked.get("page", "1")
    if not (page.isascii() and page.isdigit() and 1 <= len(page) <= 6 and int(page)):
        raise BadRequest("page: a number from 1.", field="page")
    return Wanted(asked.get("q", "")[:200], asked.get("topic", ""), state, sort, int(page))
