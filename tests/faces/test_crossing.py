"""From one agent to the next at the console: what each of them sees while a customer changes hands."""

from __future__ import annotations

import json
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import WebSocketRoute, expect

from tests.faces.conftest import AtWork, NewPage
from tests.faces.people import Ada
from tests.live import people
from tests.live.service import Handrail

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


async def talking(ada: Ada, max_: people.Customer) -> None:
    """Max waited, and Ada has taken him."""
    await max_.say("Something nobody knows")
    await expect(ada.waiting).to_have_count(1)
    await ada.take_next()
    await expect(ada.transcript).to_contain_text("Ada joined.")


async def offer_to(ada: Ada, name: str, note: str = "") -> None:
    await ada.button("Transfer").click()
    await ada.dialog.get_by_role("radio", name=name).check()
    await ada.dialog.get_by_role("textbox", name="Note").fill(note)
    await ada.dialog.get_by_role("button", name="Offer").click()
    await expect(ada.dialog).to_have_count(0)


async def test_ada_offers_and_stays_until_grace_accepts(at_work: AtWork, max_: people.Customer) -> None:
    ada, grace = await at_work("Ada"), await at_work("Grace")
    await talking(ada, max_)
    await offer_to(ada, "Grace", "He was told 30 days.")
    await expect(ada.page.get_by_text("Offered to Grace. Visitor stays with you")).to_be_visible()
    await expect(ada.composer).to_be_visible()
    card = grace.shelf("offers")
    await expect(card).to_contain_text("Ada offers you this customer")
    await expect(card).to_contain_text("He was told 30 days.")
    await card.get_by_role("button", name="Accept").click()
    await expect(grace.composer).to_be_focused()
    await expect(grace.transcript).to_contain_text("Something nobody knows")
    await expect(grace.shelf("offers")).to_have_count(0)
    await expect(ada.mine).to_have_count(0)
    await expect(ada.page.get_by_text("Grace is talking to this customer.")).to_be_visible()
    await grace.say("Grace here.")
    assert (await max_.heard("agent_said"))["text"] == "Grace here."


async def test_a_declined_offer_is_said_and_can_be_made_to_somebody_else(
    at_work: AtWork, max_: people.Customer
) -> None:
    ada, grace = await at_work("Ada"), await at_work("Grace")
    await talking(ada, max_)
    await offer_to(ada, "Grace")
    await grace.shelf("offers").get_by_role("button", name="Decline").click()
    await expect(ada.page.get_by_text("Grace declined. Visitor is still with you.")).to_be_visible()
    await ada.button("Choose somebody else").click()
    await expect(ada.dialog).to_be_visible()
    await ada.page.keyboard.press("Escape")
    await ada.say("I am still here.")
    await expect(ada.button("Choose somebody else")).to_have_count(0)


async def test_an_offer_to_the_team_is_withdrawn_by_who_made_it(
    at_work: AtWork, max_: people.Customer
) -> None:
    ada, grace = await at_work("Ada"), await at_work("Grace")
    await talking(ada, max_)
    await offer_to(ada, "support")
    await expect(grace.shelf("offers")).to_contain_text("Ada offers this customer to support")
    await expect(grace.shelf("offers").get_by_role("button", name="Decline")).to_have_count(0)
    await expect(ada.shelf("offers")).to_have_count(0)
    await ada.button("Withdraw").click()
    await expect(grace.shelf("offers")).to_have_count(0)
    await expect(ada.transcript).to_contain_text("The offer to support was withdrawn.")


async def test_who_is_away_cannot_be_chosen_and_the_list_is_of_now(
    at_work: AtWork, max_: people.Customer
) -> None:
    ada, grace = await at_work("Ada"), await at_work("Grace")
    await talking(ada, max_)
    await grace.page.get_by_role("switch").click()  # it turns once the service has heard
    await expect(grace.page.get_by_role("switch")).not_to_be_checked()
    await grace.page.get_by_label("Away because").select_option("Lunch")
    await ada.button("Transfer").click()
    choice = ada.dialog.get_by_role("radio", name="Grace")
    await expect(choice).to_be_disabled()
    await expect(ada.dialog).to_contain_text("away: Lunch")
    await expect(ada.dialog.get_by_role("button", name="Offer")).to_be_disabled()
    await grace.page.get_by_role("switch").check()
    await expect(choice).to_be_enabled()


async def test_two_tabs_agree_on_whether_ada_is_there(at_work: AtWork) -> None:
    here = await at_work("Ada")
    there = Ada(await here.page.context.new_page())
    await there.arrive(here.page.url.removesuffix("/console"))
    await here.page.get_by_role("switch").click()  # it turns once the service has heard
    await expect(here.page.get_by_role("switch")).not_to_be_checked()
    await expect(there.page.get_by_role("switch")).not_to_be_checked()
    await there.page.get_by_label("Away because").select_option("Meeting")
    await expect(here.page.get_by_label("Away because")).to_have_value("Meeting")


