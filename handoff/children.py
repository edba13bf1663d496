"""Child processes: kept alive, told to stop when we die, and never left behind."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from handoff.troubles import WRONG_SET_UP, SettingsTrouble

log = logging.getLogger(__name__)

PAUSES_S = (0.1, 0.5, 1, 2, 5)
"""Before the first, second, … restart in a row; a child that lived a minute starts from the first again."""

LIVED_S = 60
STOP_S = 8
"""Time a child has to stop by itself before it is killed."""

PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process kept alive. ``command`` is asked for anew at each start: the model may have changed."""

    name: str
    command: Callable[[], list[str]]
    environment: Mapping[str, str] = field(default_factory=dict)
    log: Path | None = None
    longest_pause_s: float = 5
    process: asyncio.subprocess.Process | None = None
    stopping: bool = False

    async def keep(self) -> None:
        """Start, and start again when it dies. Ends when told to stop, or when starting again can't help."""
        failures = 0
        while True:
            started = time.monotonic()
            self.process = await self._start()
            code = await self.process.wait()
            if self.stopped():
                return
            if code == WRONG_SET_UP:
                raise SettingsTrouble("")
            failures = 0 if time.monotonic() - started > LIVED_S else failures + 1
            pause = min(PAUSES_S[max(0, min(failures, len(PAUSES_S)) - 1)], self.longest_pause_s)
            where = f"; {self.log} says why" if self.log else ""
            log.warning("%s ended (%s); starting it again in %s s%s", self.name, code, pause, where)
            await asyncio.sleep(pause)
            if self.stopped():
                return

    async def _start(self) -> asyncio.subprocess.Process:
        """What others' programs print goes to a file: the terminal is for what people need to know."""
        if self.log is None:
            return await start(self.command(), self.environment)
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        with self.log.open("ab") as file:
            return await start(self.command(), self.environment, file)

    def stopped(self) -> bool:
        return self.stopping

    async def stop(self) -> None:
        self.stopping = True
        if self.process is None or self.process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        try:
            await asyncio.wait_for(self.process.wait(), STOP_S)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
            await self.process.wait()


LONGEST_LINE = 4 * 1024 * 1024
"""Of what a child says that is read line by line."""


async def start(
    command: list[str],
    environment: Mapping[str, str],
    output: IO[bytes] | int | None = None,
    *,
    given: IO[bytes] | int | None = None,
    errors: IO[bytes] | None = None,
) -> asyncio.subprocess.Process:
    """A child that is told to stop when we die, however we die, and that Ctrl-C reaches only through us.
    ``given``: what it reads; without ``errors`` those go where the output goes, if that is a file."""
    parent = os.getpid()
    both = None if output in (None, asyncio.subprocess.PIPE) else asyncio.subprocess.STDOUT

    def follow() -> None:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # we died before the child could say so
            os._exit(1)

    return await asyncio.create_subprocess_exec(
        *command,
        env={**os.environ, **environment},
        start_new_session=True,
        preexec_fn=follow if sys.platform == "linux" else None,
        stdin=given,
        stdout=output,
        stderr=errors or both,
        limit=LONGEST_LINE,
    )
