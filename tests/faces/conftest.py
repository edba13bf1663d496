"""One service, one browser and one loop for all tests of the faces; people are new each time."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from content.places import DATA
from tests.conftest import QUIET
from tests.faces.bot import ScriptedBot
from tests.faces.people import Ada, Mia
from tests.faces.sites import Sites
from tests.live import people
from tests.live.service import Handrail
from tests.mail.sink import receiving

NewPage = Callable[..., Awaitable[Page]]
AtWork = Callable[[str], Awaitable[Ada]]

IDENTITY_SECRET = "shared with the shop, thirty-two characters"
AGENTS = {"Ada": "agent", "Grace": "agent", "Sue": "supervisor"}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium_path: Path) -> AsyncIterator[Browser]:
    """Started once: a browser takes longer to start than most of these tests."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium_path, args=[*QUIET, *sandbox])
        yield started
        await started.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sites() -> AsyncIterator[Sites]:
    """Another origin, which ``HANDRAIL_ORIGINS`` allows."""
    async with Sites() as allowed:
        yield allowed


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def strangers() -> AsyncIterator[Sites]:
    """Another origin, which it does not."""
    async with Sites() as stranger:
        yield stranger


GUIDED = "warranty-claim"
STEPS = """
    media:
      - url: https://pictures.shop.example/label.png
        alt: The label with the number
    steps:
      - label: It does not switch on
        text: Charge it for **an hour**, then press twice.
        steps:
          - {label: It works now, text: "Good. Charge it once a month.", ends: helped}
          - {label: Still dark, text: Then we look at it together., ends: person}
      - label: Something broke off
        text: Keep the pieces.
        ends: person
"""


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop's own, one entry of which guides its readers; entries are written here."""
    made = tmp_path_factory.mktemp("content") / "data"
    shutil.copytree(DATA, made)
    warranty = made / "faq" / "warranty.yml"
    begins = f"  - id: {GUIDED}\n"
    warranty.write_text(warranty.read_text().replace(begins, begins + STEPS.lstrip("\n")))
    return made


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def service(
    tmp_path_factory: pytest.TempPathFactory, content: Path, sites: Sites, strangers: Sites
) -> AsyncIterator[Handrail]:
    home = tmp_path_factory.mktemp("faces") / "home"
    async with (
        ScriptedBot() as bot,
        receiving() as sink,
        Handrail(
            home,
            data=content,
            bot_url=bot.url,
            bot_token="only for these tests",
            origins=sites.url,
            smtp_url=f"smtp://127.0.0.1:{sink.port}",
            mail_from="Shop <help@shop.example>",
            identity_secret=IDENTITY_SECRET,
        ) as handrail,
    ):
        sites.service = strangers.service = handrail.url
        await asyncio.gather(*(handrail.add_agent(name, role) for name, role in AGENTS.items()))
        yield handrail


@pytest_asyncio.fixture(loop_scope="session")
async def crowd() -> AsyncIterator[people.Crowd]:
    async with people.Crowd() as crowd:
        yield crowd


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def tokens(service: Handrail) -> dict[str, str]:
    """Signed in once: checking a password is slow on purpose."""
    async with people.Crowd() as crowd:
        return {name: await service.sign_in(crowd.http, f"{name.lower()}@shop.example") for name in AGENTS}


@pytest_asyncio.fixture(loop_scope="session")
async def handrail(service: Handrail, crowd: people.Crowd, tokens: dict[str, str]) -> Handrail:
    """The service with nobody waiting and nothing held, whatever the test before left."""
    for token in tokens.values():
        agent = await arrived(crowd, service, token)
        await agent.do("status", available=True)
        while (await agent.claim())["ok"]:
            pass
        for row in service.rows("SELECT id FROM conversations WHERE status = 'follow_up' AND agent IS NULL"):
            await agent.claim(row["id"])
        held = "SELECT id FROM conversations WHERE status IN ('with_agent', 'follow_up') AND agent = ?"
        for row in service.rows(held, agent.id):
            await agent.do("resolve", conversation=row["id"])
        await agent.leave()
        crowd.people.remove(agent)
    return service


@pytest_asyncio.fixture(loop_scope="session")
async def grace(handrail: Handrail, crowd: people.Crowd, tokens: dict[str, str]) -> people.Agent:
    """An agent over a socket of her own: for tests that look at the customer's side."""
    return await arrived(crowd, handrail, tokens["Grace"])


async def arrived(crowd: people.Crowd, service: Handrail, token: str) -> people.Agent:
    agent = people.Agent(crowd.http, lambda: service.url, people.Cuts.none(), token)
    crowd.people.append(agent)
    await agent.arrive()
    return agent


@pytest_asyncio.fixture(loop_scope="session")
async def max_(handrail: Handrail, crowd: people.Crowd) -> people.Customer:
    """A customer over a socket of his own: for tests that look at the agents' side."""
    customer = crowd.customer(handrail)
    await customer.arrive()
    return customer


@pytest_asyncio.fixture(loop_scope="session")
async def new_context(browser: Browser) -> AsyncIterator[Callable[..., Awaitable[BrowserContext]]]:
    """People with empty profiles, where nothing moves that need not."""
    async with AsyncExitStack() as stack:

        async def opened(**options: Any) -> BrowserContext:
            context = await browser.new_context(**{"reduced_motion": "reduce"} | options)
            stack.push_async_callback(context.close)
            return context

        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def new_page(new_context: Callable[..., Awaitable[BrowserContext]]) -> AsyncIterator[NewPage]:
    """Pages that must not throw; each is a person of their own unless it is given a context."""
    thrown: list[str] = []

    async def opened(context: BrowserContext | None = None, **options: Any) -> Page:
        page = await (context or await new_context(**options)).new_page()
        page.on("pageerror", lambda error: thrown.append(str(error)))
        return page

    yield opened
    assert thrown == []


@pytest_asyncio.fixture(loop_scope="session")
async def mia(handrail: Handrail, new_page: NewPage) -> Mia:
    """At the shop, the chat open, nothing said yet."""
    return await Mia(await new_page()).visit(f"{handrail.url}/")


@pytest_asyncio.fixture(loop_scope="session")
async def at_work(handrail: Handrail, new_page: NewPage, tokens: dict[str, str]) -> AtWork:
    """Somebody at the console, with a sign-in from earlier; each call is a browser of its own."""

    async def arrives(name: str) -> Ada:
        page = await new_page()
        await page.context.add_cookies(
            [{"name": "handrail_agent", "value": tokens[name], "url": handrail.url, "httpOnly": True}]
        )
        await page.context.add_init_script("localStorage['handrail:signed-in'] = '1'")
        return await Ada(page).arrive(handrail.url)

    return arrives


@pytest_asyncio.fixture(loop_scope="session")
async def ada(at_work: AtWork) -> Ada:
    return await at_work("Ada")
