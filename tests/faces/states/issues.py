"""Sue posts what many customers run into, and closes it again."""

from __future__ import annotations

from playwright.async_api import expect

from tests.faces.states.stage import Stage
from tests.faces.states.stories import story


@story(
    "settings/no-known-issue", "settings/posting-an-issue", "settings/known-issues", "console/known-issues"
)
async def an_issue_is_posted_and_closed(stage: Stage) -> None:
    sue = await stage.at_work("Sue")
    page = sue.page
    await page.goto(f"{stage.handrail.url}/settings/known-issues")
    post = page.get_by_role("button", name="Post an issue")
    await expect(post).to_be_visible()
    await stage.look("settings/no-known-issue", page, sees=post)
    await post.click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Post an issue").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("Say in a few words")
    await dialog.get_by_label("What is wrong").fill("Parcels to Scotland are late")
    await dialog.get_by_label("What customers should know").fill("The ferry is back on **Monday**.")
    await dialog.get_by_text("Returns", exact=False).first.click()
    await dialog.get_by_role("checkbox").locator("visible=true").first.check()
    await stage.look("settings/posting-an-issue", page, sees=dialog.get_by_role("checkbox", checked=True))
    await dialog.get_by_role("button", name="Post an issue").click()
    row = page.get_by_role("row").filter(has_text="Parcels to Scotland are late")
    await expect(row.get_by_text("0 customers")).to_be_visible()
    await stage.look("settings/known-issues", page, sees=row)
    await page.goto(f"{stage.handrail.url}/console")
    await page.get_by_text("1 known issue", exact=True).click()
    await stage.look("console/known-issues", page, sees=page.get_by_text("0 customers say it is theirs"))
    await page.keyboard.press("Escape")
    await expect(page.get_by_text("0 customers say it is theirs")).to_be_hidden()
    await page.goto(f"{stage.handrail.url}/settings/known-issues")
    await row.get_by_role("button", name="Change").click()
    await dialog.get_by_role("button", name="Close the issue").click()
    await expect(row.get_by_text("Closed")).to_be_visible()
