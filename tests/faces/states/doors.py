"""The doors to the console: forgotten passwords, links to nowhere, a sign-in that ended; and quiet pages."""

from __future__ import annotations

from playwright.async_api import expect

from tests.faces.states.stage import Stage
from tests.faces.states.stories import story


@story("console/forgotten", "console/forgotten-sent", "console/invited-gone", "console/new-password")
async def nobody_gets_in(stage: Stage) -> None:
    page = await stage.new_page()
    await page.goto(f"{stage.handrail.url}/console")
    await page.get_by_role("button", name="Forgotten your password?").click()
    await stage.look("console/forgotten", page, sees=page.get_by_text("It works once, within an hour"))
    await page.get_by_label("E-mail").fill("nobody.here@shop.example")
    await page.get_by_role("button", name="Send the link").click()
    sent = page.get_by_text("If there is an account with this address")
    await stage.look("console/forgotten-sent", page, sees=sent)
    lost = await stage.new_page()
    await lost.goto(f"{stage.handrail.url}/console#invited=nobody-was-ever-sent-this")
    await stage.look("console/invited-gone", lost, sees=lost.get_by_role("button"))
    other = await stage.new_page()
    await other.goto(f"{stage.handrail.url}/console#password=nobody-was-ever-sent-this")
    await stage.look("console/new-password", other, sees=other.get_by_label("New password").first)


@story("console/ended")
async def signed_out_elsewhere(stage: Stage) -> None:
    token = await stage.handrail.sign_in(stage.crowd.http, "grace@shop.example")
    page = await stage.new_page()
    cookie = {"name": "handrail_agent", "value": token, "url": stage.handrail.url, "httpOnly": True}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    await page.context.add_init_script("localStorage['handrail:signed-in'] = '1'")
    await page.goto(f"{stage.handrail.url}/console")
    await expect(page.locator(".lists .empty").first).to_be_visible()
    await page.evaluate("fetch('/api/sign-out', { method: 'POST' })")
    await stage.look("console/ended", page, sees=page.get_by_text("Your sign-in has ended"))


@story("settings/profile", "settings/blocked", "settings/no-such-page")
async def quiet_pages(stage: Stage) -> None:
    page = (await stage.at_work("Sue")).page
    await page.goto(f"{stage.handrail.url}/settings/profile")
    await stage.look("settings/profile", page, sees=page.get_by_role("heading", name="Your profile"))
    await page.goto(f"{stage.handrail.url}/settings/blocked")
    await stage.look("settings/blocked", page, sees=page.get_by_role("heading", name="Blocked visitors"))
    await page.goto(f"{stage.handrail.url}/settings/nowhere")
    await stage.look("settings/no-such-page", page, sees=page.get_by_text("There is no such page"))
