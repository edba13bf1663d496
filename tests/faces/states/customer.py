"""Beside a conversation: who it is, proved or not, pages, tags, notes, what was before, and keeping out."""

from __future__ import annotations

import time

import jwt
from playwright.async_api import expect

from tests.faces.conftest import IDENTITY_SECRET
from tests.faces.states.stage import Stage
from tests.faces.states.stories import story

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
