"""Asks a candidate one question after the other: its child is kept while somebody tries, and then let go."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from handoff.children import start
from handoff.core.errors import Refusal, Unavailable

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "bot.trying")

IDLE_S = 300.0
"""Without a question for so long the child goes: it holds 250 MB."""

STARTS_S = 40.0
"""A model is opened in two or three seconds; on a busy machine while a training runs it takes longer."""

ANSWERS_S = 10.0
STOP_S = 3.0

GONE = "The candidate could not be asked. {why}"


class Trying:
    """At most one child, of the model that was asked last."""

    def __init__(self, log: Path, command: Sequence[str] = COMMAND, idle_s: float = IDLE_S) -> None:
        self._log = log
        self._command = command
        self._idle_s = idle_s
        self._process: asyncio.subprocess.Process | None = None
        self._model: Path | None = None
        self._one = asyncio.Lock()
        self._asked = 0
        self._leaving: asyncio.TimerHandle | None = None
        self._ending: asyncio.Task[None] | None = None

    async def ask(self, model: Path, question: str) -> dict[str, Any]:
        """What the candidate makes of a question (bot/explain.py). Raises Unavailable."""
        async with self._one:
            try:
                process = await self._child(model)
                self._asked += 1
                told = await self._told(process, {"id": self._asked, "question": question}, ANSWERS_S)
            except (OSError, TimeoutError, ValueError) as error:
                await self._end()
                log.warning("a candidate could not be asked: %s", error)
                raise Unavailable(GONE.format(why="Try again; the live bot is not affected.")) from None
            except Refusal:
                await self._end()
                raise
            finally:
                self._leave_later()
        if "failed" in told:
            raise Unavailable(GONE.format(why=told["failed"]))
        return told

    async def stop(self) -> None:
        """Let the child go."""
        if self._leaving is not None:
            self._leaving.cancel()
        async with self._one:
            await self._end()

    async def _child(self, model: Path) -> asyncio.subprocess.Process:
        alive = self._process is not None and self._process.returncode is None
        if self._process is not None and alive and self._model == model:
            return self._process
        await self._end()
        self._log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._log.open("wb") as file:
            self._process = await start(
                [*self._command, "--model", str(model)],
                {},
                asyncio.subprocess.PIPE,
                errors=file,
                given=asyncio.subprocess.PIPE,
            )
        self._model = model
        ready = await self._told(self._process, None, STARTS_S)
        if "ready" not in ready:
            raise Unavailable(GONE.format(why=ready.get("failed", "")))
        return self._process

    async def _told(
        self, process: asyncio.subprocess.Process, asked: dict[str, Any] | None, within_s: float
    ) -> dict[str, Any]:
        """The next thing it says, or says to this."""
        assert process.stdin is not None
        assert process.stdout is not None
        async with asyncio.timeout(within_s):
            if asked is not None:
                process.stdin.write(json.dumps(asked).encode() + b"\n")
                await process.stdin.drain()
            while raw := await process.stdout.readline():
                with contextlib.suppress(ValueError):
                    told = json.loads(raw)
                    if isinstance(told, dict) and (asked is None or told.get("id") == asked["id"]):
                        return told
        raise ValueError("it ended")

    def _leave_later(self) -> None:
        if self._leaving is not None:
            self._leaving.cancel()
        self._leaving = asyncio.get_running_loop().call_later(self._idle_s, self._leave)

    def _leave(self) -> None:
        self._ending = asyncio.create_task(self.stop())

    async def _end(self) -> None:
        process, self._process, self._model = self._process, None, None
        if process is None:
            return
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            try:
                await asyncio.wait_for(process.wait(), STOP_S)
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if process.stdin is not None:
            process.stdin.close()
