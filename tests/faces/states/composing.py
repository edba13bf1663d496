"""Ada's words before they go: marks, canned responses, answers that may fit, and what Max knows already."""

from __future__ import annotations

from playwright.async_api import expect

from tests.faces.canned import written
from tests.faces.people import Ada
from tests.faces.states.stage import Stage
from tests.faces.states.stories import story

LINK = "https://shop.example/help/return-period"


@story(
    "console/canned", "console/composing", "console/send-anyway", "console/new-below", "console/last-words"
)
async def words_before_they_go(stage: Stage) -> None:
    async with written(stage.handrail, stage.crowd.http, stage.tokens["Sue"]):
        ada, max_ = await stage.ada(), await stage.customer()
        page = ada.page
        await max_.say("How do I return a lamp?")
        answer = await max_.heard("bot_answered")
        await max_.do("feedback", answer=answer["seq"], helpful=False)
        await expect(ada.waiting).to_have_count(1)
        await ada.take_next()
        await page.get_by_role("searchbox").fill("return period")
        await expect(page.locator(".fitting li").first).to_be_visible()
        await ada.composer.press_sequentially("/")
        await stage.look(
            "console/canned", page, sees=page.locator(".canned [role=option]").first, again=ada.composer.focus
        )
        await ada.composer.fill(f"**Two** ways:\n\n- by [post]({LINK})\n- in the `shop`")
        await ada.button("Preview").click()
        await stage.look("console/composing", page, sees=page.locator(".flags s"))
        await ada.button("Send").click()
        await stage.look("console/send-anyway", page, sees=ada.button("Send anyway"))
        await ada.button("Keep writing").click()
        await ada.button("Preview").click()
        await ada.composer.fill("")
        await max_.say("A long story.\n\n" + "And then\n\n" * 40 + "that was it.")
        await expect(ada.transcript.get_by_text("that was it.")).to_be_in_viewport()
        await ada.transcript.evaluate("one => { one.scrollTop = 0 }")
        await max_.say("Are you there?")
        newest = page.locator("[data-act=newest]")
        await stage.look("console/new-below", page, sees=newest, again=lambda: up(ada))
        await newest.click()
        await ada.button("Resolve").click()
        await page.get_by_role("combobox", name="Last words").select_option(label="Help pages")
        await stage.look("console/last-words", page, sees=ada.button("Yes, resolve"))
        await ada.button("Keep it").click()


async def up(ada: Ada) -> None:
    """Away from the end, where another window may have put her."""
    await ada.transcript.evaluate("one => { one.scrollTop = 0 }")


@story("console/palette", "console/alerts")
async def over_the_page(stage: Stage) -> None:
    ada, max_ = await stage.ada(), await stage.customer()
    await max_.say("Something nobody knows")
    await expect(ada.waiting).to_have_count(1)
    await ada.page.keyboard.press("Control+k")
    await stage.look("console/palette", ada.page, sees=ada.dialog.get_by_role("option").first)
    await ada.page.keyboard.press("Escape")
    menu = ada.page.locator("details.menu summary")
    await menu.click()
    await ada.page.get_by_role("combobox", name="Sound").select_option("bell")
    await stage.look("console/alerts", ada.page, sees=ada.button("Try it"))
