"""Ada's side: the door, the lists, a conversation, and how customers change hands."""

from __future__ import annotations

from playwright.async_api import expect

from tests.faces.states.stage import Stage
from tests.faces.states.stories import story


@story("console/sign-in", "console/first-admin")
async def at_the_door(stage: Stage) -> None:
    page = await stage.new_page()
    await page.goto(f"{stage.handrail.url}/console")
    await page.get_by_label("E-mail").fill("ada@shop.example")
    await page.get_by_label("Password").fill("not hers")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).not_to_be_empty()
    await stage.look("console/sign-in", page, sees=page.get_by_role("alert"))
    await page.goto("about:blank")
    await page.goto(f"{stage.handrail.url}/console#first=abc")
    await stage.look("console/first-admin", page, sees=page.get_by_label("Name"))


@story(
    "console/empty",
    "console/somebody-waits",
    "console/reading-along",
    "console/conversation",
    "console/resolve",
    "console/shortcuts",
)
async def at_work(stage: Stage) -> None:
    ada, max_ = await stage.ada(), await stage.customer()
    page = ada.page
    await stage.look("console/empty", page, sees=page.locator(".lists .empty").first)
    await max_.say("How do I return a lamp?")
    answer = await max_.heard("bot_answered")
    await max_.do("feedback", answer=answer["seq"], helpful=False)
    await stage.look("console/somebody-waits", page, sees=ada.waiting)
    await ada.waiting.click()
    await stage.look("console/reading-along", page, sees=ada.transcript.locator("s"))
    await ada.button("Take conversation").click()
    await expect(ada.composer).to_be_focused()
    await ada.button("Note for the team").click()
    await ada.say("A note")
    await expect(ada.bubble("A note")).to_be_visible()
    await ada.button("Reply").click()
    await ada.say("A reply")
    await expect(ada.transcript).to_contain_text("Delivered")
    await ada.button("Show every message").click()
    await stage.look("console/conversation", page, sees=ada.bubble("A reply"))
    await ada.button("Resolve").click()
    await stage.look("console/resolve", page, sees=ada.button("Keep it"))
    await ada.button("Keep it").click()
    await page.keyboard.press("?")
    await stage.look("console/shortcuts", page, sees=ada.dialog)


@story("console/transfer", "console/offered", "console/offered-to-her", "console/declined", "console/away")
async def a_customer_changes_hands(stage: Stage) -> None:
    ada, grace = await stage.ada(), await stage.at_work("Grace")
    max_ = await stage.customer()
    await max_.say("Something nobody knows")
    await expect(ada.waiting).to_have_count(1)
    await ada.take_next()
    await ada.button("Transfer").click()
    await ada.dialog.get_by_role("radio", name="Grace").check()
    await stage.look("console/transfer", ada.page, sees=ada.dialog)
    note = "A note of some length, so that it wraps on a phone."
    await ada.dialog.get_by_role("textbox", name="Note").fill(note)
    await ada.dialog.get_by_role("button", name="Offer").click()
    await stage.look("console/offered", ada.page, sees=ada.button("Withdraw"))
    offers = grace.shelf("offers")
    await offers.locator(".entry").click()
    accept = grace.page.locator("button:visible").filter(has_text="Accept")
    await stage.look("console/offered-to-her", grace.page, sees=accept)
    await offers.get_by_role("button", name="Decline").click()
    await stage.look("console/declined", ada.page, sees=ada.button("Choose somebody else"))
    await ada.page.get_by_role("switch").uncheck()
    await ada.page.goto(f"{stage.handrail.url}/console#/")  # phones show the switch above the lists
    await expect(ada.transcript).to_have_count(0)
    await stage.look("console/away", ada.page, sees=ada.page.get_by_role("switch", checked=False))


@story("console/follow-up", "console/mail", "console/watching", "console/take-over", "console/assign")
async def looking_after_others(stage: Stage) -> None:
    sue, grace = await stage.at_work("Sue"), await stage.at_work("Grace")
    max_, mia = await stage.customer(), await stage.customer()
    await max_.say("hello")
    await max_.do("follow_up", email="max@shop.example", text="Is the blue lamp back?")
    await sue.shelf("followUps").locator(".entry").click()
    await stage.look("console/follow-up", sue.page, sees=sue.button("Take follow-up"))
    await sue.button("Take follow-up").click()
    await expect(sue.composer).to_be_focused()
    await stage.look("console/mail", sue.page, sees=sue.composer)
    await mia.do("person")
    await grace.take_next()
    await sue.shelf("held").locator(".entry").click()
    await sue.composer.fill("Ask for the order.")
    await sue.button("Whisper").click()
    await stage.look("console/watching", sue.page, sees=sue.bubble("Ask for the order."))
    await sue.button("Take over").click()
    await stage.look("console/take-over", sue.page, sees=sue.button("Not now"))
    await sue.button("Not now").click()
    await sue.button("Assign").click()
    await stage.look("console/assign", sue.page, sees=sue.dialog.get_by_role("radio").first)
