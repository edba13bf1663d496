"""HTTP routes: health, metrics, pages, and signing in."""

from __future__ import annotations

import asyncio
import logging
import mimetypes
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from handoff import __version__
from handoff.adapters.teams import Teams
from handoff.core.errors import BadRequest, Forbidden, NotFound, Refusal, TooMany
from handoff.first_admin import FirstAdminLink
from handoff.web import forms
from handoff.web.auth import COOKIE, Origins, SignedIn
from handoff.web.bodies import body_of
from handoff.web.fields import parsed
from handoff.web.metrics import Metrics
from handoff.web.readiness import Readiness
from handoff.web.signing_in import Enter, told
from handoff.web.staff import Staff
from handoff.web.teams import TeamRoutes

log = logging.getLogger(__name__)

DIST = Path(__file__).parents[2] / "dist"

PAGES = {
    "/": "index.html",
    "/chat": "chat.html",
    "/console": "console.html",
    "/settings": "settings.html",
    "/studio": "studio.html",
    # What is behind it says which of its pages is open; the page itself reads that.
    "/settings/{page:.+}": "settings.html",
    "/studio/{page:.+}": "studio.html",
}

STATUS = {
    "bad_request": 400,
    "too_long": 413,
    "empty": 400,
    "unauthorised": 401,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "taken": 409,
    "not_now": 409,
    "too_many": 429,
    "closed": 409,
    "unavailable": 503,
}

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' https: data:; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)

FORM = "application/x-www-form-urlencoded"
"""What browsers send without a script: the help pages work without one."""

FOR_EVERY_SITE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
FOREVER = "public, max-age=31536000, immutable"

Next = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Routes:
    def __init__(
        self,
        signed_in: SignedIn,
        origins: Origins,
        enter: Enter,
        readiness: Readiness,
        metrics: Metrics,
        first_admin: FirstAdminLink,
        teams: Teams,
        staff: Staff,
    ) -> None:
        self._signed_in = signed_in
        self._origins = origins
        self._enter = enter
        self._readiness = readiness
        self._metrics = metrics
        self._first_admin = first_admin
        self._teams = TeamRoutes(signed_in, teams, staff)

    def attach(self, app: web.Application) -> None:
        app.router.add_get("/health", self.health)
        app.router.add_get("/ready", self.ready)
        app.router.add_get("/metrics", self.metrics)
        app.router.add_get("/assets/{name}", self.asset)
        for path, name in PAGES.items():
            app.router.add_get(path, _page(name))
        app.router.add_post("/api/sign-in", self.sign_in)
        app.router.add_post("/api/sign-out", self.sign_out)
        app.router.add_get("/api/me", self.me)
        app.router.add_post("/api/first-admin", self.first_administrator)
        self._teams.attach(app)

    async def health(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "alive", "version": __version__})

    async def ready(self, _request: web.Request) -> web.Response:
        state = await self._readiness.look()
        return web.json_response(state, status=200 if state["status"] == "ready" else 503)

    async def metrics(self, _request: web.Request) -> web.Response:
        return web.Response(body=self._metrics.text(), headers={"Content-Type": self._metrics.content_type})

    async def asset(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        return built(f"assets/{name}", {**FOR_EVERY_SITE, "Cache-Control": FOREVER})

    async def sign_in(self, request: web.Request) -> web.Response:
        given = parsed(forms.SignIn, await body_of(request))
        accounts = self._signed_in.accounts
        signed = await self._enter.guarded(
            given.email, request, lambda: accounts.sign_in(given.email, given.password)
        )
        return self._enter.with_cookie(request, signed)

    async def sign_out(self, request: web.Request) -> web.Response:
        token = request.cookies.get(COOKIE)
        if token:
            await asyncio.to_thread(self._signed_in.accounts.sign_out, token)
        response = web.json_response({})
        response.del_cookie(COOKIE, path="/")
        return response

    async def me(self, request: web.Request) -> web.Response:
        return web.json_response({"agent": told(await self._signed_in.of_request(request))})

    async def first_administrator(self, request: web.Request) -> web.Response:
        given = parsed(forms.FirstAdmin, await body_of(request))
        signed = await asyncio.to_thread(
            self._first_admin.redeem, given.token, given.email, given.name, given.password
        )
        return self._enter.with_cookie(request, signed)

    @web.middleware
    async def errors(self, request: web.Request, handler: Next) -> web.StreamResponse:
        """Refusals, unknown addresses and our own mistakes: always a code and a sentence."""
        try:
            self._refuse_foreign_changes(request)
            response = await handler(request)
        except Refusal as refusal:
            response = failed(STATUS[refusal.code], refusal.wire())
            if isinstance(refusal, TooMany):
                response.headers["Retry-After"] = str(refusal.extra.get("retry_s", 60))
        except web.HTTPException as error:
            response = failed(error.status, {"code": _code(error.status), "message": f"{error.reason}."})
        except (ConnectionError, asyncio.CancelledError):
            raise
        except Exception:
            log.exception("a request failed")
            response = failed(500, {"code": "unavailable", "message": "Something went wrong on our side."})
        if not response.prepared:
            _harden(response)
        return response

    def _refuse_foreign_changes(self, request: web.Request) -> None:
        """Cookies travel with posts from other sites' forms; browsers say where a request comes from."""
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return
        site = request.headers.get("Sec-Fetch-Site", "none")
        own = self._origins.own(request.headers.get("Origin"), request.host)
        if site not in ("none", "same-origin") or not own:
            raise Forbidden("This request comes from another site.")
        forms = request.path.startswith("/help/") and request.content_type == FORM
        if request.content_type != "application/json" and not forms and request.can_read_body:
            raise BadRequest("Send JSON, please.")


def loader() -> bytes:
    """The one script as it was built."""
    try:
        return (DIST / "widget.js").read_bytes()
    except OSError:
        raise NotFound("There is nothing at this address.") from None


def _page(name: str) -> Next:
    async def page(_request: web.Request) -> web.StreamResponse:
        return built(name, {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"})

    return page


def built(name: str, headers: dict[str, str]) -> web.StreamResponse:
    """A file of the front end's build."""
    path = (DIST / name).resolve()
    if not path.is_relative_to(DIST.resolve()) or not path.is_file():
        raise NotFound("There is nothing at this address.")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind.endswith(("javascript", "json")):
        kind += "; charset=utf-8"
    return web.FileResponse(path, headers={**headers, "Content-Type": kind})


def failed(status: int, wire: dict[str, Any]) -> web.Response:
    return web.json_response(wire, status=status)


def _code(status: int) -> str:
    return {404: "not_found", 413: "too_long"}.get(status, "bad_request")


def _harden(response: web.StreamResponse) -> None:
    response.headers["Server"] = "Handrail"  # else the libraries and their versions are told
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Cache-Control", "no-store")
