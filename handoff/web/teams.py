"""Teams' settings over HTTP: supervisors read them, administrators change them."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from aiohttp import web

from handoff.adapters.accounts import SEES_ALL
from handoff.adapters.calendars import countries
from handoff.adapters.team_changes import once_each
from handoff.adapters.team_fields import REASONS, time_zones
from handoff.adapters.teams import Shown, Teams
from handoff.core.errors import Forbidden, Refusal
from handoff.topics import known_topics
from handoff.web import forms
from handoff.web.auth import SignedIn
from handoff.web.bodies import body_of, bytes_of
from handoff.web.fields import parsed
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
        app.router.add_post("/api/teams", self.add)
        app.router.add_delete("/api/teams/{name}", self.remove)
        app.router.add_post("/api/teams/{name}/preview", self.preview)
        app.router.add_get("/api/team-choices", self.choices)

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
        await self._tell()
        return _told(shown)

    async def preview(self, request: web.Request) -> web.Response:
        """The same without saving: whether it would be open now, and what may not be meant."""
        await self._may(request, "admin")
        name, raw = request.match_info["name"], once_each(await bytes_of(request))
        return _told(await asyncio.to_thread(lambda: self._teams.preview(name, raw, known_topics())))

    async def add(self, request: web.Request) -> web.Response:
        await self._may(request, "admin")
        given = parsed(forms.NewTeam, await body_of(request))

        def work() -> Shown:
            return self._teams.show_one(self._teams.add(given.name).name, known_topics())

        shown = await asyncio.to_thread(work)
        await self._tell()
        return web.json_response(shown.wire(), status=201)

    async def remove(self, request: web.Request) -> web.Response:
        await self._may(request, "admin")
        await asyncio.to_thread(self._teams.remove, request.match_info["name"])
        await self._tell()
        return web.json_response({})

    async def choices(self, request: web.Request) -> web.Response:
        """What the fields of a team's settings may be."""
        await self._may(request, *SEES_ALL)
        return web.json_response(await asyncio.to_thread(_choices))

    async def _tell(self) -> None:
        try:
            await self._staff.settings_changed()
        except Refusal as error:  # they are saved all the same; the next look tells the pages
            log.warning("new settings are told late: %s", error.message)

    async def _may(self, request: web.Request, *roles: str) -> None:
        agent = await self._signed_in.of_request(request)
        if agent.role not in roles:
            raise Forbidden(f"This is for {' and '.join(f'{role}s' for role in roles)}.")


def _choices() -> dict[str, Any]:
    return {
        "time_zones": sorted(zone for zone in time_zones() if "/" in zone or zone == "UTC"),
        "countries": {code: list(parts) for code, parts in sorted(countries().items())},
        "reasons": list(REASONS),
        "topics": sorted(known_topics() or ()),
    }


def _told(shown: Shown) -> web.Response:
    return web.json_response(shown.wire())
