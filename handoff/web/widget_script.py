"""The one script, with the look that was chosen put in: no second request on any page of any site."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

import orjson
from aiohttp import web

from handoff.adapters.site import Site
from handoff.core.errors import Unavailable
from handoff.web.embedding import has

log = logging.getLogger(__name__)

READ_AGAIN_S = 5.0
"""How late a look chosen at another process may be seen here."""

HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, max-age=300",
    "Content-Type": "text/javascript; charset=utf-8",
    "Vary": "Accept-Encoding",
}


@dataclass(frozen=True, slots=True)
class Script:
    plain: bytes
    zipped: bytes
    etag: str


class WidgetScript:
    """Kept in memory, compressed. ``built`` reads the script as it was built."""

    def __init__(self, site: Site, built: Callable[[], bytes]) -> None:
        self._site = site
        self._built = built
        self._script: Script | None = None
        self._made_of: tuple[bytes, bytes] | None = None
        self._looked = 0.0
        self._looking = asyncio.Lock()

    def changed(self) -> None:
        """The next one who asks gets the new look."""
        self._looked = 0.0

    async def serve(self, request: web.Request) -> web.Response:
        script = await self._fresh()
        headers = {**HEADERS, "ETag": f'"{script.etag}"'}
        if has(request, script.etag):
            return web.Response(status=304, headers=headers)
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            return web.Response(body=script.zipped, headers={**headers, "Content-Encoding": "gzip"})
        return web.Response(body=script.plain, headers=headers)

    async def _fresh(self) -> Script:
        if self._script is not None and time.monotonic() - self._looked < READ_AGAIN_S and self._looked:
            return self._script
        async with self._looking:
            try:
                chosen = await asyncio.to_thread(self._site.read, "look")
            except Unavailable as error:
                # The chat can't work now either; but a site's page must not wait for it or lose its launcher.
                log.warning("the widget's look is not known now: %s", error.message)
                chosen = None
            made_of = self._built(), look_of(chosen) if chosen is not None else self._last_look()
            if self._script is None or made_of != self._made_of:
                self._script, self._made_of = _script(*made_of), made_of
            self._looked = time.monotonic()
        return self._script

    def _last_look(self) -> bytes:
        return self._made_of[1] if self._made_of is not None else b""


def look_of(chosen: dict[str, str]) -> bytes:
    """A statement before the script's own: what the tag itself says in ``data-*`` wins."""
    if not chosen:
        return b""
    told = orjson.dumps(chosen).decode().replace("<", "\\u003c")
    told = told.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"{{let d=document.currentScript.dataset,l={told};for(let k in l)d[k]??=l[k]}}".encode()


def _script(built: bytes, look: bytes) -> Script:
    plain = look + built
    etag = hashlib.sha256(plain).hexdigest()[:20]
    return Script(plain, gzip.compress(plain, 9, mtime=0), etag)
