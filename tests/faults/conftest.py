"""What fault tests share: people, and processes that may be frozen or killed."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.live.people import Crowd


@pytest.fixture
async def crowd() -> AsyncIterator[Crowd]:
    async with Crowd() as everybody:
        yield everybody


class BotProcess:
    """The small bot as a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self.process = process
        self.url = url

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)


@pytest.fixture
async def bot_process(repo: Path) -> AsyncIterator[BotProcess]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.live.bot", cwd=repo, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    yield BotProcess(process, (await process.stdout.readline()).decode().strip())
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.wait()
