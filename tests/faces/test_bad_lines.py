"""Slow, lossy and half-open connections: said as what they are, and nothing is lost on them."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Route, expect

from tests.faces.conftest import NewPage
from tests.faces.people import Mia
from tests.faces.test_keeping import with_grace
from tests.live import people
from tests.live.proxy import Proxy
from tests.live.service import Handrail

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

LATE = "Not sent yet — we'll keep trying. Your text is kept."


@pytest_asyncio.fixture(loop_scope="session")
async def proxy(handrail: Handrail, rng: random.Random) -> AsyncIterator[Proxy]:
    async with Proxy(urlsplit(handrail.url).port or 0, rng) as opened:
        yield opened


def said(grace: people.Agent, conversation: str) -> list[str]:
    events = grace.transcripts[conversation].events
    return [event["text"] for event in events if event["kind"] == "customer_said"]


async def test_a_connection_that_died_without_a_word_is_noticed_and_nothing_is_lost(
    proxy: Proxy, new_page: NewPage, grace: people.Agent
) -> None:
    page = await new_page()
    await page.clock.install()
    mia = await Mia(page).visit(f"{proxy.url}/")
    conversation = await with_grace(mia, grace)
    proxy.dead.set()
    await grace.do("say", conversation=conversation, text="Are you there?")
    await page.clock.fast_forward(15_000)  # three heads did not come
    await expect(mia.state).to_have_text("Reconnecting. What you write is kept and sent when we're back.")
    await mia.say("I am")
    await page.clock.fast_forward(3_000)
    await expect(mia.log).to_contain_text(LATE)
    proxy.dead.clear()
    await page.clock.fast_forward(15_000)  # what was opened meanwhile is dead as well
    await expect(mia.bubble("Are you there?")).to_be_visible()
    await expect(mia.log.locator(".pending")).to_have_count(0)
    await expect(mia.state).to_have_count(0)
    assert said(grace, conversation) == ["I am"]


async def test_first_words_are_in_sight_before_the_views_of_the_conversation_have_come(
    handrail: Handrail, new_page: NewPage
) -> None:
    page, come = await new_page(), asyncio.Event()
    first: list[Route] = []

    async def late(route: Route) -> None:
        if first:
            await come.wait()  # all but the first view
        first.append(route)
        await route.continue_()

    await page.route("**/assets/chat-*.js", late)
    mia = await Mia(page).visit(f"{handrail.url}/")
    handrail.freeze()
    try:
        await mia.say("Is anybody there?")
        await expect(mia.log.get_by_text("Is anybody there?")).to_be_visible()
        await expect(mia.log.get_by_text(LATE)).to_be_visible()
    finally:
        handrail.thaw()
        come.set()
    await expect(mia.bubble("Is anybody there?")).to_have_count(1)
    await expect(mia.log.get_by_text(LATE)).to_have_count(0)
    await expect(mia.log.get_by_text("Is anybody there?")).to_have_count(1)


async def test_a_service_that_died_is_back_with_everything_and_gets_what_was_written_meanwhile(
    mia: Mia, grace: people.Agent, handrail: Handrail
) -> None:
    conversation = await with_grace(mia, grace)
    await mia.say("Before")
    await expect(mia.log).to_contain_text("Delivered")
    await handrail.kill()
    await mia.say("Meanwhile")
    await expect(mia.state).to_contain_text("Reconnecting.")
    await expect(mia.log).to_contain_text(LATE)
    await handrail.start()
    await expect(mia.log.locator(".pending")).to_have_count(0)
    await expect(mia.state).to_have_count(0)
    assert [text for who, text in await mia.messages() if who == "You"] == ["Before", "Meanwhile"]
    stored = "SELECT body FROM events WHERE conversation = ? AND kind = 'customer_said' ORDER BY seq"
    bodies = [row["body"] for row in handrail.rows(stored, conversation)]
    assert ["Before" in bodies[0], "Meanwhile" in bodies[1], len(bodies)] == [True, True, 2]


async def test_two_seconds_and_losses_each_way_are_slow_and_no_more_than_that(
    proxy: Proxy, new_page: NewPage, grace: people.Agent
) -> None:
    mia = await Mia(await new_page()).visit(f"{proxy.url}/")
    conversation = await with_grace(mia, grace)
    proxy.delay_s, proxy.stalls = 2.0, 0.2
    await mia.say("Slowly")
    await expect(mia.log).to_contain_text(LATE)
    await expect(mia.log.locator(".pending")).to_have_count(0, timeout=40_000)
    await expect(mia.state).to_have_count(0)
    assert said(grace, conversation) == ["Slowly"]
