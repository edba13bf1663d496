"""Teams' settings over HTTP: supervisors read them, administrators change them."""

from __future__ import annotations

import asyncio
import logging

from aiohttp import web

from handoff.adapters.accounts import SEES_ALL
from handoff.adapters.team_changes import once_each
from handoff.adapters.teams import Shown, Teams
from handoff.core.errors import Forbidden, Refusal
from handoff.topics import known_topics
from handoff.web.auth import SignedIn
from handoff.web.bodies import bytes_of
from handoff.web.staff import Staff

log = logging.getLogger(__name__)


class TeamRoutes:
    def __init__(self, signed_in: SignedIn, teams: Teams, staff: Staff) -> None:
        self._signed_in = signed_in
        self._teams = teams
        self._staff = staff

    def attach(self, app: web.Application) -> None:
        app.router.add_get("/api/teams", self.all)
        app.router.add_get("/api/teams/{name}", self.one)
        app.router.add_put("/api/teams/{name}", self.save)

    async def all(self, request: web.Request) -> web.Response:
        await self._may(request, *SEES_ALL)
        shown = await asyncio.to_thread(lambda: self._teams.show(known_topics()))
        return web.json_response({"teams": [team.wire() for team in shown]})

    async def one(self, request: web.Request) -> web.Response:
        await self._may(request, *SEES_ALL)
        name = request.match_info["name"]
        return _told(await asyncio.to_thread(lambda: self._teams.show_one(name, known_topics())))

    async def save(self, request: web.Request) -> web.Response:
        """Replaces all settings; pages hear of new hours before the answer leaves."""
        await self._may(request, "admin")
        name, raw = request.match_info["name"], once_each(await bytes_of(request))
        shown = await asyncio.to_thread(lambda: self._teams.save(name, raw, known_topics()))
        try:
            await self._staff.settings_changed()
        except Refusal as error:  # they are saved all the same; the next look tells the pages
            log.warning("new settings are told late: %s", error.message)
        return _told(shown)

    async def _may(self, request: web.Request, *roles: str) -> None:
        agent = await self._signed_in.of_request(request)
        if agent.role not in roles:
            raise Forbidden(f"This is for {' and '.join(f'{role}s' for role in roles)}.")


def _told(shown: Shown) -> web.Response:
    return web.json_response(shown.wire())
