"""Ada looks for what was said before, and reads it."""

from __future__ import annotations

import asyncio

from playwright.async_api import Page, expect

from tests.faces.people import Ada
from tests.faces.states.stage import Stage
from tests.faces.states.stories import story


async def until_found(page: Page, word: str, times: int) -> None:
    """What was said a moment ago is found a second or two later."""
    count = (
        "word => fetch('/api/conversations?q=' + word).then(a => a.json()).then(b => b.conversations.length)"
    )
    async with asyncio.timeout(15):
        while await page.evaluate(count, word) < times:
            await page.wait_for_timeout(100)


@story("console/search", "console/search-nothing", "console/history")
async def looking_for_what_was_said(stage: Stage) -> None:
    ada = await stage.ada()
    page = ada.page
    for words in ("My Zimtschnecke never arrived, and I waited all day for it.", "Žimtschnecke?"):
        max_ = await stage.customer()
        await max_.say(words)
        await max_.do("person")
        await ada.take_next()
        await ada.say("I am sorry to hear that.")
        await expect(ada.transcript).to_contain_text("Delivered")
        await ada.button("Resolve").click()
        await ada.button("Resolve").last.click()
        await expect(ada.transcript).to_contain_text("Resolved")
    await until_found(page, "zimtschnecke", 2)
    await page.goto(f"{stage.handrail.url}/console#/")
    await page.reload()
    await ada.button("Search").click()
    box = page.get_by_role("textbox", name="Search all conversations")
    await expect(box).to_be_focused()
    await box.fill("zimtsch waited")
    results = page.get_by_role("list", name="Found conversations").get_by_role("button")
    await expect(results).to_have_count(1)
    await box.fill("zimtsch")
    await expect(results).to_have_count(2)
    await page.get_by_text("Filters").click()
    await stage.look("console/search", page, sees=page.locator("mark").first)
    await box.fill("zimtsch nowhere")
    await stage.look("console/search-nothing", page, sees=page.get_by_text("Nothing fits"))
    await box.fill("zimtsch waited")
    await expect(results).to_have_count(1)
    await results.click()
    await expect(ada.bubble("I am sorry to hear that.")).to_be_visible()
    await stage.look("console/history", page, sees=ada.bubble("I am sorry to hear that."))
    await the_address_leads_there(ada)


async def the_address_leads_there(ada: Ada) -> None:
    page = ada.page
    assert "/conversation/" in page.url
    await page.reload()
    await expect(ada.bubble("I am sorry to hear that.")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Search all conversations")).to_have_value("zimtsch waited")
    await page.go_back()
    await expect(ada.transcript).to_have_count(0)
    await page.go_forward()
    await expect(ada.bubble("I am sorry to hear that.")).to_be_visible()
    await page.goto(page.url.partition("#")[0] + "#/conversation/00000000-0000-4000-8000-000000000000")
    await expect(page.get_by_text("There is no such conversation")).to_be_visible()


@story("console/board", "console/board-offline")
async def looking_after_everybody(stage: Stage) -> None:
    ada, sue = await stage.ada(), await stage.at_work("Sue")
    for _ in range(2):
        max_ = await stage.customer()
        await max_.do("person")
    await ada.take_next()
    page = sue.page
    await sue.button("Board").click()
    board = page.get_by_role("region", name="Everybody now")
    row = board.get_by_role("row").filter(has_text="Ada")
    await expect(row).to_contain_text("Available")
    await row.get_by_role("combobox").select_option("Lunch")
    await expect(row).to_contain_text("Away · Lunch")
    await stage.look("console/board", page, sees=row)
    await row.get_by_role("button", name="Set available").click()
    await expect(row).to_contain_text("Available")
    await row.get_by_role("button", name="Visitor").first.click()
    await expect(sue.transcript).to_be_visible()
    await expect(ada.page.get_by_text("Also looking: Sue")).to_be_visible()
    await page.go_back()
    await expect(row).to_be_visible()
    stage.handrail.freeze()
    try:
        await stage.look("console/board-offline", page, sees=page.get_by_text("This is how it was"))
    finally:
        stage.handrail.thaw()


@story("console/later")
async def putting_a_customer_off(stage: Stage) -> None:
    ada = await stage.ada()
    max_ = await stage.customer()
    await max_.do("person")
    await ada.take_next()
    await ada.button("Later").click()
    await ada.dialog.get_by_label("Reply to this address").fill("max@shop.example")
    await ada.dialog.get_by_label("Note for the team").fill("The warehouse calls back.")
    await stage.look("console/later", ada.page, sees=ada.dialog)
    await ada.dialog.get_by_role("button", name="Set follow-up").click()
    await expect(
        ada.shelf("followUps").locator(".entry").filter(has_text="max@shop.example")
    ).to_contain_text("due")
    assert (await max_.heard("follow_up_left"))["email"] == "max@shop.example"
