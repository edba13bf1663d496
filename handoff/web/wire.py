"""Socket.IO on aiohttp, lean: WebSocket only, JSON only, bounded in every direction.

python-socketio keeps the protocol and the connections; this room replaces its per-message path (two tasks
and a queue for each message) by direct writes, and closes what its defaults leave open:
polling, compression, binary attachments, unbounded queues.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import WSMsgType, web

from handoff.web.socketio_server import EngineServer, SocketServer, engine_packets, socket_packets

CLOSE, MESSAGE, PONG = engine_packets.CLOSE, engine_packets.MESSAGE, engine_packets.PONG
EVENT = socket_packets.EVENT

log = logging.getLogger(__name__)

LARGEST_FRAME = 64 * 1024
CALLS_AT_ONCE = 32
"""Calls of one socket under way; beyond that we stop reading and TCP makes the sender wait."""

BACKLOG = 1_000
"""Frames that wait for a slow reader; beyond that the socket is closed and catches up by ``sync``."""

FULL = 32 * 1024
"""Bytes in the transport's buffer from which frames wait in the backlog, below aiohttp's own limit."""

PING_EVERY_S = 10
PING_ANSWER_S = 10
"""A connection that died without a word is known to be dead after twenty seconds at most: until then an
agent's grace has not begun. Pages notice sooner, since they hear a head every few seconds."""

UNREADABLE = 1003
"""WebSocket close code: not the kind of data we speak."""


class Json:
    """orjson behind the interface python-socketio expects of ``json``."""

    @staticmethod
    def dumps(value: Any, **_options: Any) -> str:
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_options: Any) -> Any:
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            # Browsers can send half a character (a lone surrogate); it is shown as a replacement mark.
            return _whole(json.loads(text))


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole(one) for one in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(one) for key, one in value.items()}
    return value


class Outbox:
    """Stands where Engine.IO has its queue: writes at once, in order, and gives up on who never reads."""

    def __init__(self, ws: web.WebSocketResponse, transport: asyncio.Transport) -> None:
        self._ws = ws
        self._transport = transport
        self._backlog: deque[str] = deque()
        self._draining: asyncio.Task[None] | None = None

    def write(self, frame: str) -> None:
        if self._transport.is_closing():
            return
        if self._backlog or self._transport.get_write_buffer_size() > FULL:
            self._wait(frame)
        else:
            _at_once(self._ws.send_str(frame))

    async def put(self, packet: engine_packets.Packet | None) -> None:
        """Engine.IO's own packets: open, ping, close."""
        if packet is None or self._ws.closed:
            return
        self.write(packet.encode())
        if packet.packet_type == CLOSE:
            asyncio.get_running_loop().call_later(1, self._transport.abort)

    async def join(self) -> None:
        """Nothing is kept from the transport, so there is nothing to wait for."""

    def _wait(self, frame: str) -> None:
        self._backlog.append(frame)
        if len(self._backlog) > BACKLOG:
            log.info("a socket that does not read is closed; it catches up when it comes back")
            self._backlog.clear()
            self._transport.abort()
        elif self._draining is None:
            self._draining = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self._backlog and not self._transport.is_closing():
                await self._ws.send_str(self._backlog.popleft())
        except ConnectionError:
            self._backlog.clear()
        finally:
            self._draining = None


def _at_once(sending: Any) -> None:
    """Write a frame now. aiohttp writes first and only then may wait for a full transport; that wait is not
    ours: a large frame (a long transcript) is in the transport already, and the next go to the backlog."""
    try:
        sending.send(None)
    except StopIteration:
        return
    except ConnectionError:
        return  # gone; the reading side notices and cleans up
    sending.close()