async def test_a_follow_up_is_taken_answered_by_mail_and_resolved(ada: Ada, max_: people.Customer) -> None:
    await max_.say("hello")
    await max_.do("follow_up", email="max@shop.example", text="Is the blue lamp back?")
    later = ada.shelf("followUps").locator(".entry")
    await expect(later).to_contain_text("max@shop.example")
    await expect(later).to_contain_text("nobody yet")
    await expect(later).to_contain_text("due")
    await ada.page.keyboard.press("f")
    await expect(ada.transcript).to_contain_text("Is the blue lamp back?")
    await ada.page.keyboard.press("t")
    await expect(ada.composer).to_be_focused()
    await expect(later).to_contain_text("you")
    await ada.page.keyboard.type("Dear Max,")
    await ada.page.keyboard.press("Enter")
    await ada.page.keyboard.type("it is.")
    await ada.page.keyboard.press("Control+Enter")
    said = await max_.heard("agent_said")
    assert (said["text"], said["channel"]) == ("Dear Max,\nit is.", "mail")
    await expect(later).to_contain_text("answered")
    await ada.button("Resolve").click()
    await ada.page.get_by_label("How it ended").select_option("unsolved")
    await ada.button("Yes, resolve").click()
    assert (await max_.heard("resolved"))["reason"] == "unsolved"
    await expect(later).to_have_count(0)


async def test_words_that_no_mail_took_say_so(ada: Ada, max_: people.Customer) -> None:
    """Nobody confirmed this address, so it gets five mails a day and no more."""
    await max_.say("hello")
    left = await max_.do("follow_up", email="impatient@shop.example", text="Is the blue lamp back?")
    await ada.shelf("followUps").locator(".entry").click()
    await ada.page.keyboard.press("t")
    await expect(ada.composer).to_be_focused()
    for number in range(6):
        await ada.page.keyboard.type(f"Reply {number}.")
        await ada.page.keyboard.press("Control+Enter")
        await expect(ada.transcript).to_contain_text(f"Reply {number}.")
    assert left["mail"] in ("sending", "off")
    await expect(ada.transcript.get_by_text("No mail went out").last).to_be_visible()


async def test_sue_watches_whispers_and_takes_over(at_work: AtWork, max_: people.Customer) -> None:
    ada, sue = await at_work("Ada"), await at_work("Sue")
    await talking(ada, max_)
    held = sue.shelf("held").locator(".entry")
    await expect(held).to_contain_text("Ada · support")
    await held.click()
    await expect(sue.page.get_by_text("You are watching")).to_be_visible()
    await max_.say("Are you there?")
    await expect(sue.bubble("Are you there?")).to_be_visible()
    assert await sue.page.get_by_role("button", name="Send").count() == 0, "nothing here goes to the customer"
    await sue.page.get_by_role("textbox", name="Whisper to Ada").fill("Ask for the order.")
    await sue.button("Whisper").click()
    await expect(ada.bubble("Ask for the order.")).to_be_visible()
    await expect(ada.transcript).to_contain_text("Whisper, for agents only")
    await sue.button("Take over").click()
    await sue.button("Yes, take over").click()
    await expect(sue.page.get_by_role("textbox", name="Reply to")).to_be_focused()
    assert (await max_.heard("agent_left"))["reason"] == "taken_over"
    await expect(ada.mine).to_have_count(0)
    assert "whispered" not in [event["kind"] for event in max_.events]
    await expect(sue.shelf("held").locator(".entry")).to_have_count(0)


async def test_sue_assigns_who_waits(at_work: AtWork, max_: people.Customer) -> None:
    ada, sue = await at_work("Ada"), await at_work("Sue")
    await max_.say("Something nobody knows")
    await sue.waiting.click()
    await sue.button("Assign").click()
    await sue.dialog.get_by_role("radio", name="Ada").check()
    await sue.dialog.get_by_role("button", name="Assign").click()
    await expect(ada.mine).to_have_count(1)
    await expect(sue.page.get_by_text("You are watching")).to_be_visible()


async def test_the_dialog_keeps_the_focus_and_gives_it_back(ada: Ada, max_: people.Customer) -> None:
    await talking(ada, max_)
    await ada.button("Transfer").focus()
    await ada.page.keyboard.press("x")
    await expect(ada.dialog).to_be_visible()
    await expect(ada.dialog.get_by_role("radio").first).to_be_visible()
    for _ in range(12):
        await ada.page.keyboard.press("Tab")
        outside = "!document.activeElement.closest('dialog') && document.activeElement !== document.body"
        assert not await ada.page.evaluate(outside)
    await ada.page.keyboard.press("Escape")
    await expect(ada.dialog).to_have_count(0)
    await expect(ada.button("Transfer")).to_be_focused()


