"""Known issues over HTTP: everybody reads the open ones; content staff and seniors post, change and close."""

from __future__ import annotations

import asyncio
from typing import Annotated

from aiohttp import web
from pydantic import Field

from handoff.adapters.known_issues import KnownIssues
from handoff.core.errors import Forbidden
from handoff.core.known_issues import CHANGE, checked
from handoff.ports import Catalogue
from handoff.web.auth import Origins, SignedIn
from handoff.web.bodies import body_of
from handoff.web.embedding import for_embedding_sites, kept_a_while
from handoff.web.fields import Comment, Payload, parsed

PATH = "/api/known-issues"


class Written(Payload):
    """What staff write; `core/known_issues.py` says what of it may be kept."""

    title: Comment = None
    text: Comment = None
    entries: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=200)] = Field(
        default_factory=list
    )
    open: bool = True


class KnownIssueRoutes:
    def __init__(
        self, signed_in: SignedIn, issues: KnownIssues, catalogue: Catalogue, origins: Origins
    ) -> None:
        self._signed_in = signed_in
        self._issues = issues
        self._catalogue = catalogue
        self._origins = origins

    def attach(self, app: web.Application) -> None:
        app.router.add_get(PATH, self.open)
        app.router.add_post(PATH, self.add)
        app.router.add_get(f"{PATH}/all", self.all)
        app.router.add_put(f"{PATH}/{{id}}", self.change)
        app.on_response_prepare.append(self._embedded)

    async def open(self, request: web.Request) -> web.Response:
        found = await asyncio.to_thread(self._issues.open)
        return kept_a_while(request, {"issues": [one.told() for one in found]})

    async def all(self, request: web.Request) -> web.Response:
        """For everybody who is signed in: agents see how many it affects."""
        await self._signed_in.of_request(request)
        found = await asyncio.to_thread(self._issues.all)
        return web.json_response({"issues": [one.wire() for one in found]})

    async def add(self, request: web.Request) -> web.Response:
        await self._may_change(request)
        title, text, entries, _ = await self._written(request)
        made = await asyncio.to_thread(self._issues.add, title, text, entries)
        return web.json_response(made.wire(), status=201)

    async def change(self, request: web.Request) -> web.Response:
        await self._may_change(request)
        id = request.match_info["id"]
        title, text, entries, is_open = await self._written(request)
        made = await asyncio.to_thread(lambda: self._issues.change(id, title, text, entries, is_open=is_open))
        return web.json_response(made.wire())

    async def _written(self, request: web.Request) -> tuple[str, str, tuple[str, ...], bool]:
        given = parsed(Written, await body_of(request))
        known = await self._catalogue.entries()
        return *checked(given.title or "", given.text or "", given.entries, known), given.open

    async def _may_change(self, request: web.Request) -> None:
        agent = await self._signed_in.of_request(request)
        if agent.role not in CHANGE:
            raise Forbidden("Content staff, supervisors and administrators post known issues.")

    async def _embedded(self, request: web.Request, response: web.StreamResponse) -> None:
        if request.path == PATH and request.method == "GET":
            for_embedding_sites(request, response, self._origins)