class LeanWebSocket:
    """Takes the place of python-engineio's aiohttp driver: one loop a socket, no task a message."""

    def __init__(self, handler: Any, server: EngineServer) -> None:
        self._socket = handler.__self__
        self._server = server

    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        request: web.Request = environ["aiohttp.request"]
        ws = web.WebSocketResponse(compress=False, max_msg_size=LARGEST_FRAME, timeout=2)
        await ws.prepare(request)
        assert isinstance(request.transport, asyncio.Transport)
        self._open(Outbox(ws, request.transport))
        try:
            async for message in ws:
                if message.type is not WSMsgType.TEXT or not message.data:
                    await ws.close(code=UNREADABLE)
                    break
                await self._received(message.data)
        except ValueError:
            await ws.close(code=UNREADABLE)
        finally:
            await self._socket.close(wait=False, abort=True, reason=self._server.reason.TRANSPORT_CLOSE)
        return ws

    def _open(self, outbox: Outbox) -> None:
        waiting, self._socket.queue = self._socket.queue, outbox
        while not waiting.empty():
            outbox.write(waiting.get_nowait().encode())
        self._socket.connected = self._socket.upgraded = True

    async def _received(self, frame: str) -> None:
        kind = frame[0]
        if kind == str(MESSAGE):
            await self._server.handlers["message"](self._socket.sid, frame[1:])
        elif kind == str(PONG):
            self._socket.schedule_ping()
        elif kind == str(CLOSE):
            await self._socket.close(wait=False, abort=True, reason=self._server.reason.CLIENT_DISCONNECT)
            raise ValueError("closed by the client")
        else:
            raise ValueError("no such packet")


Call = Callable[[str, str, list[Any]], Awaitable[dict[str, Any]]]
"""``(namespace, sid, [name, payload…])`` → the acknowledgement."""


class WireServer(SocketServer):  # type: ignore[misc]  # python-socketio ships no types
    """python-socketio with the lean path; ``on_call`` answers every call of every namespace."""

    def __init__(self, origin_allowed: Callable[[str, dict[str, Any]], bool], on_call: Call) -> None:
        super().__init__(
            async_mode="aiohttp",
            cors_allowed_origins=origin_allowed,
            transports=["websocket"],
            namespaces=["/customer", "/agent"],
            json=Json,
            ping_interval=PING_EVERY_S,
            ping_timeout=PING_ANSWER_S,
            max_http_buffer_size=LARGEST_FRAME,
            http_compression=False,
            logger=False,
            engineio_logger=False,
        )
        self.eio._async = {**self.eio._async, "websocket": LeanWebSocket}  # noqa: SLF001 - the driver's seam
        self._on_call = on_call
        self._under_way: dict[str, set[asyncio.Task[None]]] = {}

    def outbox(self, sid: str, namespace: str) -> Outbox | None:
        """Where frames for this connection are written, None once it is gone."""
        socket = self.eio.sockets.get(self.manager.eio_sid_from_sid(sid, namespace))
        queue = socket.queue if socket is not None else None
        return queue if isinstance(queue, Outbox) else None

    async def _handle_eio_message(self, eio_sid: str, data: str) -> None:
        if data[:1] != str(EVENT):
            if data[:1] in "56":  # binary events would park attachments in memory
                raise ValueError("binary is not spoken here")
            await super()._handle_eio_message(eio_sid, data)
            return
        packet = self.packet_class(encoded_packet=data)
        sid = self.manager.sid_from_eio_sid(eio_sid, packet.namespace or "/")
        if sid is None or not isinstance(packet.data, list):
            return
        under_way = self._under_way.setdefault(eio_sid, set())
        task = asyncio.get_running_loop().create_task(self._answer(eio_sid, sid, packet))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        if len(under_way) >= CALLS_AT_ONCE:
            await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)

    async def _answer(self, eio_sid: str, sid: str, packet: Any) -> None:
        answer = await self._on_call(packet.namespace, sid, packet.data)
        socket = self.eio.sockets.get(eio_sid)
        if packet.id is not None and socket is not None and isinstance(socket.queue, Outbox):
            body = orjson.dumps([answer]).decode()
            socket.queue.write(f"43{packet.namespace},{packet.id}{body}")

    async def _handle_eio_disconnect(self, eio_sid: str, reason: str) -> None:
        self._under_way.pop(eio_sid, None)
        await super()._handle_eio_disconnect(eio_sid, reason)