@pytest_asyncio.fixture(loop_scope="session")
async def impatient(tmp_path: Path) -> AsyncIterator[Handrail]:
    """A service that waits for an agent's words a moment only, and leaves time for notes."""
    async with Handrail(
        tmp_path / "home", agent_nudge_s=1, agent_idle_s=4, agent_grace_s=0.5, lease_s=2, head_s=1
    ) as one:
        await one.add_agent("Ada")
        yield one


async def test_a_silent_ada_is_reminded_and_then_told_what_became_of_it(
    impatient: Handrail, new_page: NewPage, crowd: people.Crowd
) -> None:
    ada = await Ada(await new_page()).sign_in(impatient.url, "ada@shop.example", "correct horse battery")
    mia = crowd.customer(impatient)
    await mia.arrive()
    await mia.do("person")
    await ada.take_next()
    await expect(ada.notice).to_contain_text("Visitor waits for your words and goes back to the queue at")
    await expect(ada.shelf("mine")).to_contain_text("for your words")
    await expect(ada.notice).to_contain_text("Visitor went back to the queue (no words from you")
    await expect(ada.notice).to_contain_text("You are away: a customer waited for your words in vain.")
    await expect(ada.page.get_by_role("switch")).not_to_be_checked()
    await expect(ada.waiting).to_contain_text("Returned")
    await ada.button("I'm available again").click()
    await expect(ada.page.get_by_role("switch")).to_be_checked()
    await ada.notice.get_by_role("button", name="Read").click()
    await expect(ada.notice).to_be_empty()


async def test_busy_and_wrapping_up_are_shown_as_what_they_are(
    impatient: Handrail, new_page: NewPage, crowd: people.Crowd
) -> None:
    await impatient.run("agents", "capacity", "ada@shop.example", "1")
    await impatient.run("teams", "set", "support", "wrap_up_s=90")
    ada = await Ada(await new_page()).sign_in(impatient.url, "ada@shop.example", "correct horse battery")
    presence = ada.page.locator(".presence")
    for _ in range(2):
        mia = crowd.customer(impatient)
        await mia.arrive()
        await mia.do("person")
    await expect(ada.waiting).to_have_count(2)
    await ada.take_next()
    await expect(presence).to_contain_text("Busy")
    await ada.button("Take next").click()
    await expect(ada.notice).to_contain_text("You hold as many customers as you can.")
    await ada.say("Here I am.")
    await ada.button("Resolve").click()
    await ada.button("Yes, resolve").click()
    await expect(presence).to_contain_text("Wrapping up, 1:")
    await ada.button("Ready now").click()
    await expect(ada.button("Ready now")).to_have_count(0)
    await expect(presence).not_to_contain_text("Wrapping up")


async def test_a_returning_ada_hears_whom_she_lost(
    impatient: Handrail, new_page: NewPage, crowd: people.Crowd
) -> None:
    ada = await Ada(await new_page()).sign_in(impatient.url, "ada@shop.example", "correct horse battery")
    mia = crowd.customer(impatient)
    await mia.arrive()
    await mia.do("person")
    await ada.take_next()
    await ada.page.goto("about:blank")
    await mia.heard("agent_left")
    await ada.arrive(impatient.url)
    await expect(ada.notice).to_contain_text("Visitor went back to the queue (connection lost, ")


async def test_hundreds_who_wait_are_a_short_list_until_asked_for(
    handrail: Handrail, new_page: NewPage, tokens: dict[str, str]
) -> None:
    """A welcome as from a service with a long line, written between the service and the page."""
    page = await new_page()

    def between(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda frame: socket.send(with_a_line(str(frame), 300)))

    await page.route_web_socket("**/socket.io/**", between)
    await page.context.add_cookies(
        [{"name": "handrail_agent", "value": tokens["Ada"], "url": handrail.url, "httpOnly": True}]
    )
    await page.context.add_init_script("localStorage['handrail:signed-in'] = '1'")
    ada = await Ada(page).arrive(handrail.url)
    await expect(ada.waiting).to_have_count(30)
    await expect(page.locator(".status")).to_contain_text("420 waiting")
    await expect(ada.waiting.first).to_contain_text("Urgent")
    await expect(page.locator(".teams")).to_contain_text("billing 120 · support 300")
    await ada.button("Show 270 more").click()
    await expect(ada.waiting).to_have_count(300)


def with_a_line(frame: str, count: int) -> str:
    head, comma, body = frame.partition(",")
    if not body.startswith('["welcome"'):
        return frame
    name, welcome = json.loads(body)
    since = "2026-01-31T09:30:00.123Z"
    welcome["waiting"] = {"billing": 120, "support": count}
    welcome["queue"] = [
        {
            "id": str(uuid.UUID(int=number)), "status": "queued", "reason": "asked", "team": "support",
            "since": since, "returned": False, "position": number, "last": None, "agent": None, "due": None,
            "customer": {"name": None, "verified": False}, "urgent": number == 7, "email": None,
            "offer": None, "nudge": None, "rung": None,
        }
        for number in range(count)
    ]  # fmt: skip
    return f"{head}{comma}{json.dumps([name, welcome])}"
