"""The least a relay can be: JSON over aiohttp's WebSocket, an acknowledgement, the event to both ends."""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
from aiohttp import WSMsgType, web


class Raw:
    def __init__(self) -> None:
        self._sockets: dict[str, web.WebSocketResponse] = {}
        self._seq = 0

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse(compress=False)
        await ws.prepare(request)
        self._sockets[request.query["name"]] = ws
        async for message in ws:
            if message.type is WSMsgType.TEXT:
                await self._relay(ws, orjson.loads(message.data))
        return ws

    async def _relay(self, sender: web.WebSocketResponse, said: dict[str, Any]) -> None:
        self._seq += 1
        event = {
            "conversation": said["conversation"],
            "seq": self._seq,
            "prev": self._seq - 1,
            "kind": "said",
            "by": said["by"],
            "text": said["text"],
            "client_id": said["client_id"],
        }
        told = orjson.dumps(["event", event]).decode()
        await sender.send_str(told)
        await self._sockets[said["to"]].send_str(told)
        await sender.send_str(orjson.dumps(["ack", said["client_id"], self._seq]).decode())


async def main() -> None:
    app = web.Application()
    app.router.add_get("/", Raw().handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
