"""What stands beside the help pages: their colour, and what crawlers read first."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from handoff.web.help.listing import robots, sitemap
from handoff.web.help.shelf import HELP
from handoff.web.help.site import Content


class Listed:
    """``address`` is where the service is reached. The press is loaded with the first page that needs it."""

    def __init__(self, content: Content, address: Callable[[], str]) -> None:
        self._content = content
        self._address = address

    def attach(self, app: web.Application) -> None:
        app.router.add_get(f"{HELP}/look.css", self.look)
        app.router.add_get("/sitemap.xml", self.sitemap)
        app.router.add_get("/robots.txt", self.robots)

    async def look(self, request: web.Request) -> web.Response:
        """The brand's colour, as staff chose it."""
        from handoff.web.help.press import printed, served

        color = (await self._content.now()).look.get("color")
        body = f":root{{--own:{color}}}" if color else ""
        return served(request, printed(body.encode()), kind="text/css; charset=utf-8")

    async def sitemap(self, request: web.Request) -> web.Response:
        from handoff.web.help.press import printed, served

        made = await self._content.now()
        body = sitemap(made.shelf, self._address(), made.past.updated)
        return served(request, printed(body), kind="application/xml; charset=utf-8")

    async def robots(self, request: web.Request) -> web.Response:
        from handoff.web.help.press import printed, served

        return served(request, printed(robots(self._address())), kind="text/plain; charset=utf-8")
