"""Bodies that may be larger than a form: entries in many languages, files to be imported."""

from __future__ import annotations

from typing import Any

import orjson
from aiohttp import web

from handoff.core.errors import BadRequest, TooLong


async def json_up_to(request: web.Request, most: int, what: str) -> Any:
    """JSON of at most so many bytes. Read piece by piece: what is too much is not kept."""
    body = bytearray()
    async for piece in request.content.iter_chunked(64 * 1024):
        body += piece
        if len(body) > most:
            raise TooLong(f"{what} is at most {most // 1024:,} KB.")
    try:
        return orjson.loads(bytes(body))
    except orjson.JSONDecodeError:
        raise BadRequest("That is not JSON.") from None
