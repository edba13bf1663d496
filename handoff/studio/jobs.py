"""One child of the bot's side at a time: it says how far it is in JSON lines, and ends when it is told to.

A lock on a file says across processes that one runs; the file beside it says how far, for whoever asks. The
lock goes with the process that held it, so a job that was running when its service died is known to be gone.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from handoff.children import start

log = logging.getLogger(__name__)

STOP_S = 5
"""Time a child has to end by itself before it is killed."""

LOG_BYTES = 1_000_000
"""Of a log: then it begins anew."""


class Busy(Exception):
    """Another process runs this job."""


class Job:
    """``folder`` holds lock and state of the job called ``name``; ``log`` what the child complains of."""

    def __init__(self, folder: Path, name: str, log: Path) -> None:
        self._folder = folder
        self._name = name
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self._cancelled = False

    @contextlib.contextmanager
    def held(self) -> Any:
        """Be the only one. Raises Busy, OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._cancelled = False
        with (self._folder / f"{self._name}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy from None
            yield

    def abandoned(self) -> bool:
        """Whether nobody runs it."""
        try:
            with (self._folder / f"{self._name}.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True

    async def run(
        self, command: list[str], environment: Mapping[str, str], heard: Callable[[dict[str, Any]], None]
    ) -> int:
        """The child's exit status; ``heard`` gets each object it says. Raises OSError where none starts."""
        self._log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = not self._log.exists() or self._log.stat().st_size > LOG_BYTES
        with self._log.open("wb" if fresh else "ab") as file:
            process = await start(command, environment, asyncio.subprocess.PIPE, errors=file)
        self._process = process
        try:
            if self._cancelled:
                await self._end(process)
            assert process.stdout is not None
            async for raw in process.stdout:
                with contextlib.suppress(ValueError):
                    said = json.loads(raw)
                    if isinstance(said, dict):
                        heard(said)
            return await process.wait()
        finally:
            await self._end(process)
            self._process = None

    async def cancel(self) -> None:
        """End the child; ``run`` then gives its status."""
        self._cancelled = True
        if self._process is not None:
            await self._end(self._process)

    @property
    def cancelled(self) -> bool:
        return self._cancelled

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        if process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(asyncio.shield(process.wait()), STOP_S)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def write(self, state: Mapping[str, Any]) -> None:
        """Let other processes know; a full disk is no reason to stop."""
        beside = self._folder / f"{self._name}.{os.getpid()}.new"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(state), encoding="utf-8")
            beside.replace(self._folder / f"{self._name}.json")
        except OSError as error:
            log.warning("the state of %s could not be written: %s", self._name, error.strerror)
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)

    def read(self) -> dict[str, Any] | None:
        """What was written last, by whichever process."""
        try:
            told = json.loads((self._folder / f"{self._name}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return told if isinstance(told, dict) else None
