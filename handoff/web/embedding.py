"""Answers that pages of other sites may read: those on which the widget may open a socket."""

from __future__ import annotations

import hashlib

import orjson
from aiohttp import web

from handoff.web.auth import Origins

FRESH_S = 60


def for_embedding_sites(request: web.Request, response: web.StreamResponse, origins: Origins) -> None:
    """No cookie counts there, so that nobody's sign-in is of use to another site."""
    origin = request.headers.get("Origin")
    response.headers["Vary"] = "Origin"
    if origin is not None and origins.embeds(origin, request.host):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"


def has(request: web.Request, tag: str) -> bool:
    """The browser holds what has this tag already."""
    return any(one.value in (tag, "*") for one in request.if_none_match or ())


def kept_a_while(request: web.Request, told: object) -> web.Response:
    """JSON that a browser may keep for a minute, and then asks whether it is still so."""
    body = orjson.dumps(told)
    tag = hashlib.sha256(body).hexdigest()[:32]
    known = has(request, tag)
    response = web.Response(status=304) if known else web.Response(body=body, content_type="application/json")
    response.etag = tag
    response.headers["Cache-Control"] = f"public, max-age={FRESH_S}"
    return response
