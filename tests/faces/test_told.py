"""News in an old conversation: the page that was about to begin a new one goes on with that."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, WebSocketRoute, expect

from tests.cast import once
from tests.faces.conftest import NewPage
from tests.faces.offers import NOW, Between, iso
from tests.faces.people import Mia
from tests.live.service import Handrail

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


class Counting(Between):
    """How often the page came."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.came = 0
        self.welcomed = asyncio.Event()

    async def _connected(self, page: WebSocketRoute) -> None:
        self.came += 1
        await super()._connected(page)

    def _read(self, message: str | bytes) -> str | bytes:
        if '"welcome"' in str(message):
            self.welcomed.set()
        return super()._read(message)


async def test_news_in_an_old_conversation_bring_a_page_there_that_holds_nothing(
    handrail: Handrail, new_page: NewPage
) -> None:
    between = Counting(await new_page())
    await between.begin()
    mia = await Mia(between.page).visit(f"{handrail.url}/")
    await between.welcomed.wait()
    news = {"conversation": once(), "seq": 9, "prev": 8, "at": iso(NOW), "kind": "told", "text": "News."}
    news["by"] = {"role": "agent", "id": once(), "name": "Cleo"}
    between.tell("event", news)
    await mia.say("hello")
    await expect(mia.bubble("What is it about?")).to_be_visible()
    assert between.came == 2, "it asked which conversation goes on"
    between.tell("event", news)
    await mia.say("hello again")
    await expect(mia.bubble("What is it about?").nth(1)).to_be_visible()
    assert between.came == 2, "what is going on is not left"
