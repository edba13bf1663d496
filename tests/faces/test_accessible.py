"""Every state of both faces, light and dark, on desks and phones: axe finds nothing, nothing sticks out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Page, expect

from tests.faces.conftest import AtWork, NewPage
from tests.faces.offers import Between, offer
from tests.faces.people import Ada, Mia
from tests.live import people
from tests.live.service import Handrail

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

LOOKS = [("light", 1200, 800), ("dark", 1200, 800), ("light", 390, 844), ("dark", 320, 640)]

Check = Callable[[str], Awaitable[None]]


def checker(page: Page, part: str) -> Check:
    """Look at a state in every look; ``part`` is what must not stick out."""
    axe = Axe()

    async def check(state: str) -> None:
        found = []
        for scheme, width, height in LOOKS:
            await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            await page.set_viewport_size({"width": width, "height": height})
            looked = await axe.run(page, options={"resultTypes": ["violations"]})
            found += [
                f"{state}, {scheme}, {width} px: {one['id']} {node['target']} {node['failureSummary']}"
                for one in looked.response["violations"]
                for node in one["nodes"]
            ]
            wide = await page.locator(part).evaluate("one => one.scrollWidth - one.clientWidth")
            if wide > 0:
                found.append(f"{state}, {scheme}, {width} px: {wide} px stick out of {part}")
        await page.emulate_media(color_scheme="light")
        await page.set_viewport_size({"width": 1200, "height": 800})
        assert not found, "\n".join(found)

    return check


@pytest_asyncio.fixture(loop_scope="session")
async def looked_at(mia: Mia) -> AsyncIterator[Check]:
    yield checker(mia.page, "handrail-chat .panel")


async def test_axe_looks_into_the_chat(mia: Mia, looked_at: Check) -> None:
    """Or it would find nothing because it saw nothing."""
    await mia.composer.evaluate("one => { one.ariaLabel = ''; one.placeholder = '' }")
    with pytest.raises(AssertionError, match="label"):
        await looked_at("without a label")


async def test_the_widget_before_the_first_word(mia: Mia, looked_at: Check) -> None:
    await expect(mia.panel).to_contain_text("How can we help?")
    await looked_at("home")


async def test_the_widget_with_an_answer_and_in_line(mia: Mia, looked_at: Check) -> None:
    await mia.say("hello")
    await expect(mia.bubble("What is it about?")).to_be_visible()
    await mia.say("How do I return a lamp?")
    await expect(mia.answer).to_be_visible()
    await looked_at("answer")
    await mia.answer.get_by_role("button", name="No", exact=True).click()
    await expect(mia.panel).to_contain_text("You're number 1")
    await looked_at("waiting")


async def test_the_widget_with_a_person_and_at_the_end(
    mia: Mia, grace: people.Agent, looked_at: Check
) -> None:
    await mia.say("Something nobody knows")
    await grace.until(lambda: grace.queue, "Mia waits")
    conversation = (await grace.claim())["conversation"]
    await grace.do("say", conversation=conversation, text="Hello.\n\n1. One\n2. `Two`\n\n```\nThree\n```")
    await expect(mia.bubble("Hello.")).to_be_visible()
    await grace.do("typing", conversation=conversation)
    await looked_at("with a person")
    await grace.do("resolve", conversation=conversation)
    await mia.panel.get_by_role("radio", name="2 of 5").check()
    await looked_at("rating")


async def test_the_widget_where_a_message_is_left_instead_of_waiting(
    handrail: Handrail, new_page: NewPage
) -> None:
    page = await new_page()
    between = Between(page)
    entries = [{"entry": "refund", "title": "When do I get my money?", "url": "https://shop.example/refund"}]
    offered = offer("closed", entries=entries, callbacks=True)
    between.offer = {**offered, "slots": [offered["due"]]}
    await between.begin()
    mia = await Mia(page).visit(f"{handrail.url}/")
    look = checker(page, "handrail-chat .panel")
    await mia.say("Something nobody knows")
    await expect(mia.button("Leave a message")).to_be_visible()
    await look("offered")
    await mia.button("Leave a message").click()
    await mia.form.get_by_label("Or shall we call you?").select_option(index=1)
    await mia.button("Send message").click()
    await expect(mia.form.get_by_label("E-mail address")).to_be_focused()
    await look("form with what is missing")
    await mia.form.get_by_label("E-mail address").fill("mia.axe@shop.example")
    await mia.form.get_by_label("Phone number").fill("+372 5555 5555")
    await mia.button("Send message").click()
    await expect(mia.panel.get_by_role("region", name="What happens next")).to_be_visible()
    await mia.button("Change address or message").click()
    await look("follow-up, being changed")


async def test_targets_of_the_form_are_as_large_as_thumbs(handrail: Handrail, new_page: NewPage) -> None:
    page = await new_page(viewport={"width": 320, "height": 640})
    between = Between(page)
    offered = offer("nobody", callbacks=True, email="mia@shop.example")
    between.offer = {**offered, "slots": [offered["due"]]}
    await between.begin()
    mia = await Mia(page).visit(f"{handrail.url}/")
    await mia.say("Something nobody knows")
    await mia.button("Leave a message").click()
    await mia.form.get_by_label("Or shall we call you?").select_option(index=1)
    heights = await mia.panel.locator("button, input, select, textarea").evaluate_all(
        "all => all.map(one => [one.textContent || one.name, one.getBoundingClientRect().height])"
    )
    assert len(heights) >= 8
    assert [one for one in heights if one[1] < 44] == []


async def test_what_is_wrong_is_in_sight_where_there_is_hardly_any_height(
    handrail: Handrail, new_page: NewPage
) -> None:
    page = await new_page(viewport={"width": 320, "height": 220})
    between = Between(page)
    between.offer = offer("nobody")
    await between.begin()
    mia = await Mia(page).visit(f"{handrail.url}/")
    await mia.say("Something nobody knows")
    await mia.button("Leave a message").click()
    await mia.button("Send message").click()
    told = mia.form.get_by_text("We need an address")
    await expect(told).to_be_visible()
    below, composer = await told.bounding_box(), await mia.panel.locator(".composer").bounding_box()
    assert below is not None
    assert composer is not None
    assert below["y"] + below["height"] <= composer["y"] + 1


async def test_the_widget_when_words_are_not_sent_yet(mia: Mia, handrail: Handrail, looked_at: Check) -> None:
    handrail.freeze()
    try:
        await mia.say("Is anybody there?")
        await expect(mia.log).to_contain_text("Not sent yet")
        await looked_at("not sent yet")
    finally:
        handrail.thaw()


async def test_the_widget_where_the_chat_cannot_be_reached(handrail: Handrail, new_page: NewPage) -> None:
    page = await new_page()
    await page.route_web_socket("**", lambda socket: socket.close())
    mia = await Mia(page).visit(f"{handrail.url}/")
    await expect(mia.state).to_contain_text("can't be reached")
    await checker(page, "handrail-chat .panel")("cannot be reached")


async def test_the_chat_as_a_page(handrail: Handrail, new_page: NewPage) -> None:
    mia = Mia(await new_page())
    await mia.page.goto(f"{handrail.url}/chat")
    await expect(mia.panel).to_contain_text("How can we help?")
    await checker(mia.page, "handrail-chat .panel")("chat as a page")


async def test_the_console_at_the_door(handrail: Handrail, new_page: NewPage) -> None:
    page = await new_page()
    await page.goto(f"{handrail.url}/console")
    await page.get_by_label("E-mail").fill("ada@shop.example")
    await page.get_by_label("Password").fill("not hers")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).not_to_be_empty()
    await checker(page, "body")("signing in")
    await page.goto("about:blank")
    await page.goto(f"{handrail.url}/console#first=abc")
    await expect(page.get_by_label("Name")).to_be_visible()
    await checker(page, "body")("first administrator")


async def test_a_first_visit_to_the_console_puts_no_error_into_the_browsers_log(
    handrail: Handrail, new_page: NewPage
) -> None:
    page = await new_page()
    errors: list[str] = []
    page.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
    await page.goto(f"{handrail.url}/console")
    await expect(page.get_by_label("E-mail")).to_be_visible()
    assert errors == []


async def test_the_console_at_work(ada: Ada, max_: people.Customer) -> None:
    check = checker(ada.page, "body")
    await check("nobody waits")
    await max_.say("How do I return a lamp?")
    answer = await max_.heard("bot_answered")
    await max_.do("feedback", answer=answer["seq"], helpful=False)
    await expect(ada.waiting).to_have_count(1)
    await check("somebody waits")
    await ada.waiting.click()
    await expect(ada.transcript.locator("s")).to_be_visible()
    await check("reading along")
    await ada.button("Take conversation").click()
    await expect(ada.composer).to_be_focused()
    await ada.button("Note for the team").click()
    await ada.say("A note")
    await expect(ada.bubble("A note")).to_be_visible()
    await ada.button("Reply").click()
    await ada.say("A reply")
    await expect(ada.transcript).to_contain_text("Delivered")
    await ada.button("Show every message").click()
    await check("in a conversation")
    await ada.button("Resolve").click()
    await check("asked whether to resolve")
    await ada.button("Keep it").click()
    await ada.page.keyboard.press("?")
    await expect(ada.page.get_by_role("dialog")).to_be_visible()
    await check("shortcuts")


async def test_the_console_while_a_customer_changes_hands(at_work: AtWork, max_: people.Customer) -> None:
    ada, grace = await at_work("Ada"), await at_work("Grace")
    hers, graces = checker(ada.page, "body"), checker(grace.page, "body")
    await max_.say("Something nobody knows")
    await expect(ada.waiting).to_have_count(1)
    await ada.take_next()
    await ada.button("Transfer").click()
    await ada.dialog.get_by_role("radio", name="Grace").check()
    await hers("choosing who takes over")
    await ada.dialog.get_by_role("textbox", name="Note").fill(
        "A note of some length, so that it wraps on a phone."
    )
    await ada.dialog.get_by_role("button", name="Offer").click()
    await hers("offered")
    await grace.shelf("offers").locator(".entry").click()
    await graces("offered to her")
    await grace.shelf("offers").get_by_role("button", name="Decline").click()
    await expect(ada.button("Choose somebody else")).to_be_visible()
    await hers("declined")
    await ada.page.get_by_role("switch").uncheck()
    await hers("away")


async def test_the_console_of_who_looks_after_others(
    at_work: AtWork, max_: people.Customer, handrail: Handrail, crowd: people.Crowd
) -> None:
    sue, grace = await at_work("Sue"), await at_work("Grace")
    check = checker(sue.page, "body")
    await max_.say("hello")
    await max_.do("follow_up", email="max@shop.example", text="Is the blue lamp back?")
    await sue.shelf("followUps").locator(".entry").click()
    await expect(sue.button("Take follow-up")).to_be_visible()
    await check("a follow-up")
    await sue.button("Take follow-up").click()
    await expect(sue.composer).to_be_focused()
    await check("a mail")
    mia = crowd.customer(handrail)
    await mia.arrive()
    await mia.do("person")
    await grace.take_next()
    await sue.shelf("held").locator(".entry").click()
    await sue.composer.fill("Ask for the order.")
    await sue.button("Whisper").click()
    await expect(sue.bubble("Ask for the order.")).to_be_visible()
    await check("watching")
    await sue.button("Take over").click()
    await check("asked whether to take over")
    await sue.button("Not now").click()
    await sue.button("Assign").click()
    await expect(sue.dialog.get_by_role("radio").first).to_be_visible()
    await check("assigning")
