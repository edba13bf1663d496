"""The help pages in a browser, with a script and without: an answer is found, a person is reached."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import BrowserContext, ConsoleMessage, Page, expect

from tests.faces.conftest import NewPage
from tests.faces.people import Mia
from tests.live import people
from tests.live.service import Handrail

pytestmark = pytest.mark.asyncio(loop_scope="session")

TITLE = "How long do I have to return something?"
VIOLATIONS = """addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    console.error(`against the policy: ${violatedDirective} ${blockedURI}`))"""


REFUSED = "the server responded with a status of 400"
"""A form that is refused on purpose; Chromium notes it."""


def troubles_of(page: Page) -> list[str]:
    told: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and REFUSED not in message.text:
            told.append(message.text)

    page.on("console", hear)
    return told


async def test_a_reader_finds_an_answer_says_what_is_missing_and_gets_a_person_in_one_click(
    handrail: Handrail, new_page: NewPage, grace: people.Agent
) -> None:
    page = await new_page()
    await page.add_init_script(VIOLATIONS)
    troubles = troubles_of(page)
    await page.goto(f"{handrail.url}/help")
    await page.get_by_role("searchbox").fill("retrun somethng")
    await page.get_by_role("status").get_by_role("link", name=TITLE).click()
    await expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    loaded = await page.evaluate("performance.timeOrigin")
    await page.get_by_role("button", name="No", exact=True).click()
    await expect(page.get_by_label("What was missing?")).to_be_focused()
    await page.get_by_role("button", name="Send").first.click()
    await expect(page.get_by_text("Write something first.")).to_be_visible()
    await page.get_by_label("What was missing?").fill("<b>Plants</b>")
    await page.get_by_role("button", name="Send").first.click()
    await expect(page.get_by_text("Our content team reads what you wrote.")).to_be_visible()
    await page.get_by_text("Ask a question about this").click()
    await page.get_by_role("textbox", name="Your question").fill("And palms?")
    await page.locator("#community").get_by_role("button", name="Send").click()
    await expect(page.get_by_text("It appears once somebody of our team has read it.").last).to_be_visible()
    assert await page.evaluate("performance.timeOrigin") == loaded, "all of it without leaving the page"
    await page.locator("header").get_by_role("link", name="Talk to a person").click()
    mia = Mia(page)
    await expect(mia.panel.get_by_text("You're number 1")).to_be_visible()
    await grace.until(lambda: grace.queue, "Mia waits")
    taken = await grace.claim()
    told = [(event["kind"], event.get("title") or event.get("text")) for event in taken["events"][1:4]]
    asked = ("customer_said", "retrun somethng")
    assert told == [asked, ("bot_answered", TITLE), ("handoff_requested", None)]
    assert troubles == []


async def test_links_lead_into_the_chat_at_an_entry_or_to_a_person(
    handrail: Handrail, new_page: NewPage, grace: people.Agent
) -> None:
    mia = Mia(await new_page())
    await mia.page.goto(f"{handrail.url}/#handrail=entry/return-period")
    await expect(mia.panel.get_by_role("heading", name=TITLE)).to_be_visible()
    assert mia.page.url == f"{handrail.url}/", "followed once, not with every reload"
    await mia.page.evaluate("location.hash = '#handrail=entry/track-order'")
    await expect(mia.panel.get_by_role("heading", name="Where is my order?")).to_be_visible()
    other = Mia(await new_page())
    await other.page.goto(f"{handrail.url}/chat?entry=return-period&person=1")
    await expect(other.panel.get_by_text("You're number 1")).to_be_visible()
    assert other.page.url == f"{handrail.url}/chat"
    await expect(other.bubble(TITLE)).to_be_visible()


async def test_without_a_script_all_of_it_works(
    handrail: Handrail, new_context: Callable[..., Awaitable[BrowserContext]]
) -> None:
    context = await new_context(java_script_enabled=False)
    page = await context.new_page()
    troubles = troubles_of(page)
    await page.goto(f"{handrail.url}/help")
    await page.get_by_role("searchbox").fill("retrun somethng")
    await page.get_by_role("button", name="Search").click()
    await page.get_by_role("link", name=TITLE).click()
    await page.get_by_role("button", name="No", exact=True).click()
    await page.get_by_label("What was missing?").fill("Plants.")
    await page.get_by_label("E-mail address (optional)").fill("mia@home.example")
    await page.locator("#feedback").get_by_role("button", name="Send").click()
    await expect(page.get_by_text("A person replies to the address you gave.")).to_be_visible()
    await page.locator("header").get_by_role("link", name="Talk to a person").click()
    await page.get_by_label("Your message").fill("Do you take plants back?")
    await page.get_by_label("E-mail address for our reply").fill("not an address")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_text("We need an address to reply to")).to_be_visible()
    await page.get_by_label("E-mail address for our reply").fill("mia@home.example")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_text("Your message is with our team")).to_be_visible()
    assert len(handrail.rows("SELECT id FROM conversations WHERE status = 'follow_up'")) >= 2
    assert troubles == []
