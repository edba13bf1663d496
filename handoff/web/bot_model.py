"""The live model for bots on every machine: they ask every two seconds, and say what they serve."""

from __future__ import annotations

import asyncio
import hmac
import logging
import re
from urllib.parse import unquote

from aiohttp import web

from handoff.adapters.releases import Bot
from handoff.core.errors import NotFound, Refusal, Unauthorised
from handoff.core.releases import Release
from handoff.ports import Clock
from handoff.releases.publishing import Publishing

log = logging.getLogger(__name__)

PATH = "/bot/model"

HEARD_EVERY_MS = 10_000
"""What a bot says is written when it is news, and so often: a write costs more than the question."""

LONGEST_TROUBLE = 500
MOST_BOTS = 1_000

_NAME = re.compile(r"[\w.:@-]{1,64}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}")


class BotModel:
    """``token`` is what the bot and its only visitor share."""

    def __init__(self, token: str, publishing: Publishing, clock: Clock) -> None:
        self._token = token
        self._publishing = publishing
        self._clock = clock
        self._said: dict[str, Bot] = {}
        self._completed: int | None = None

    def attach(self, app: web.Application) -> None:
        app.router.add_get(PATH, self.model)

    async def model(self, request: web.Request) -> web.StreamResponse:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(given.encode(), self._token.encode()):
            raise Unauthorised("This is for the bot, which has a token.")
        await self._hear(request)
        live = await asyncio.to_thread(self._live)
        if live is None or live.sha256 is None:
            raise NotFound("Nothing that a bot could serve is published yet.")
        known = [tag.value for tag in request.if_none_match or ()]
        headers = {
            "ETag": f'"{live.sha256}"',
            "Handrail-Release": str(live.id),
            "Handrail-Model": live.model_name,
            "Cache-Control": "no-cache",
        }
        if live.sha256 in known:
            return web.Response(status=304, headers=headers)
        return await self._send(request, live.sha256, headers)

    async def _send(self, request: web.Request, sha256: str, headers: dict[str, str]) -> web.StreamResponse:
        """A piece at a time: nobody holds a whole model for each bot that asks."""
        files = self._publishing.files
        size = await asyncio.to_thread(files.size, sha256)
        if size is None:
            raise NotFound("The live model is not kept in the database; publish it again.")
        response = web.StreamResponse(headers={**headers, "Content-Type": "application/gzip"})
        response.content_length = size
        await response.prepare(request)
        number = 0
        while (piece := await asyncio.to_thread(files.piece, sha256, number)) is not None:
            await response.write(piece)
            number += 1
        await response.write_eof()
        return response

    def _live(self) -> Release | None:
        releases = self._publishing.releases
        live = releases.live()
        if live is None or live.sha256 is not None or self._completed == live.id:
            return live
        self._completed = live.id  # a row from before models were kept: once, as well as it can be done
        self._publishing.complete(live)
        return releases.live()

    async def _hear(self, request: web.Request) -> None:
        said = _bot(request, self._clock())
        if said is None:
            return
        before = self._said.get(said.name)
        same = before is not None and (before.sha256, before.trouble) == (said.sha256, said.trouble)
        if before is not None and same and said.seen_at - before.seen_at < HEARD_EVERY_MS:
            return
        if len(self._said) >= MOST_BOTS:
            self._said.clear()
        self._said[said.name] = said
        try:
            await asyncio.to_thread(self._publishing.releases.heard, said)
        except Refusal as refusal:  # the bot gets its model all the same
            log.info("what %s serves was not noted: %s", said.name, refusal.message)


def _bot(request: web.Request, now: int) -> Bot | None:
    """What is not as our bots say it is not believed."""
    name, serves = request.headers.get("Handrail-Bot", ""), request.headers.get("Handrail-Serves", "")
    if not _NAME.fullmatch(name):
        return None
    trouble = unquote(request.headers.get("Handrail-Trouble", ""))[:LONGEST_TROUBLE]
    shown = "".join(letter for letter in trouble if letter.isprintable())
    return Bot(name, serves if _SHA256.fullmatch(serves) else None, now, shown or None)
