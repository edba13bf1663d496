"""What requests carry: JSON, and not too much of it."""

from __future__ import annotations

from typing import Any

import orjson
from aiohttp import web

from handoff.core.errors import BadRequest

LARGEST_BODY = 64 * 1024


async def body_of(request: web.Request) -> Any:
    try:
        return orjson.loads(await bytes_of(request))
    except orjson.JSONDecodeError:
        raise BadRequest("That is not JSON.") from None


async def bytes_of(request: web.Request) -> bytes:
    if request.content_length is not None and request.content_length > LARGEST_BODY:
        raise BadRequest("That is more than a form can hold.")
    return await request.read()
