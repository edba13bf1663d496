"""The help pages as readers see them, and what the studio shows of what they left there."""

from __future__ import annotations

import re
from typing import Any

from playwright.async_api import Page, expect

from tests.faces.states.stage import Stage
from tests.faces.states.stories import story
from tests.live.service import PASSWORD

ENTRY = "/help/return-period"


@story("help/home", "studio/community", "help/entry", "studio/feedback")
async def a_reader_leaves_words_and_the_team_reads_them(stage: Stage) -> None:
    page = await stage.new_page()
    await page.route("**/widget.js", lambda route: route.abort())  # so that axe reads the page
    page.set_default_timeout(15_000)
    text = "Our **bank** is slow. Nothing is lost."
    async with stage.known_issue("Refunds are slow", text, "return-period"):
        await page.goto(f"{stage.handrail.url}/help")
        await stage.look("help/home", page, sees=page.get_by_text("Nothing is lost"))
        await asks(stage, page)
        studio = await team_reads(stage)
        await page.goto(f"{stage.handrail.url}{ENTRY}?said=no")
        await expect(page.get_by_text("Yes, within 30 days")).to_be_visible()
        await page.get_by_role("button", name="Send").first.click()
        await stage.look("help/entry", page, sees=page.get_by_text("Write something first."))
        await page.locator("textarea").first.fill("What about plants?")
        await page.get_by_role("button", name="Send").first.click()
        await expect(page.get_by_text("Our content team reads")).to_be_visible()
    await page.goto(f"{stage.handrail.url}/help/search?q=xqzzy+{'w' * 120}")
    await expect(page.get_by_text("Try other words")).to_be_visible()
    await the_team_looks(stage, studio)


async def asks(stage: Stage, page: Page) -> None:
    await page.goto(f"{stage.handrail.url}{ENTRY}")
    for question in ("Can I return a plant?", "<script>alert(1)</script> And a " + "very" * 30 + "long one?"):
        await page.get_by_text("Ask a question about this").click()
        await page.get_by_role("textbox", name="Your question").fill(question)
        await page.locator("#community").get_by_role("button", name="Send").last.click()
        await expect(page.get_by_text("It appears once").last).to_be_visible()
        await page.reload()


async def team_reads(stage: Stage) -> Page:
    """Cleo answers the first question and leaves the second for later."""
    await stage.handrail.add_agent("Cleo", "content")
    page = await stage.new_page()
    page.set_default_timeout(15_000)
    await page.goto(f"{stage.handrail.url}/studio/community")
    await page.get_by_label("E-mail").fill("cleo@shop.example")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await stage.look("studio/community", page, sees=page.get_by_text("Can I return a plant?"))
    question = page.locator("li").filter(has_text="Can I return a plant?")
    await question.get_by_role("button", name="Answer", exact=True).click()
    await page.get_by_role("button", name="Answer on the help page").click()
    await expect(page.get_by_text("Write something first")).to_be_visible()
    await page.get_by_label("Our answer").fill("Yes, within 30 days.")
    await page.get_by_role("button", name="Answer on the help page").click()
    await expect(page.get_by_text("Your answer is on the help page.")).to_be_visible()
    await expect(question).to_be_hidden()
    return page


async def the_team_looks(stage: Stage, page: Page) -> None:
    await page.goto(f"{stage.handrail.url}/studio/feedback")
    await stage.look("studio/feedback", page, sees=page.get_by_text("What about plants?"))
    await page.get_by_role("button", name="I look after it").first.click()
    await expect(page.get_by_text("by Cleo")).to_be_visible()
    await page.get_by_role("button", name="Link to an answer", exact=True).first.click()
    await expect(page.get_by_text("#handrail=entry/")).to_be_visible()
    snippets: list[Any] = await page.locator("dialog pre").all_inner_texts()
    assert snippets[0].startswith(f"{stage.handrail.url}/help/")
    await page.keyboard.press("Escape")
    await page.get_by_role("link", name="Write an answer: xqzzy").click()
    await expect(page.get_by_role("textbox").first).to_have_value(re.compile("^Xqzzy"))
