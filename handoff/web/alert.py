"""The alert for customers who wait while nobody is there, over HTTP."""

from __future__ import annotations

import asyncio

from aiohttp import web

from handoff.adapters.accounts import SEES_ALL
from handoff.adapters.unstaffed import Unstaffed
from handoff.core.alert import Alert, checked
from handoff.core.errors import Forbidden
from handoff.web import forms
from handoff.web.auth import SignedIn
from handoff.web.bodies import body_of
from handoff.web.fields import parsed


class AlertRoutes:
    def __init__(self, signed_in: SignedIn, unstaffed: Unstaffed) -> None:
        self._signed_in = signed_in
        self._unstaffed = unstaffed

    def attach(self, app: web.Application) -> None:
        app.router.add_get("/api/alert", self.read)
        app.router.add_put("/api/alert", self.save)

    async def read(self, request: web.Request) -> web.Response:
        await self._may(request, *SEES_ALL)
        return web.json_response(await asyncio.to_thread(self._unstaffed.shown))

    async def save(self, request: web.Request) -> web.Response:
        await self._may(request, "admin")
        given = parsed(forms.Alert, await body_of(request))
        addresses = tuple(dict.fromkeys(given.addresses))
        alert = checked(Alert(given.on, addresses, given.after_min, given.every_min, given.hours_only))
        await asyncio.to_thread(self._unstaffed.save, alert)
        return web.json_response(await asyncio.to_thread(self._unstaffed.shown))

    async def _may(self, request: web.Request, *roles: str) -> None:
        agent = await self._signed_in.of_request(request)
        if agent.role not in roles:
            raise Forbidden(f"This is for {' and '.join(f'{role}s' for role in roles)}.")
