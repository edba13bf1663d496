"""Nothing a customer or an agent wrote is lost, doubled or out of order, whatever their page goes through."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.faces.conftest import NewPage
from tests.faces.people import Ada, Mia
from tests.live import people
from tests.live.service import Handrail

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


async def with_grace(mia: Mia, grace: people.Agent) -> str:
    """Mia asked for a person and has one; returns the conversation."""
    await mia.button("Talk to a person").first.click()
    await grace.until(lambda: grace.queue, "Mia waits")
    taken = str((await grace.claim())["conversation"])
    await expect(mia.log).to_contain_text("Grace has joined")
    return taken


async def test_a_reload_keeps_the_conversation_and_the_draft(mia: Mia, grace: people.Agent) -> None:
    await with_grace(mia, grace)
    await mia.say("Where is my lamp?")
    await expect(mia.log).to_contain_text("Delivered")
    await mia.composer.fill("And another th")
    before = await mia.messages()
    await mia.page.reload()
    await expect(mia.bubble("Where is my lamp?")).to_be_visible()
    assert await mia.messages() == before
    await expect(mia.composer).to_have_value("And another th")


async def test_unsent_words_outlive_a_reload_and_arrive_once(
    mia: Mia, grace: people.Agent, handrail: Handrail
) -> None:
    conversation = await with_grace(mia, grace)
    handrail.freeze()
    try:
        await mia.say("First, while nobody hears")
        await mia.say("Second, while nobody hears")
        await expect(mia.log.locator(".pending")).to_have_count(2)
    finally:
        handrail.thaw()
    await mia.page.reload()
    await expect(mia.log.locator(".pending")).to_have_count(0)
    await grace.heard(conversation, "customer_said")
    said = [text for who, text in await mia.messages() if who == "You"]
    assert said == ["First, while nobody hears", "Second, while nobody hears"]


async def test_a_frozen_service_is_said_and_what_was_written_arrives_once_in_order(
    mia: Mia, grace: people.Agent, handrail: Handrail
) -> None:
    conversation = await with_grace(mia, grace)
    handrail.freeze()
    try:
        for number in range(1, 4):
            await mia.say(f"Number {number}")
        await expect(mia.log).to_contain_text("Not sent yet — we'll keep trying. Your text is kept.")
        await expect(mia.state).to_contain_text("Reconnecting.")
    finally:
        handrail.thaw()
    await expect(mia.log.locator(".pending")).to_have_count(0)
    await expect(mia.state).to_have_count(0)
    await grace.until(
        lambda: len([e for e in grace.transcripts[conversation].events if e["kind"] == "customer_said"]) == 3,
        "three messages",
    )
    texts = [e["text"] for e in grace.transcripts[conversation].events if e["kind"] == "customer_said"]
    assert texts == ["Number 1", "Number 2", "Number 3"]
    assert [text for who, text in await mia.messages() if who == "You"] == texts


async def test_two_tabs_stay_in_step(mia: Mia, grace: people.Agent, new_page: NewPage) -> None:
    second = Mia(await new_page(mia.page.context))
    await second.page.goto(mia.page.url)
    await expect(second.composer).to_be_visible()  # open in the first, so open here
    conversation = await with_grace(mia, grace)
    await expect(second.log).to_contain_text("Grace has joined")
    await mia.say("From the first tab")
    await expect(second.bubble("From the first tab")).to_be_visible()
    await second.say("From the second tab")
    await grace.do("say", conversation=conversation, text="I read both.")
    for tab in (mia, second):
        await expect(tab.bubble("I read both.")).to_be_visible()
    assert await mia.messages() == await second.messages()


async def test_an_agents_draft_and_unsent_reply_outlive_a_reload(
    ada: Ada, max_: people.Customer, handrail: Handrail
) -> None:
    await max_.do("person")
    await ada.take_next()
    handrail.freeze()
    try:
        await ada.say("Sent into the silence")
        await expect(ada.transcript).to_contain_text("Sending…")
        await ada.composer.fill("Half a thou")
    finally:
        handrail.thaw()
    await ada.page.reload()
    await ada.mine.click()
    await expect(ada.bubble("Sent into the silence")).to_have_count(1)
    await expect(ada.transcript).to_contain_text("Delivered")
    await expect(ada.composer).to_have_value("Half a thou")
    assert (await max_.heard("agent_said"))["text"] == "Sent into the silence"
