"""The team's settings: an administrator's way through the pages, by links, keys and the back button."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.faces.states.stage import Stage
from tests.faces.states.stories import story
from tests.live.service import PASSWORD


@story(
    "settings/overview",
    "settings/accounts",
    "settings/account",
    "settings/team",
    "settings/look",
    "settings/canned",
    "settings/alert",
)
async def the_boss_sets_the_team_up(stage: Stage) -> None:
    await stage.handrail.add_agent("Boss", "admin")
    page = await stage.new_page()
    page.set_default_timeout(15_000)
    await page.goto(f"{stage.handrail.url}/settings")
    await page.get_by_label("E-mail").fill("boss@shop.example")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await stage.look("settings/overview", page, sees=page.get_by_text("depends on your role"))
    await accounts(stage, page)
    await teams(stage, page)
    await the_widgets_look(stage, page)
    await canned(stage, page)
    await page.goto(f"{stage.handrail.url}/settings/alert")
    await page.get_by_label("Send a mail").check()
    await page.get_by_role("button", name="Save").click()
    await stage.look("settings/alert", page, sees=page.get_by_text("Name at least one"))


async def accounts(stage: Stage, page: Page) -> None:
    await page.locator("nav").get_by_role("link", name="Accounts").click()
    await expect(page.get_by_role("heading", name="Accounts")).to_be_focused()
    await page.get_by_role("button", name="Invite somebody").click()
    await page.get_by_label("E-mail").fill("hedy@shop.example")
    await page.get_by_role("button", name="Send invitation").click()
    await stage.look("settings/accounts", page, sees=page.get_by_text("on its way to hedy"))
    change = page.get_by_role("button", name="Change Grace")
    await change.click()
    await stage.look("settings/account", page, sees=page.get_by_role("dialog"))
    await page.keyboard.press("Escape")
    await expect(change).to_be_focused()


async def teams(stage: Stage, page: Page) -> None:
    """What was typed is not lost by going back; what was saved can be undone."""
    await page.goto(f"{stage.handrail.url}/settings/teams")
    await page.get_by_role("link", name="support").click()
    await page.get_by_label("At certain hours").check()
    zone = page.get_by_label("Time zone")
    await zone.fill("Europe/Talinn")
    await page.get_by_role("button", name="Save").click()
    await expect(zone).to_be_focused()
    await stage.look("settings/team", page, sees=page.get_by_text("did you mean Europe/Tallinn"))
    await page.go_back()
    await expect(page.get_by_role("dialog", name="Leave without saving?")).to_be_visible()
    await page.get_by_role("button", name="Stay on this page").click()
    await expect(page).to_have_url(f"{stage.handrail.url}/settings/teams/support")
    await zone.fill("Europe/Tallinn")
    await page.get_by_role("button", name="Save").click()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("status").filter(has_text="Undone.")).to_be_visible()
    await expect(page.get_by_label("Always", exact=True)).to_be_checked()


async def the_widgets_look(stage: Stage, page: Page) -> None:
    """The nearest colour that works is one click away; the chat wears what was saved."""
    await page.goto(f"{stage.handrail.url}/settings/look")
    await page.get_by_label("Title").first.fill("Hello from the harbour")
    await page.get_by_label("Brand colour").fill("#e8590c")
    await page.get_by_role("button", name="the nearest that works").click()
    readable = page.get_by_text("can be read well: contrast")
    await stage.look("settings/look", page, sees=readable)
    await page.get_by_role("button", name="Save").click()
    saved = page.get_by_text("The look is saved")
    await expect(saved).to_be_visible()
    chat = await stage.new_page()
    await chat.goto(f"{stage.handrail.url}/chat")
    await expect(chat.get_by_text("Hello from the harbour")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(saved).to_be_hidden()


async def canned(stage: Stage, page: Page) -> None:
    await page.goto(f"{stage.handrail.url}/settings/canned")
    await page.get_by_role("button", name="Add a response").click()
    await page.get_by_label("Title").fill("Goodbye")
    await page.get_by_label("Shortcut").fill("bye-boss")
    await page.get_by_label("Text").fill("Bye {customer.nam}")
    await page.get_by_role("button", name="Save").click()
    await stage.look("settings/canned", page, sees=page.get_by_text("did you mean"))
    await page.get_by_label("Text").fill("Bye {customer.name}")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("“Goodbye” is there.")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("button", name="Change “Goodbye”")).to_be_hidden()
