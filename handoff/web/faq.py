"""The entries for everybody: by topic, one by one, and searched. Reading them stores nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from aiohttp import web

from handoff.core.errors import BadRequest
from handoff.core.known_issues import KnownIssue, about
from handoff.desk.browsing import LONGEST_SEARCH, Browsing
from handoff.web.auth import Origins
from handoff.web.embedding import for_embedding_sites, kept_a_while
from handoff.web.limits import Counted

PATH = "/api/faq"


class FaqRoutes:
    """``opened`` reads the open known issues; it blocks on the database."""

    def __init__(
        self,
        browsing: Browsing,
        opened: Callable[[], Sequence[KnownIssue]],
        origins: Origins,
        limit: Counted,
    ) -> None:
        self._browsing = browsing
        self._opened = opened
        self._origins = origins
        self._limit = limit

    def attach(self, app: web.Application) -> None:
        app.router.add_get(PATH, self.topics)
        app.router.add_get(f"{PATH}/search", self.search)
        app.router.add_get(f"{PATH}/{{id}}", self.entry)
        app.on_response_prepare.append(self._embedded)

    async def topics(self, request: web.Request) -> web.Response:
        return kept_a_while(request, await self._browsing.topics(locale_of(request)))

    async def entry(self, request: web.Request) -> web.Response:
        one = await self._browsing.entry(request.match_info["id"])
        issues = about(one.id, await asyncio.to_thread(self._opened))
        told = {"entry": one.id, "topic": one.topic, **self._browsing.told(one, locale_of(request))}
        return kept_a_while(request, {**told, "issues": issues})

    async def search(self, request: web.Request) -> web.Response:
        query = request.query.get("q", "")
        if len(query) > LONGEST_SEARCH:
            raise BadRequest(f"q: at most {LONGEST_SEARCH} characters.", field="q")
        await self._limit.count(request.remote)
        return web.json_response({"entries": await self._browsing.search(query, locale_of(request))})

    async def _embedded(self, request: web.Request, response: web.StreamResponse) -> None:
        if request.path == PATH or request.path.startswith(f"{PATH}/"):
            for_embedding_sites(request, response, self._origins)


def locale_of(request: web.Request) -> str | None:
    """The reader's, as browsers name it; what is none is as good as nothing."""
    return request.query.get("locale", "")[:35] or None
