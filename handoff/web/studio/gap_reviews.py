"""``/api/studio/gaps/reviews``: answers that wait for a yes or no by staff."""

from __future__ import annotations

from typing import Annotated

from aiohttp import web
from pydantic import Field

from handoff.adapters.gap_reviews import ORDERS
from handoff.studio.gap_reviews import Reviewing
from handoff.web.bodies import body_of
from handoff.web.fields import Payload, parsed
from handoff.web.studio.door import Door
from handoff.web.studio.gaps import FURTHEST, LONGEST_ID, MOST_SHOWN, PATH, SHOWN, id_of, number, one_of


class Verdict(Payload):
    verdict: Annotated[str, Field(max_length=20)]
    entry: Annotated[str, Field(min_length=1, max_length=LONGEST_ID)] | None = None


class ReviewRoutes:
    """Attached before the gaps' own routes, whose ``{id}`` would take the name for a gap's."""

    def __init__(self, door: Door, reviewing: Reviewing) -> None:
        self._door = door
        self._reviewing = reviewing

    def attach(self, app: web.Application) -> None:
        app.router.add_get(f"{PATH}/reviews", self.listed)
        app.router.add_post(f"{PATH}/reviews/{{id}}", self.decide)
        app.router.add_post(f"{PATH}/reviews/{{id}}/undo", self.undo)

    async def listed(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        order = one_of(request, "order", ORDERS)
        limit = number(request, "limit", MOST_SHOWN, SHOWN) or SHOWN
        told = await self._reviewing.listed(order, number(request, "skip", FURTHEST), limit)
        return web.json_response(told)

    async def decide(self, request: web.Request) -> web.Response:
        writer = await self._door.writer(request)
        given = parsed(Verdict, await body_of(request))
        told = await self._reviewing.decide(id_of(request), given.verdict, given.entry, writer)
        return web.json_response(told)

    async def undo(self, request: web.Request) -> web.Response:
        writer = await self._door.writer(request)
        return web.json_response(await self._reviewing.undo(id_of(request), writer))
