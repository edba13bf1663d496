"""A small real bot: HTTP on loopback, speaking the bot contract, and every way of failing at it."""

from __future__ import annotations

import asyncio
import sys
import zlib
from typing import Any, Self

from aiohttp import web

Reply = list[dict[str, Any]]

TALK = ("hi", "hello", "hey", "good", "thank", "ok", "bye", "welcome")


class Bot:
    """Decides by the words alone, so that the same customers get the same replies in every run."""

    def __init__(self, port: int = 0) -> None:
        self._port = port
        self.asked = 0
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/status", self._status)
        app.router.add_post("/webhooks/rest/webhook", self._turn)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing.set()
        assert self._runner is not None
        await self._runner.cleanup()

    async def _status(self, _request: web.Request) -> web.Response:
        return web.json_response({"model_file": "small.tar.gz"})

    async def _turn(self, request: web.Request) -> web.Response:
        self.asked += 1
        turn = await request.json()
        text, awaiting = str(turn["message"]), turn["metadata"]["awaiting"]
        luck = zlib.crc32(text.lower().encode()) % 100
        if luck < 1:
            await self._closing.wait()  # slow: the service gives up long before
        if luck < 3:
            return web.Response(text="<html>Bad gateway</html>", status=502 if luck == 1 else 200)
        return web.json_response(reply(text, awaiting, luck))


def reply(text: str, awaiting: str | None, luck: int) -> Reply:
    words = text.lower()
    if awaiting is not None and words.startswith(("yes", "no")):
        verdict = {"custom": {"feedback": {"helpful": words.startswith("yes")}}}
        return [verdict, {"text": "Thank you for saying so."}]
    if words.startswith(TALK) or luck < 45:
        return [{"text": "Hello! What can I do for you?"}]
    if luck < 65:
        return [
            {
                "custom": {
                    "handoff": {"reason": "no_answer"},
                    "entities": [{"entity": "word", "value": text[:20]}],
                }
            }
        ]
    answer = {
        "entry": f"entry-{luck}",
        "title": f"Entry {luck}",
        "url": f"https://shop.example/help/{luck}",
        "intent": "faq",
        "confidence": luck / 100,
        "model": "small",
    }
    return [{"text": f"This is what we know about entry {luck}."}, {"custom": {"answer": answer}}]


async def main(port: int = 0) -> None:
    """A process of its own, for tests that freeze it; the first line is its address."""
    async with Bot(port) as bot:
        print(bot.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
