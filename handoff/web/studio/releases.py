"""Releases over HTTP: what is live and was, publishing, going back, a second pair of eyes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from aiohttp import web
from pydantic import Field

from handoff.core.errors import BadRequest, Conflict, Forbidden
from handoff.core.releases import By
from handoff.ports import Agent
from handoff.releases.files_back import PutBack
from handoff.releases.history import History
from handoff.releases.publishing import Outcome, Publishing
from handoff.web.bodies import body_of
from handoff.web.fields import Once, Payload, parsed
from handoff.web.studio.door import Door

PATH = "/api/studio/releases"

Seen = Annotated[int, Field(ge=1, le=2**31 - 1)] | None
"""The release that was live when the person decided; null: there was none."""


class Publish(Once):
    """``model`` left out: whichever fits the files."""

    note: Annotated[str, Field(max_length=10_000)]
    model: Annotated[str, Field(max_length=255)] | None = None
    live: Seen


class Restore(Once):
    note: Annotated[str, Field(max_length=10_000)] | None = None
    live: Seen


class Rule(Payload):
    second: bool


class ReleaseRoutes:
    """``history`` is what pages read, ``publishing`` what changes it; ``changed`` hears when it did;
    ``not_here`` says why another machine's files are what is published, ``put_back`` makes the files hold
    what a release did."""

    def __init__(
        self,
        door: Door,
        publishing: Publishing,
        history: History,
        changed: Callable[[], object],
        not_here: Callable[[], Awaitable[str | None]],
        put_back: Callable[[Agent, int], Awaitable[PutBack]],
    ) -> None:
        self._put_back = put_back
        self._not_here = not_here
        self._changed = changed
        self._door = door
        self._publishing = publishing
        self._history = history

    def attach(self, app: web.Application) -> None:
        app.router.add_get(PATH, self.all)
        app.router.add_post(PATH, self.publish)
        app.router.add_get(f"{PATH}/draft-diff", self.draft)
        app.router.add_get(f"{PATH}/rule", self.rule)
        app.router.add_put(f"{PATH}/rule", self.set_rule)
        app.router.add_get(f"{PATH}/requests/{{id}}", self.request)
        app.router.add_post(f"{PATH}/requests/{{id}}/approve", self.approve)
        app.router.add_post(f"{PATH}/requests/{{id}}/decline", self.decline)
        app.router.add_get(f"{PATH}/{{id}}", self.one)
        app.router.add_get(f"{PATH}/{{id}}/diff", self.diff)
        app.router.add_post(f"{PATH}/{{id}}/restore", self.restore)
        app.router.add_post(f"{PATH}/{{id}}/files", self.files)

    async def all(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        before = request.query.get("before")
        told = await asyncio.to_thread(self._history.page, _number(before, "before") if before else None)
        return web.json_response(told)

    async def one(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        return web.json_response(await asyncio.to_thread(self._history.one, _id(request)))

    async def diff(self, request: web.Request) -> web.Response:
        """Against another release; the one before where none is named."""
        await self._door.reader(request)
        other = request.query.get("against")
        against = _number(other, "against") if other else None
        return web.json_response(await asyncio.to_thread(self._history.diff, _id(request), against))

    async def draft(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        await self._here()
        return web.json_response(await asyncio.to_thread(self._history.draft))

    async def publish(self, request: web.Request) -> web.Response:
        agent = await self._door.publisher(request)
        given = parsed(Publish, await body_of(request))
        await self._here()
        outcome = await self._publishing.publish(
            _by(agent), given.note, model=given.model, seen=given.live, client_id=given.client_id
        )
        return self._told(outcome)

    async def restore(self, request: web.Request) -> web.Response:
        agent = await self._door.publisher(request)
        given = parsed(Restore, await body_of(request))
        outcome = await self._publishing.restore(
            _by(agent), _id(request), given.note, seen=given.live, client_id=given.client_id
        )
        return self._told(outcome)

    async def files(self, request: web.Request) -> web.Response:
        agent = await self._door.writer(request)
        done = await self._put_back(agent, _id(request))
        return web.json_response({"changed": done.changed, "drafted": done.drafted})

    async def request(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        return web.json_response(await asyncio.to_thread(self._history.request, request.match_info["id"]))

    async def approve(self, request: web.Request) -> web.Response:
        agent = await self._door.publisher(request)
        return self._told(await self._publishing.approve(_by(agent), request.match_info["id"]))

    async def decline(self, request: web.Request) -> web.Response:
        """Or, by whoever asked, withdraw."""
        agent = await self._door.publisher(request)
        decided = await self._publishing.decline(_by(agent), request.match_info["id"])
        return web.json_response({"request": self._history.told_request(decided)})

    async def rule(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        return web.json_response({"second": await asyncio.to_thread(self._publishing.second)})

    async def set_rule(self, request: web.Request) -> web.Response:
        agent = await self._door.publisher(request)
        if agent.role != "admin":
            raise Forbidden("Administrators say whether two people have to agree.")
        given = parsed(Rule, await body_of(request))
        await asyncio.to_thread(self._publishing.set_second, given.second)
        return web.json_response({"second": given.second})

    async def _here(self) -> None:
        if (why := await self._not_here()) is not None:
            raise Conflict(why)

    def _told(self, outcome: Outcome) -> web.Response:
        """201 where something is live, 202 where it waits for somebody."""
        body: dict[str, Any] = {"told": outcome.told, "release": None, "request": None}
        if outcome.request is not None:
            body["request"] = self._history.told_request(outcome.request)
        if outcome.release is None:
            return web.json_response(body, status=202)
        self._changed()
        return web.json_response(body | {"release": self._history.told(outcome.release)}, status=201)


def _by(agent: Agent) -> By:
    return By(agent.id, agent.name)


def _id(request: web.Request) -> int:
    return _number(request.match_info["id"], "id")


def _number(text: str, field: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:10]) < 2**31 and len(text) <= 10):
        raise BadRequest(f"{field}: must be the number of a release.", field=field)
    return int(text)
