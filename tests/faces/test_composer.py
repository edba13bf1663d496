"""Ada writes: canned responses, marks, answers that fit; what Max knows does not go to him by accident."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.faces.canned import written
from tests.faces.conftest import AtWork
from tests.faces.people import Ada
from tests.live import people
from tests.live.service import Handrail

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

REFUSED = "https://shop.example/help/return-period"


async def takes_after_a_refusal(ada: Ada, max_: people.Customer) -> None:
    await max_.say("How do I return a lamp?")
    answer = await max_.heard("bot_answered")
    await max_.do("feedback", answer=answer["seq"], helpful=False)
    await expect(ada.waiting).to_have_count(1)
    await ada.take_next()


async def test_ada_writes_with_canned_responses_and_marks(
    handrail: Handrail, crowd: people.Crowd, tokens: dict[str, str], ada: Ada, max_: people.Customer
) -> None:
    async with written(handrail, crowd.http, tokens["Sue"]):
        await takes_after_a_refusal(ada, max_)
        keyboard, options = ada.page.keyboard, ada.page.locator(".canned [role=option]")
        await keyboard.type("/")
        await expect(options).to_have_count(3)
        await keyboard.press("ArrowDown")
        await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
        await keyboard.type("ord")
        await expect(options).to_have_count(1)
        await keyboard.press("Enter")
        await expect(ada.composer).to_have_value("What is the number of your order?")
        await keyboard.press("Control+a")
        await keyboard.press("Control+b")
        await keyboard.press("Enter")
        said = await max_.heard("agent_said")
        assert said["text"] == "**What is the number of your order?**"
        await keyboard.type("/hello")
        await expect(options).to_have_count(1)
        await keyboard.press("Escape")
        await expect(options).to_have_count(0)
        await expect(ada.composer).to_be_focused()
        await keyboard.press("Backspace")
        await keyboard.press("Enter")
        await expect(ada.composer).to_have_value("Hello {customer.name}, Ada here.")
        await keyboard.press("End")
        await keyboard.press("Enter")
        await expect(ada.page.locator("#reply-foot")).to_contain_text("the customer's name is not known")
        await keyboard.type("Max")  # in the place of the gap, which is selected
        await keyboard.press("Enter")
        assert (await max_.heard("agent_said", said["seq"]))["text"] == "Hello Max, Ada here."


async def test_what_max_refused_is_flagged_and_asked_about_before_it_goes(
    at_work: AtWork, max_: people.Customer
) -> None:
    ada = await at_work("Ada")
    await takes_after_a_refusal(ada, max_)
    keyboard, flags = ada.page.keyboard, ada.page.locator(".flags")
    await ada.page.get_by_role("searchbox").fill("points work")
    put = ada.page.get_by_role("button", name=re.compile("Insert “.*points"))
    await put.first.click()
    await expect(ada.composer).to_be_focused()
    await expect(ada.composer).to_have_value(
        re.compile(r"\]\(https://www.fjordandfern.example/help/fern-points\)")
    )
    await keyboard.press("Enter")
    said = await max_.heard("agent_said")
    assert said["entry"] == "fern-points"
    await ada.composer.fill(f"Read {REFUSED}.")
    await expect(flags).to_contain_text("refused this at")
    await expect(flags.locator("s")).to_have_text("How long do I have to return something?")
    await ada.page.reload()
    await ada.mine.click()
    await expect(ada.composer).to_have_value(f"Read {REFUSED}.")
    await ada.composer.press("Enter")
    await expect(ada.button("Keep writing")).to_be_focused()
    await keyboard.press("Escape")
    await expect(ada.composer).to_be_focused()
    await keyboard.press("Enter")
    await ada.button("Send anyway").click()
    said = await max_.heard("agent_said", said["seq"])
    assert (said["text"], said["entry"]) == (f"Read {REFUSED}.", "return-period")
    await ada.page.reload()
    await ada.mine.click()
    await expect(ada.composer).to_have_value("")
