"""A real service on a free port, its bot a scripted one, its agents hired already."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from handoff.adapters.accounts import Accounts
from handoff.app import Service
from handoff.core.bot import BotReply
from handoff.serving import address_of, listen
from handoff.settings import Settings
from handoff.storage import now_ms, open_database
from tests.cast import ADA, CLEO, GRACE, PASSWORD, SUE, answer
from tests.web.page import Pages, pages_of

SECRET = "a secret of at least thirty-two characters"


class ScriptedBot:
    """``ports.Bot`` that answers from a table, or holds its tongue until it is let go."""

    def __init__(self) -> None:
        self.replies: dict[str, BotReply] = {
            "returns?": answer("returns"),
            "shipping?": answer("shipping"),
            "hello": BotReply(("Hello!",)),
            "person please": BotReply(handoff="asked"),
        }
        self.state = "ok"
        self.asked: list[str] = []
        self.suggestions: list[str] = []

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def suggest(self, _text: str) -> list[str]:
        return list(self.suggestions)

    async def ask(self, _sender: str, text: str, *_rest: Any) -> BotReply:
        self.asked.append(text)
        return self.replies.get(text, BotReply(("Hm.",)))


@dataclass
class Shop:
    """A running service, with what tests need of its inside."""

    service: Service
    pages: Pages
    bot: ScriptedBot
    home: Path

    @property
    def address(self) -> str:
        return self.pages.address

    def token(self, agent: str) -> str:
        """A sign-in of that agent, without the time that checking a password takes."""
        return self.service.accounts.sign_in_as(AGENTS[agent]).token

    async def stored(self, conversation: str) -> list[Any]:
        return await self.service.log.events(conversation, 0, 1_000)


AGENTS: dict[str, str] = {}

Open = Callable[..., contextlib.AbstractAsyncContextManager[Shop]]


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with Ada, Grace, Cleo and Sue, copied by each test: argon2 is slow on purpose."""
    home = tmp_path_factory.mktemp("staffed")
    engine = open_database(Settings(home=home))
    accounts = Accounts(engine, now_ms)
    for agent in (ADA, GRACE, CLEO, SUE):
        team = agent.teams[0] if agent.teams else None
        AGENTS[agent.name] = accounts.save(agent.email, agent.name, agent.role, team, PASSWORD).id
    engine.dispose()
    return home / "handrail.sqlite3"


@contextlib.asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Shop]:
    engine = open_database(settings)
    service = Service(settings, engine)
    bot = ScriptedBot()
    service.bot = service.desk.bot = service.desk.turns._bot = service.suggester._bot = bot  # type: ignore[assignment]
    service.sockets._customers._bot = bot
    listening = listen(settings)
    service.address = address_of(settings, listening)
    runner = web.AppRunner(await service.application(), access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    try:
        async with pages_of(address_of(settings, listening)) as pages:
            yield Shop(service, pages, bot, settings.home)
    finally:
        await runner.cleanup()
        engine.dispose()


@pytest.fixture
def home(staffed: Path, tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    shutil.copy(staffed, made / "handrail.sqlite3")
    return made


@pytest.fixture
def open_shop(home: Path) -> Open:
    """A service with settings of the test's own."""

    def opened(**settings: Any) -> contextlib.AbstractAsyncContextManager[Shop]:
        return running(Settings(**{"home": home, "port": 0, "secret": SECRET, "head_s": 0.2, **settings}))

    return opened


@pytest.fixture
async def shop(open_shop: Open) -> AsyncIterator[Shop]:
    async with open_shop() as opened:
        yield opened
