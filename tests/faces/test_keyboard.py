"""Everything can be done without a mouse, and the focus is never lost."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.faces.conftest import AtWork, NewPage
from tests.faces.people import Ada, Mia
from tests.live import people
from tests.live.service import Handrail

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


FOCUSED = """(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return ((at?.ariaLabel ?? at?.labels?.[0]?.textContent ?? at?.textContent) || '').trim();
})()"""
"""The name of the control that has the focus, also inside the chat."""


async def tab_to(page: Page, name: str, *, back: bool = False) -> None:
    """Press Tab until the control with this name has the focus, as whoever has no mouse does."""
    seen = []
    for _ in range(40):
        await page.keyboard.press("Shift+Tab" if back else "Tab")
        seen.append(await page.evaluate(FOCUSED))
        if str(seen[-1]).startswith(name):
            return
    raise AssertionError(f"no {name} among {seen}")


async def test_mia_needs_no_mouse(handrail: Handrail, grace: people.Agent, new_page: NewPage) -> None:
    mia = Mia(await new_page())
    keyboard = mia.page.keyboard
    await mia.page.goto(f"{handrail.url}/")
    await expect(mia.launcher).to_be_visible()
    await tab_to(mia.page, "Chat with us", back=True)
    await keyboard.press("Enter")
    await expect(mia.composer).to_be_focused()
    await keyboard.type("How do I return a lamp?")
    await keyboard.press("Enter")
    await expect(mia.answer).to_be_visible()
    await expect(mia.composer).to_be_focused()
    await tab_to(mia.page, "No", back=True)
    await keyboard.press("Enter")
    await expect(mia.panel).to_contain_text("You're number 1")
    conversation = (await grace.claim())["conversation"]
    await grace.do("say", conversation=conversation, text="What was missing?")
    await expect(mia.bubble("What was missing?")).to_be_visible()
    await tab_to(mia.page, "Your message")
    await keyboard.type("Nothing any more.")
    await keyboard.press("Enter")
    await grace.heard(conversation, "customer_said", after=2)
    await grace.do("resolve", conversation=conversation)
    await expect(mia.panel).to_contain_text("How was this?")
    await tab_to(mia.page, "5 of 5", back=True)
    await keyboard.press("Space")
    await tab_to(mia.page, "Send rating")
    await keyboard.press("Enter")
    await expect(mia.log).to_contain_text("You rated this 5 of 5.")
    await keyboard.press("Escape")
    await expect(mia.panel).to_have_count(0)
    await expect(mia.launcher).to_be_focused()


async def test_a_button_that_goes_with_its_click_leaves_the_focus_in_the_chat(mia: Mia) -> None:
    await mia.say("Something nobody knows")
    back = mia.button("Back to the assistant")
    await back.focus()
    await mia.page.keyboard.press("Enter")
    await expect(back).to_have_count(0)
    assert await mia.page.evaluate("document.activeElement.localName") == "handrail-chat"


async def test_the_launcher_opens_and_closes_and_says_which(mia: Mia) -> None:
    await expect(mia.launcher).to_have_attribute("aria-expanded", "true")
    await mia.button("Close chat").click()
    await expect(mia.launcher).to_have_attribute("aria-expanded", "false")
    await expect(mia.launcher).to_be_focused()
    await mia.launcher.click()
    await expect(mia.composer).to_be_focused()


async def test_ada_needs_no_mouse(ada: Ada, max_: people.Customer) -> None:
    keyboard = ada.page.keyboard
    await max_.say("How do I return a lamp?")
    answer = await max_.heard("bot_answered")
    await max_.do("feedback", answer=answer["seq"], helpful=False)
    await expect(ada.waiting).to_have_count(1)
    await keyboard.press("j")
    await expect(ada.waiting).to_be_focused()
    await expect(ada.transcript.locator("s")).to_be_visible()
    await keyboard.press("t")
    await expect(ada.composer).to_be_focused()
    await keyboard.type("Hello Max.")
    await keyboard.press("Enter")
    assert (await max_.heard("agent_said"))["text"] == "Hello Max."
    await keyboard.press("Escape")
    await keyboard.press("b")
    await expect(ada.transcript).to_contain_text("30 days")
    await keyboard.press("n")
    await keyboard.type("Was friendly.")
    await keyboard.press("Enter")
    await expect(ada.bubble("Was friendly.")).to_be_visible()
    await keyboard.press("Escape")
    await keyboard.press("e")
    await expect(ada.button("Yes, resolve")).to_be_focused()
    await keyboard.press("Enter")
    await max_.heard("resolved")
    await expect(ada.mine).to_have_count(0)
    await keyboard.press("?")
    await expect(ada.page.get_by_role("dialog")).to_be_visible()
    await keyboard.press("Escape")
    await expect(ada.page.get_by_role("dialog")).to_have_count(0)


async def test_ada_and_grace_pass_a_customer_on_without_a_mouse(
    at_work: AtWork, max_: people.Customer
) -> None:
    ada, grace = await at_work("Ada"), await at_work("Grace")
    await max_.say("Something nobody knows")
    await expect(ada.waiting).to_have_count(1)
    await ada.page.keyboard.press("t")
    await expect(ada.composer).to_be_focused()
    await ada.page.keyboard.press("Escape")
    await ada.page.keyboard.press("x")
    await expect(ada.dialog.get_by_role("radio", name="Grace")).to_be_focused()
    await ada.page.keyboard.press("Space")
    await tab_to(ada.page, "Note for whoever takes over")
    await ada.page.keyboard.type("Hers, please.")
    await tab_to(ada.page, "Offer")
    await ada.page.keyboard.press("Enter")
    await expect(ada.dialog).to_have_count(0)
    await expect(grace.shelf("offers")).to_contain_text("Hers, please.")
    await grace.page.keyboard.press("j")
    await expect(grace.transcript).to_contain_text("Something nobody knows")
    await grace.page.keyboard.press("a")
    await expect(grace.composer).to_be_focused()
    await grace.page.keyboard.type("Grace here.")
    await grace.page.keyboard.press("Enter")
    assert (await max_.heard("agent_said"))["text"] == "Grace here."


async def test_sue_watches_and_whispers_without_a_mouse(at_work: AtWork, max_: people.Customer) -> None:
    ada, sue = await at_work("Ada"), await at_work("Sue")
    await max_.say("Something nobody knows")
    await expect(ada.waiting).to_have_count(1)
    await ada.page.keyboard.press("t")
    await expect(sue.shelf("held").locator(".entry")).to_have_count(1)
    await sue.page.keyboard.press("j")
    await expect(sue.page.get_by_text("You are watching")).to_be_visible()
    await sue.page.keyboard.press("r")
    await expect(sue.composer).not_to_be_focused()
    await sue.page.keyboard.press("n")
    await expect(sue.composer).to_be_focused()
    await sue.page.keyboard.type("Ask for the order.")
    await sue.page.keyboard.press("Enter")
    await expect(ada.bubble("Ask for the order.")).to_be_visible()
