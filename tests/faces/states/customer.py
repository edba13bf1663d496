"""Beside a conversation: who it is, proved or not, pages, tags, notes, what was before, and keeping out."""

from __future__ import annotations

import time
from typing import Any

import jwt
from playwright.async_api import Route, expect

from tests.faces.conftest import IDENTITY_SECRET
from tests.faces.states.stage import Stage
from tests.faces.states.stories import story

CARD = {
    "title": "Order FF-100002 <b>" + "x" * 100,
    "fields": [["State", "on its way"], ["Carrier", "\u202eslecraP"], ["L" * 60, "v" * 300]],
    "url": "https://shop.example/admin/orders/100002",
}
HOSTILE = "<img src=x onerror=alert(1)> \u202eaiM\u202c " + "Ä" * 90


def signed(sub: str, name: str) -> str:
    return jwt.encode(
        {
            "aud": "handrail",
            "exp": int(time.time()) + 600,
            "sub": sub,
            "name": name,
            "email": "mia.with.a.long.address@customers.shop.example",
            "attributes": {"plan": "gold", "orders": 12, "newsletter": False, "x" * 60: "y" * 300},
        },
        IDENTITY_SECRET,
        "HS256",
    )


@story("console/customer", "console/blocked")
async def beside_the_conversation(stage: Stage) -> None:
    sue, mia = await stage.at_work("Sue"), await stage.customer()
    page, pane = sue.page, sue.page.get_by_role("complementary", name="Customer")
    await mia.do("say", text="How do I return a lamp?")
    await mia.heard("bot_answered")
    await mia.do("identify", identity=signed("mia", HOSTILE))
    await mia.do("restart")
    await mia.do("person")
    for title in ("Lamps", "Cart & " + "W" * 200):
        await mia.do("page", url=f"https://shop.example/{title[:4].lower()}?token=secret", title=title)
    await expect(sue.waiting).to_have_count(1)
    await sue.take_next()
    await expect(pane.get_by_text("Verified by the shop")).to_be_visible()
    await pane.get_by_label("Add a tag").fill("late delivery, VIP")
    await pane.get_by_role("button", name="Add", exact=True).click()
    await expect(pane.get_by_role("button", name="Remove the tag vip")).to_be_visible()
    await pane.get_by_label("New note").fill("Prefers mail.\nHas a dog; ring twice.")
    await pane.get_by_role("button", name="Add note").click()
    note = pane.get_by_text("Prefers mail.")
    await expect(note).to_be_visible()
    await expect(pane.locator(".pages li")).to_have_count(2)
    assert "token" not in str(await pane.locator(".pages").inner_html())
    assert await page.evaluate("document.querySelectorAll('.facts img').length") == 0
    await stage.look("console/customer", page, sees=note)
    await pane.get_by_text("Block this visitor").click()
    await pane.get_by_label("Reason, for colleagues").fill("Threats against a colleague")
    await pane.get_by_role("button", name="Block", exact=True).click()
    await stage.look("console/blocked", page, sees=pane.get_by_role("button", name="Let in again"))
    await pane.get_by_role("button", name="Let in again").click()
    await expect(pane.get_by_text("Block this visitor")).to_be_visible()
    await pane.get_by_role("button", name="Open the conversation of").click()
    await expect(sue.transcript.get_by_text("How do I return a lamp?")).to_be_visible()


@story("console/looked-up", "console/lookup-failed")
async def the_shops_own_system(stage: Stage) -> None:
    ada, max_ = await stage.ada(), await stage.customer()
    page, pane = ada.page, ada.page.get_by_role("complementary", name="Customer")
    answers: list[dict[str, Any]] = [
        {"state": "ok", "cards": [CARD], "message": None},
        {"state": "slow", "cards": [], "message": "No answer within 4 seconds."},
    ]

    async def look_up(route: Route) -> None:
        await route.fulfill(json=answers[0])

    await page.route("**/lookup", look_up)
    await max_.do("person")
    await expect(ada.waiting).to_have_count(1)
    await ada.take_next()
    card = pane.get_by_text("Order FF-100002")
    await expect(card).to_be_visible()
    assert await pane.locator("a[href^=javascript]").count() == 0
    await stage.look("console/looked-up", page, sees=card)
    answers.pop(0)
    await page.reload()
    await ada.mine.first.click()
    again = pane.get_by_role("button", name="Try again")
    await stage.look("console/lookup-failed", page, sees=again)
    answers[0] = {"state": "ok", "cards": [], "message": None}
    await again.click()
    await expect(pane.get_by_text("Nothing was found for them.")).to_be_visible()
