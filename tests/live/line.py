"""One Socket.IO connection as our pages make it: WebSocket from the first byte, one namespace."""

from __future__ import annotations

import asyncio
import re
import socket
import struct
from collections.abc import Callable
from typing import Any

import aiohttp
import orjson

PATIENCE_S = 8.0
"""How long an acknowledgement may take before the connection is given up, as in the widget."""

FRAME = re.compile(r"4(\d)(?:/[^,]*,)?(\d*)(.*)", re.DOTALL)


class Broken(Exception):
    """The connection broke: whether the call was done is not known."""


class Refused(Exception):
    """The service will not have us; ``args[0]`` says why."""


class Line:
    """``hear(name, payload)`` gets every event; ``gone`` is set once the connection broke."""

    def __init__(self, namespace: str, hear: Callable[[str, Any], None]) -> None:
        self._namespace = namespace
        self._hear = hear
        self._ws: aiohttp.ClientWebSocketResponse | None = None
        self._reading: asyncio.Task[None] | None = None
        self._calls: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._next = 0
        self._joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._auth: bytes = b"{}"
        self.gone = asyncio.Event()

    async def open(
        self,
        http: aiohttp.ClientSession,
        url: str,
        auth: dict[str, Any],
        headers: dict[str, str] | None = None,
        compress: int = 0,
    ) -> None:
        self._auth = orjson.dumps(auth)
        address = f"{url}/socket.io/?EIO=4&transport=websocket"
        try:
            async with asyncio.timeout(PATIENCE_S):
                self._ws = await http.ws_connect(
                    address, max_msg_size=0, compress=compress, headers=headers, autoclose=True
                )
                self._reading = asyncio.create_task(self._read(self._ws))
                await self._joined
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            await self.close()
            raise Broken(str(error)) from error
        except (Broken, Refused):
            await self.close()
            raise

    @property
    def waiting(self) -> bool:
        return bool(self._calls)

    async def call(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        answer = self.send(name, payload)
        try:
            return await asyncio.wait_for(answer, PATIENCE_S)
        except TimeoutError:
            self.cut()
            raise Broken("no answer") from None

    def send(self, name: str, payload: dict[str, Any]) -> asyncio.Future[dict[str, Any]]:
        """The call is on its way; the future is its acknowledgement."""
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        if self._ws is None or self._ws.closed or self.gone.is_set():
            answer.set_exception(Broken("not connected"))
            return answer
        self._next += 1
        self._calls[self._next] = answer
        told = orjson.dumps([name, payload]).decode()
        self._write(f"42{self._namespace},{self._next}{told}")
        return answer

    def cut(self, *, reset: bool = False) -> None:
        """End the TCP connection without a word of WebSocket; ``reset``: without TCP's either."""
        if self._ws is None:
            return
        # aiohttp offers no way to cut; its response keeps the transport.
        connection = self._ws._response.connection
        if connection is None or connection.transport is None:
            return
        raw: socket.socket | None = connection.transport.get_extra_info("socket")
        if reset and raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.transport.abort()

    async def close(self) -> None:
        if self._ws is not None and not self._ws.closed:
            self._write(f"41{self._namespace},")
            self.cut()
        if self._reading is not None:
            await self._reading
        self._broken()

    def _write(self, frame: str) -> None:
        """At once, so that a cut right afterwards finds it sent; small frames never wait."""
        assert self._ws is not None
        sending = self._ws.send_str(frame)
        try:
            sending.send(None)
        except StopIteration:
            pass
        except (ConnectionError, aiohttp.ClientError):
            self._broken()
        else:
            sending.close()
            raise RuntimeError("the write buffer is full")

    async def _read(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        try:
            async for message in ws:
                if message.type is not aiohttp.WSMsgType.TEXT:
                    break
                self._received(str(message.data))
        except (aiohttp.ClientError, ConnectionError):
            pass
        finally:
            self._broken()
            self.cut()
            await ws.close()

    def _received(self, frame: str) -> None:
        if frame[0] == "0":
            self._write(f"40{self._namespace},{self._auth.decode()}")
        elif frame[0] == "2":
            self._write("3")
        elif (found := FRAME.fullmatch(frame)) is not None:
            kind, id, body = found.groups()
            self._packet(kind, id, orjson.loads(body) if body else None)

    def _packet(self, kind: str, id: str, body: Any) -> None:
        if kind == "0" and not self._joined.done():
            self._joined.set_result(None)
        elif kind == "2":
            self._hear(body[0], body[1])
        elif kind == "3":
            answer = self._calls.pop(int(id), None)
            if answer is not None and not answer.done():
                answer.set_result(body[0])
        elif kind == "4" and not self._joined.done():
            self._joined.set_exception(Refused(body))
        elif kind == "1":
            self.cut()

    def _broken(self) -> None:
        if self.gone.is_set():
            return
        self.gone.set()
        if not self._joined.done():
            self._joined.set_exception(Broken("closed"))
            self._joined.exception()  # heard here; whoever waits hears it too
        for answer in self._calls.values():
            if not answer.done():
                answer.set_exception(Broken("closed"))
                answer.exception()
        self._calls.clear()
