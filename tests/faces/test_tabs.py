"""Several tabs are one customer: one conversation, one draft, one count of the unread, words sent once."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, WebSocketRoute, expect

from tests.faces.conftest import NewPage
from tests.faces.people import Mia
from tests.faces.test_keeping import with_grace
from tests.live import people
from tests.live.service import Handrail

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


class Wire:
    """Between a tab and the service: ``sent`` is what the tab says, ``held`` keeps both from each other."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.held = False
        self._kept: list[tuple[WebSocketRoute, str | bytes]] = []

    async def begin(self, page: Page) -> None:
        await page.route_web_socket("**/socket.io/**", self._connected)

    def release(self) -> None:
        self.held = False
        for side, message in self._kept:
            side.send(message)
        self._kept.clear()

    def _connected(self, page: WebSocketRoute) -> None:
        service = page.connect_to_server()
        page.on_message(lambda message: self._said(service, message))
        service.on_message(lambda message: self._pass(page, message))

    def _said(self, service: WebSocketRoute, message: str | bytes) -> None:
        self.sent.append(str(message))
        self._pass(service, message)

    def _pass(self, side: WebSocketRoute, message: str | bytes) -> None:
        if self.held:
            self._kept.append((side, message))
        else:
            side.send(message)


async def test_two_tabs_that_begin_at_once_are_one_customer(new_page: NewPage, handrail: Handrail) -> None:
    first = Mia(await new_page())
    second, wire = Mia(await new_page(first.page.context)), Wire()
    await wire.begin(second.page)
    wire.held = True
    await second.visit(f"{handrail.url}/")  # it is welcomed as somebody new, which it does not know yet
    await first.page.goto(f"{handrail.url}/")
    await first.say("hello")
    await expect(first.bubble("What is it about?")).to_be_visible()
    wire.release()
    await expect(second.bubble("What is it about?")).to_be_visible()
    await second.page.reload()
    await expect(second.bubble("What is it about?")).to_be_visible()


async def test_tabs_share_the_draft_the_unread_count_and_what_is_not_sent(
    mia: Mia, grace: people.Agent, new_page: NewPage
) -> None:
    second, wire = Mia(await new_page(mia.page.context)), Wire()
    await wire.begin(second.page)
    await second.page.goto(mia.page.url)
    await expect(second.composer).to_be_visible()
    conversation = await with_grace(mia, grace)
    await expect(second.log).to_contain_text("Grace has joined")

    await mia.composer.fill("Half a thou")
    await expect(second.composer).to_have_value("Half a thou")
    await mia.composer.fill("")
    await expect(second.composer).to_have_value("")

    await second.button("Close chat").click()
    await mia.launcher.click()
    await grace.do("say", conversation=conversation, text="Are you there?")
    for tab in (mia, second):
        await expect(tab.launcher).to_have_attribute("data-unread", "1")
    await mia.launcher.click()
    await expect(second.launcher).not_to_have_attribute("data-unread", "1")
    await second.launcher.click()

    # The first can't reach the service: both show the words as not sent, and the second leaves them to it …
    lost = Mia(await new_page(mia.page.context))
    dead = Wire()
    await dead.begin(lost.page)
    await lost.page.goto(mia.page.url)
    await expect(lost.bubble("Are you there?")).to_be_visible()
    dead.held = True
    await lost.say("From a tab that is about to die")
    await expect(second.log.locator(".pending")).to_contain_text("From a tab that is about to die")
    assert not any("about to die" in message for message in wire.sent)
    # … until it is gone: then one of the others sends them, once.
    await lost.page.close()
    await expect(second.log.locator(".pending")).to_have_count(0)
    await expect(second.bubble("about to die")).to_have_count(1)
    heard = grace.transcripts[conversation].events
    assert [event["text"] for event in heard if event["kind"] == "customer_said"] == [
        "From a tab that is about to die"
    ]
    assert await mia.messages() == await second.messages()

    await grace.do("read", conversation=conversation, seq=heard[-1]["seq"])
    for tab in (mia, second):
        await expect(tab.log).to_contain_text("Read by Grace")
    await mia.page.reload()
    await grace.do("release", conversation=conversation)
    for tab in (mia, second):
        await expect(tab.log).to_contain_text("Grace has left")
        await expect(tab.log).to_contain_text("Read by Grace")  # whoever holds it now


async def test_back_in_sight_after_a_sleep_a_silent_service_is_asked_anew(
    new_page: NewPage, handrail: Handrail, grace: people.Agent
) -> None:
    page, wire = await new_page(), Wire()
    await wire.begin(page)
    await page.clock.install()
    mia = await Mia(page).visit(f"{handrail.url}/")
    conversation = await with_grace(mia, grace)
    wire.held = True
    await grace.do("say", conversation=conversation, text="While you slept")
    await asyncio.sleep(0)
    await page.clock.set_system_time(2_000_000_000_000)  # people set clocks, and machines sleep
    wire.held = False
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect(mia.bubble("While you slept")).to_be_visible()
    await expect(mia.state).to_have_count(0)
