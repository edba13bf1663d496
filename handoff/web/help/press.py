"""Pages made of templates: escaped everywhere, compressed, with a tag by which a browser knows its own."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from handoff.web.embedding import has
from handoff.web.help.listing import day_of
from handoff.web.help.prose import prose
from handoff.web.http import DIST, POLICY

HELP_POLICY = f"{POLICY}; media-src https:"
"""Entries show films from elsewhere; everything else is as on our other pages."""

FRESH_S = 60

HEADERS = {
    "Content-Security-Policy": HELP_POLICY,
    "Content-Type": "text/html; charset=utf-8",
    # Without an origin of their own, posts of these pages' forms would look like another site's.
    "Referrer-Policy": "same-origin",
    "Vary": "Accept-Encoding, Accept",
}

FILMS = (".mp4", ".webm", ".m4v", ".mov", ".ogv")

SMALL = 1_000
"""Bytes below which compressing saves nothing."""


@dataclass(frozen=True, slots=True)
class Printed:
    plain: bytes
    zipped: bytes
    tag: str


class Press:
    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["prose"] = prose
        self._templates.filters["day"] = day_of
        self._templates.tests["film"] = _is_film
        for name in self._templates.list_templates():
            self._templates.get_template(name)  # compiled now, not while somebody waits
        self._head: tuple[float, Markup] | None = None

    def print(self, template: str, **given: Any) -> Printed:
        words = self._templates.get_template(template).render(built=self._built(), **given)
        return printed(words.encode("utf-8", "replace"))

    def _built(self) -> Markup:
        """Our own style sheet and script, as the build named them; without a build the pages are plain."""
        path = DIST / "help.html"
        try:
            changed = path.stat().st_mtime
            if self._head is None or self._head[0] != changed:
                self._head = changed, Markup(path.read_text())  # noqa: S704 - our build's own file
        except OSError:
            return Markup()
        return self._head[1]


def _is_film(url: str) -> bool:
    return urlsplit(url).path.lower().endswith(FILMS)


def printed(body: bytes) -> Printed:
    zipped = gzip.compress(body, 6, mtime=0) if len(body) > SMALL else b""
    return Printed(body, zipped, hashlib.sha256(body).hexdigest()[:32])


def served(
    request: web.Request,
    page: Printed,
    *,
    status: int = 200,
    kept_s: int | None = FRESH_S,
    kind: str = HEADERS["Content-Type"],
) -> web.Response:
    """``kept_s``: how long anybody may keep it without asking again; None: it is for this reader alone."""
    kept = "no-store" if kept_s is None else f"public, max-age={kept_s}"
    headers = {**HEADERS, "Content-Type": kind, "Cache-Control": kept}
    if kept_s is not None and status == 200:
        headers["ETag"] = f'"{page.tag}"'
        if has(request, page.tag):
            return web.Response(status=304, headers=headers)
    if page.zipped and "gzip" in request.headers.get("Accept-Encoding", ""):
        return web.Response(status=status, body=page.zipped, headers={**headers, "Content-Encoding": "gzip"})
    return web.Response(status=status, body=page.plain, headers=headers)
