"""The widget's look over HTTP, and whether it is seen on a site."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from aiohttp import web

from handoff.adapters.accounts import SEES_ALL
from handoff.adapters.sightings import Sightings
from handoff.adapters.site import Site
from handoff.core.errors import BadRequest, Forbidden
from handoff.core.look import LANGUAGES, Look, checked, legibility
from handoff.web import forms
from handoff.web.auth import SignedIn
from handoff.web.bodies import body_of
from handoff.web.fields import parsed
from handoff.web.widget_script import WidgetScript


class LookRoutes:
    """``pages`` is where our pages are, ``origins`` the sites that may embed the widget beside them."""

    def __init__(
        self,
        signed_in: SignedIn,
        site: Site,
        script: WidgetScript,
        sightings: Sightings,
        pages: Callable[[], str],
        origins: Sequence[str],
    ) -> None:
        self._signed_in = signed_in
        self._site = site
        self._script = script
        self._sightings = sightings
        self._pages = pages
        self._origins = origins

    def attach(self, app: web.Application) -> None:
        app.router.add_get("/widget.js", self.widget)
        app.router.add_get("/api/look", self.read)
        app.router.add_put("/api/look", self.save)
        app.router.add_post("/api/look/preview", self.preview)
        app.router.add_get("/api/sightings", self.seen)

    async def widget(self, request: web.Request) -> web.Response:
        """Any site may load it; which sites may open a socket is ``HANDRAIL_ORIGINS``."""
        return await self._script.serve(request)

    async def read(self, request: web.Request) -> web.Response:
        await self._may(request, *SEES_ALL)
        kept = await asyncio.to_thread(self._site.read, "look")
        return web.json_response(self._told(_look(kept)))

    async def save(self, request: web.Request) -> web.Response:
        await self._may(request, "admin")
        given = parsed(forms.Look, await body_of(request))
        look = checked(Look(**given.model_dump()))
        await asyncio.to_thread(self._site.write, "look", look.chosen())
        self._script.changed()
        return web.json_response(self._told(look))

    async def preview(self, request: web.Request) -> web.Response:
        """How well words on this colour can be read."""
        await self._may(request, "admin")
        color = parsed(forms.Color, await body_of(request)).color
        found = legibility(color)
        return web.json_response(
            {"contrast": round(found.contrast, 2), "readable": found.readable, "words": found.words,
             "nearest": found.nearest}
        )  # fmt: skip

    async def seen(self, request: web.Request) -> web.Response:
        await self._may(request, *SEES_ALL)
        seen = await asyncio.to_thread(self._sightings.shown)
        own = self._pages()
        return web.json_response(
            {
                "own": own,
                "origins": list(self._origins),
                "seen": [{**one, "own": one["origin"] == own} for one in seen],
            }
        )

    def _told(self, look: Look) -> dict[str, Any]:
        snippet = f'<script src="{self._pages()}/widget.js" async></script>'
        return {"look": asdict(look), "languages": list(LANGUAGES), "snippet": snippet}

    async def _may(self, request: web.Request, *roles: str) -> None:
        agent = await self._signed_in.of_request(request)
        if agent.role not in roles:
            raise Forbidden(f"This is for {' and '.join(f'{role}s' for role in roles)}.")


def _look(kept: dict[str, Any]) -> Look:
    """What a later version wrote, or a hand, is not believed."""
    known = {name: kept[name] for name in asdict(Look()) if isinstance(kept.get(name), str)}
    try:
        return checked(Look(**known))
    except BadRequest:
        return Look()
