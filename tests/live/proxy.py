"""A network between a page and the service that is slow, loses its way, or dies without a word."""

from __future__ import annotations

import asyncio
import contextlib
import random
from typing import Self

CHUNK = 16_384


class Proxy:
    """Passes TCP on. ``delay_s`` each way; ``stalls``: the share of pieces that come as much later again, as
    they do where packets are lost; ``dead``: what was open stays open, and nothing comes through any more."""

    def __init__(self, port: int, rng: random.Random) -> None:
        self._service = port
        self._rng = rng
        self._pipes: set[asyncio.Task[None]] = set()
        self._ends: list[asyncio.StreamWriter] = []
        self._server: asyncio.Server | None = None
        self.delay_s = 0.0
        self.stalls = 0.0
        self.dead = asyncio.Event()
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for pipe in self._pipes:
            pipe.cancel()
        await asyncio.gather(*self._pipes, return_exceptions=True)
        for end in self._ends:
            end.transport.abort()
        await asyncio.gather(*(end.wait_closed() for end in self._ends), return_exceptions=True)

    async def _accept(self, page: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        try:
            service, on = await asyncio.open_connection("127.0.0.1", self._service)
        except OSError:
            back.close()
            return
        self._ends += [on, back]
        for source, target in ((page, on), (service, back)):
            pipe = asyncio.create_task(self._pass(source, target))
            self._pipes.add(pipe)
            pipe.add_done_callback(self._pipes.discard)

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        writing = asyncio.create_task(self._write(pieces, target))
        try:
            while piece := await source.read(CHUNK):
                late = self.delay_s * (2 if self._rng.random() < self.stalls else 1)
                pieces.put_nowait((loop.time() + late, piece))
            pieces.put_nowait((0, b""))
            await writing
        except OSError:
            target.close()
        finally:
            writing.cancel()

    async def _write(self, pieces: asyncio.Queue[tuple[float, bytes]], target: asyncio.StreamWriter) -> None:
        """In order: what is late holds up what comes behind it."""
        loop = asyncio.get_running_loop()
        with contextlib.suppress(OSError):
            while True:
                due, piece = await pieces.get()
                await asyncio.sleep(max(0.0, due - loop.time()))
                if self.dead.is_set():
                    continue
                if not piece:
                    break
                target.write(piece)
                await target.drain()
        if not self.dead.is_set():
            target.close()
