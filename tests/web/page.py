"""A page as the service sees one: a raw WebSocket that speaks Socket.IO and keeps all it heard."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import orjson

from tests.cast import once

PATIENCE_S = 10
CLOSING = (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING)


class Refused(Exception):
    """The connection was refused; ``wire`` says why."""

    def __init__(self, wire: Any) -> None:
        super().__init__(str(wire))
        self.wire = wire


class Page:
    """One tab. ``heard`` is every message from the server as ``(name, payload)``, in order."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse, namespace: str) -> None:
        self.ws = ws
        self.namespace = namespace
        self.heard: list[tuple[str, Any]] = []
        self.closed: int | None = None
        self.refused: Any = None
        self.connected = False
        self.sent_away = False
        self._acks: dict[int, asyncio.Future[Any]] = {}
        self._news = asyncio.Condition()
        self._reading = asyncio.create_task(self._read())

    async def until(self, found: Callable[[], Any], what: str) -> Any:
        async with self._news:
            try:
                await asyncio.wait_for(self._news.wait_for(found), PATIENCE_S)
            except TimeoutError:
                raise AssertionError(f"not heard: {what}; heard {[name for name, _ in self.heard]}") from None
        return found()

    async def hear(self, name: str, where: Callable[[Any], bool] = lambda _payload: True) -> Any:
        """The first message of that name that fits, now or soon."""

        def found() -> list[Any]:
            return [payload for heard, payload in self.heard if heard == name and where(payload)]

        return (await self.until(found, name))[0]

    async def hear_event(self, kind: str) -> Any:
        return await self.hear("event", lambda event: event["kind"] == kind)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [payload for name, payload in self.heard if name == "event"]

    async def call(self, name: str, **fields: Any) -> Any:
        """A call as a page makes it, with a ``client_id`` of its own unless given."""
        return await self.send(name, {"client_id": once(), **fields})

    async def send(self, *words: Any) -> Any:
        """The acknowledgement of a call made of exactly these words."""
        number = len(self._acks)
        self._acks[number] = asyncio.get_running_loop().create_future()
        await self.raw(f"42{self.namespace},{number}{orjson.dumps(words).decode()}")
        return await asyncio.wait_for(self._acks[number], PATIENCE_S)

    async def raw(self, frame: str) -> None:
        await self.ws.send_str(frame)

    async def gone(self) -> int | None:
        """The close code, once the server has closed the connection."""
        await self.until(lambda: self.closed is not None, "the connection is closed")
        return self.closed

    async def leave(self) -> None:
        await self.ws.close()
        await self._reading

    async def _read(self) -> None:
        async for message in self.ws:
            if message.type is aiohttp.WSMsgType.TEXT:
                await self._take(message.data)
        async with self._news:
            self.closed = self.ws.close_code or 0
            self._news.notify_all()
        for waiting in self._acks.values():
            if not waiting.done():
                waiting.set_exception(ConnectionResetError("closed"))
                waiting.exception()  # seen, so that nobody warns of it

    async def _take(self, frame: str) -> None:
        if frame == "2":
            await self.raw("3")
            return
        kind, _, body = frame.partition(",")
        async with self._news:
            if kind == f"40{self.namespace}":
                self.connected = True
            elif kind == f"41{self.namespace}":
                self.sent_away = True
            elif kind == f"44{self.namespace}":
                self.refused = orjson.loads(body)
            elif kind == f"42{self.namespace}":
                name, payload = orjson.loads(body)
                self.heard.append((name, payload))
            elif kind == f"43{self.namespace}":
                number, bracket, answer = body.partition("[")
                self._acks[int(number)].set_result(orjson.loads(bracket + answer)[0])
            self._news.notify_all()


class Pages:
    """Opens pages of one service and closes them all at the end."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        self._open: list[Page] = []

    async def socket(self, **headers: str) -> aiohttp.ClientWebSocketResponse:
        """A WebSocket before any namespace."""
        url = f"{self.address}/socket.io/?EIO=4&transport=websocket"
        return await self.http.ws_connect(url, headers=headers, max_msg_size=0)

    async def open(
        self, namespace: str = "/customer", auth: Any = None, headers: dict[str, str] | None = None
    ) -> Page:
        """A page that is connected and has been welcomed."""
        page = Page(await self.socket(**headers or {}), namespace)
        self._open.append(page)
        await page.raw(f"40{namespace},{orjson.dumps(auth).decode() if auth is not None else ''}")
        await page.until(lambda: page.connected or page.refused is not None, "an answer to the handshake")
        if page.refused is not None:
            raise Refused(page.refused)
        await page.hear("welcome")
        return page

    async def mia(self, token: str | None = None, **auth: Any) -> Page:
        """A tab of Mia's: of a new visitor without a token."""
        return await self.open("/customer", {"token": token, **auth} if token else auth or None)

    async def agent(self, token: str) -> Page:
        return await self.open("/agent", {"token": token})

    async def close(self) -> None:
        for page in self._open:
            await page.leave()
        await self.http.close()


@contextlib.asynccontextmanager
async def pages_of(address: str) -> AsyncIterator[Pages]:
    pages = Pages(address)
    try:
        yield pages
    finally:
        await pages.close()


def token_of(page: Page) -> str:
    """The visitor's token from the page's welcome."""
    return str(next(payload["token"] for name, payload in page.heard if name == "welcome"))
