"""What fault tests share: people, and processes that may be frozen or killed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.live.bot_process import BotProcess
from tests.live.people import Crowd


@pytest.fixture
async def crowd() -> AsyncIterator[Crowd]:
    async with Crowd() as everybody:
        yield everybody


@pytest.fixture
async def bot_process() -> AsyncIterator[BotProcess]:
    bot = BotProcess()
    await bot.start()
    yield bot
    await bot.kill()
