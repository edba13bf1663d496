"""Going on later instead of waiting: offered, never forced, prefilled, and not a word of it lost."""

from __future__ import annotations

import json
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.faces.conftest import NewPage, arrived
from tests.faces.offers import Between, offer
from tests.faces.people import Mia
from tests.faces.test_keyboard import tab_to
from tests.live import people
from tests.live.service import Handrail

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

QUESTION = "My lamp arrived broken. Can I have my money back?"
EMAIL, TEXT = "E-mail address for our reply", "Your message"

Waiting = Callable[..., Awaitable[tuple[Mia, Between]]]


@pytest_asyncio.fixture(loop_scope="session")
async def waiting(handrail: Handrail, new_page: NewPage) -> Waiting:
    """Mia asked something that only a person can answer, and is offered to go on later."""

    async def asked(because: str = "nobody", **more: Any) -> tuple[Mia, Between]:
        page = await new_page()
        between = Between(page)
        between.offer = offer(because, **more)
        await between.begin()
        mia = await Mia(page).visit(f"{handrail.url}/")
        await mia.say(QUESTION)
        await expect(mia.button("Leave a message")).to_be_visible()
        return mia, between

    return asked


@pytest.fixture
def hers() -> str:
    """An address of her own: each gets a few mails a day."""
    return f"mia.{uuid.uuid4().hex[:8]}@shop.example"


def left(handrail: Handrail, text: str) -> int:
    """How many forms with these words are stored."""
    rows = handrail.rows("SELECT body FROM events WHERE kind = 'follow_up_left'")
    return [json.loads(row["body"])["text"] for row in rows].count(text)


async def sent(mia: Mia, email: str) -> None:
    await mia.button("Leave a message").click()
    await mia.form.get_by_label(EMAIL).fill(email)
    await mia.button("Send message").click()
    await expect(mia.panel.get_by_role("region", name="What happens next")).to_be_visible()


@pytest.mark.parametrize(
    ("because", "words"),
    [
        ("closed", "We open"),
        ("nobody", "Nobody is available right now."),
        ("long_wait", "This takes longer than it should."),
    ],
)
async def test_the_offer_says_why_and_forces_nobody(waiting: Waiting, because: str, words: str) -> None:
    mia, between = await waiting(because)
    card = mia.log.get_by_role("region", name="Your place in line")
    await expect(card).to_contain_text(words)
    await expect(card).to_contain_text("Leave a message, and we'll reply by e-mail by")
    await expect(card).to_contain_text("Your place is kept.")
    between.offers(None)
    await expect(mia.button("Leave a message")).to_have_count(0)
    await expect(card).to_contain_text("You're number 1")


async def test_the_form_knows_the_question_and_asks_only_for_what_is_missing(
    waiting: Waiting, hers: str
) -> None:
    entries = [{"entry": "refund", "title": "When do I get my money?", "url": "https://shop.example/refund"}]
    mia, _ = await waiting(email=hers, entries=entries)
    await mia.button("Leave a message").click()
    await expect(mia.form.get_by_label(TEXT)).to_have_value(QUESTION)
    await expect(mia.form).to_contain_text(f"We'll reply to {hers}")
    await expect(mia.form.locator("input, select")).to_have_count(0)
    help_page = mia.form.get_by_role("link", name="When do I get my money?")
    await expect(help_page).to_have_attribute("href", "https://shop.example/refund")
    await mia.button("Use another address").click()
    await expect(mia.form.get_by_label(EMAIL)).to_have_value(hers)


async def test_what_she_leaves_goes_on_by_mail_and_she_reads_how(
    waiting: Waiting, hers: str, handrail: Handrail
) -> None:
    mia, _ = await waiting()
    await sent(mia, hers)
    promise = mia.panel.get_by_role("region", name="What happens next")
    await expect(promise).to_contain_text("We'll reply by")
    await expect(promise).to_contain_text(f"To {hers}.")
    await expect(mia.log).to_contain_text(f"We'll reply to {hers} by")
    assert await mia.messages() == [("You", QUESTION), ("You", QUESTION)]
    await expect(mia.panel.locator(".disclosure")).to_contain_text("A person will reply.")
    await mia.say("And the box was open.")
    await expect(mia.log).to_contain_text("Delivered")
    await expect(promise).to_be_visible()


async def test_a_wrong_address_is_told_at_its_field_and_nothing_is_lost(waiting: Waiting) -> None:
    mia, _ = await waiting()
    await mia.button("Leave a message").click()
    address = mia.form.get_by_label(EMAIL)
    await mia.button("Send message").click()
    await expect(address).to_be_focused()
    await expect(address).to_have_accessible_description(
        "We need an address to reply to, as in mia@example.com."
    )
    await mia.form.get_by_label(TEXT).fill("In my own words")
    await address.fill("mia@nowhere")
    await mia.button("Send message").click()
    await expect(address).to_have_accessible_description(
        "Can't be an e-mail address: it ends after the @ too soon."
    )
    await expect(address).to_be_focused()
    await expect(address).to_have_attribute("aria-invalid", "true")
    await expect(mia.form.get_by_label(TEXT)).to_have_value("In my own words")
    await address.press("End")
    await mia.page.keyboard.type(".example")
    await expect(address).to_have_attribute("aria-invalid", "false")
    await mia.page.keyboard.press("Enter")
    await expect(mia.bubble("In my own words")).to_be_visible()


async def test_a_call_back_asks_for_a_number_with_its_country(waiting: Waiting, hers: str) -> None:
    slot = offer("nobody")["due"]
    mia, _ = await waiting(callbacks=True, slots=[slot])
    await mia.button("Leave a message").click()
    await mia.form.get_by_label(EMAIL).fill(hers)
    await mia.form.get_by_label("Or shall we call you?").select_option(index=1)
    number = mia.form.get_by_label("Phone number")
    await mia.button("Send message").click()
    await expect(number).to_be_focused()
    await number.fill("5555 5555")
    await mia.button("Send message").click()
    await expect(number).to_have_attribute("aria-invalid", "true")
    await number.fill("+372 5555 5555")
    await mia.button("Send message").click()
    await expect(mia.log).to_contain_text("at +37255555555")
    await expect(mia.panel.get_by_role("region", name="What happens next")).to_contain_text("We'll call you")


async def test_a_form_half_filled_outlives_a_reload(waiting: Waiting) -> None:
    mia, _ = await waiting()
    await mia.button("Leave a message").click()
    await mia.form.get_by_label(TEXT).fill("Half a thou")
    await mia.form.get_by_label(EMAIL).fill("mia@sho")
    await mia.page.reload()
    await expect(mia.form.get_by_label(TEXT)).to_have_value("Half a thou")
    await expect(mia.form.get_by_label(EMAIL)).to_have_value("mia@sho")
    await mia.button("Keep waiting").click()
    await expect(mia.button("Leave a message")).to_be_focused()
    await mia.button("Leave a message").click()
    await expect(mia.form.get_by_label(TEXT)).to_have_value("Half a thou")


async def test_a_form_sent_into_the_silence_arrives_once(
    waiting: Waiting, hers: str, handrail: Handrail
) -> None:
    mia, between = await waiting()
    await mia.button("Leave a message").click()
    await mia.form.get_by_label(TEXT).fill("Written on a train")
    await mia.form.get_by_label(EMAIL).fill(hers)
    await between.sever()
    await mia.button("Send message").click()
    await expect(mia.form).to_contain_text("Not sent yet — we'll keep trying. Your text is kept.")
    await mia.page.reload()
    await expect(mia.log).to_contain_text("Written on a train")
    between.cut = False
    await expect(mia.panel.get_by_role("region", name="What happens next")).to_be_visible()
    await expect(mia.bubble("Written on a train")).to_have_count(1)
    assert left(handrail, "Written on a train") == 1


async def test_a_person_who_joins_finds_the_words_of_the_open_form_ready_to_be_sent(
    waiting: Waiting, grace: people.Agent
) -> None:
    mia, _ = await waiting()
    await mia.button("Leave a message").click()
    await mia.form.get_by_label(TEXT).fill("My own words, not sent y")
    conversation = (await grace.claim())["conversation"]
    await expect(mia.form).to_have_count(0)
    await expect(mia.composer).to_be_focused()
    await expect(mia.composer).to_have_value("My own words, not sent y")
    await mia.page.keyboard.type("et")
    await mia.page.keyboard.press("Enter")
    said = await grace.heard(conversation, "customer_said", after=4)
    assert said["text"] == "My own words, not sent yet"
    await mia.page.reload()
    await expect(mia.composer).to_have_value("")


async def test_a_form_that_comes_after_a_person_is_not_lost_either(
    waiting: Waiting, hers: str, grace: people.Agent, handrail: Handrail
) -> None:
    mia, between = await waiting()
    await mia.button("Leave a message").click()
    await mia.form.get_by_label(TEXT).fill("Sent too late")
    await mia.form.get_by_label(EMAIL).fill(hers)
    await between.sever()
    await mia.button("Send message").click()
    await expect(mia.form).to_contain_text("Not sent yet")
    await grace.claim()
    between.cut = False
    await expect(mia.log).to_contain_text("Grace has joined")
    await expect(mia.composer).to_have_value("Sent too late")
    await expect(mia.log.locator(".pending")).to_have_count(0)
    assert left(handrail, "Sent too late") == 0


async def test_an_unchanged_question_is_not_put_before_her_again(
    waiting: Waiting, grace: people.Agent
) -> None:
    mia, _ = await waiting()
    await mia.button("Leave a message").click()
    await grace.claim()
    await expect(mia.log).to_contain_text("Grace has joined")
    await expect(mia.composer).to_have_value("")


async def test_the_address_can_be_changed(waiting: Waiting, hers: str, handrail: Handrail) -> None:
    mia, _ = await waiting()
    await mia.button("Leave a message").click()
    await mia.form.get_by_label(TEXT).fill("Words with a wrong address")
    await mia.form.get_by_label(EMAIL).fill("mai@shop.example")
    await mia.button("Send message").click()
    await mia.button("Change address or message").click()
    await expect(mia.form.get_by_label(TEXT)).to_have_value("Words with a wrong address")
    await mia.button("Use another address").click()
    await mia.form.get_by_label(EMAIL).fill(hers)
    await mia.button("Send message").click()
    promise = mia.panel.get_by_role("region", name="What happens next")
    await expect(promise).to_contain_text(f"To {hers}.")
    await expect(mia.form).to_have_count(0)
    assert left(handrail, "Words with a wrong address") == 2


async def test_a_follow_up_leads_back_to_the_assistant_and_to_people(waiting: Waiting, hers: str) -> None:
    mia, _ = await waiting()
    await sent(mia, hers)
    await mia.button("Back to the assistant").click()
    await expect(mia.log).to_contain_text("You're back with the automated assistant.")
    await mia.button("Talk to a person").first.click()
    await expect(mia.panel).to_contain_text("You're number 1")
    await mia.button("Leave a message").click()
    await expect(mia.form).to_contain_text(f"We'll reply to {hers}")
    await mia.button("Send message").click()
    await mia.button("Wait for a person").click()
    await expect(mia.panel).to_contain_text("You're number 1")


async def test_who_wrote_while_nobody_was_there_is_taken_up_as_soon_as_somebody_is(
    waiting: Waiting, hers: str, crowd: people.Crowd, handrail: Handrail, tokens: dict[str, str]
) -> None:
    mia, _ = await waiting()
    await sent(mia, hers)
    await mia.say("Is anybody there by now?")
    await expect(mia.log).to_contain_text("Delivered")
    await arrived(crowd, handrail, tokens["Grace"])
    await expect(mia.log).to_contain_text("Somebody is here now: this conversation is open again.")
    await expect(mia.panel).to_contain_text("You're number 1")


async def test_a_reply_by_mail_is_here_too_and_says_how_it_came(
    waiting: Waiting, hers: str, grace: people.Agent, handrail: Handrail
) -> None:
    mia, _ = await waiting()
    await grace.until(lambda: grace.queue, "Mia waits")
    conversation = next(iter(grace.queue))
    await sent(mia, hers)
    assert (await grace.claim(conversation))["ok"]
    assert (await grace.do("say", conversation=conversation, text="Yes, you can."))["ok"]
    await expect(mia.bubble("Yes, you can.")).to_be_visible()
    assert ("Grace, support team, by e-mail", "Yes, you can.") in await mia.messages()
    promise = mia.panel.get_by_role("region", name="What happens next")
    await expect(promise).to_contain_text("We replied by e-mail today")


async def test_mia_needs_no_mouse_to_leave_a_message(waiting: Waiting, hers: str) -> None:
    mia, _ = await waiting()
    keyboard = mia.page.keyboard
    await tab_to(mia.page, "Leave a message", back=True)
    await keyboard.press("Enter")
    await expect(mia.form.get_by_role("heading")).to_be_focused()
    await tab_to(mia.page, TEXT)
    await tab_to(mia.page, EMAIL)
    await keyboard.type(hers)
    await tab_to(mia.page, "Send message")
    await keyboard.press("Enter")
    await expect(mia.panel.get_by_role("region", name="What happens next")).to_be_visible()
    await expect(mia.form).to_have_count(0)
    await tab_to(mia.page, "Change address or message", back=True)
    await keyboard.press("Enter")
    await tab_to(mia.page, "Keep it as it was")
    await keyboard.press("Enter")
    await expect(mia.button("Change address or message")).to_be_focused()


async def test_no_mail_is_promised_where_none_goes(waiting: Waiting) -> None:
    mia, _ = await waiting(mail=False)
    card = mia.log.get_by_role("region", name="Your place in line")
    await expect(card).to_contain_text("Leave a message, and we'll reply here by")
    await mia.button("Leave a message").click()
    await expect(mia.form).to_contain_text("We'll reply here by")
    await expect(mia.form.get_by_label("Your e-mail address")).to_be_visible()
    await expect(mia.form).not_to_contain_text("reply by e-mail")


async def test_without_anybody_there_the_service_itself_offers_it(mia: Mia, hers: str) -> None:
    """Nothing in between."""
    await mia.say(QUESTION)
    card = mia.log.get_by_role("region", name="Your place in line")
    await expect(card).to_contain_text("Nobody is available right now.")
    await mia.button("Leave a message").click()
    await mia.form.get_by_label(EMAIL).fill(hers)
    await mia.button("Send message").click()
    await expect(mia.panel.get_by_role("region", name="What happens next")).to_contain_text(f"To {hers}.")


async def test_who_comes_and_goes_is_told_in_words(
    mia: Mia, grace: people.Agent, crowd: people.Crowd, handrail: Handrail, tokens: dict[str, str]
) -> None:
    ada = await arrived(crowd, handrail, tokens["Ada"])
    await mia.say(QUESTION)
    await grace.until(lambda: grace.queue, "Mia waits")
    conversation = (await grace.claim())["conversation"]
    await expect(mia.log).to_contain_text("Grace has joined, and can see this conversation.")
    assert (await grace.do("transfer", conversation=conversation, to_agent=ada.id))["ok"]
    assert (await ada.do("accept", conversation=conversation))["ok"]
    await expect(mia.log).to_contain_text("Grace has left and passed this on.")
    await expect(mia.log).to_contain_text("Ada has joined, and can see this conversation.")
    await expect(mia.panel.locator(".disclosure")).to_have_text("You're talking to Ada, a person.")
    assert (await ada.do("release", conversation=conversation))["ok"]
    await expect(mia.log).to_contain_text("Ada has left and handed this back to the team.")
    await expect(mia.log).to_contain_text("You're back in line, at the front.")
    await expect(mia.panel).to_contain_text("You're number 1")


async def test_who_goes_back_to_the_assistant_is_not_met_by_the_form_again(waiting: Waiting) -> None:
    mia, _ = await waiting()
    await mia.button("Leave a message").click()
    await mia.form.get_by_label(TEXT).fill("Half a thou")
    await mia.button("Back to the assistant").click()
    await expect(mia.log).to_contain_text("You're back with the automated assistant.")
    await mia.button("Talk to a person").first.click()
    await expect(mia.button("Leave a message")).to_be_visible()
    await mia.button("Leave a message").click()
    await expect(mia.form.get_by_label(TEXT)).to_have_value("Half a thou")


async def test_two_tabs_with_the_same_form_hand_its_words_over_once(
    waiting: Waiting, grace: people.Agent, new_page: NewPage
) -> None:
    mia, _ = await waiting()
    await mia.button("Leave a message").click()
    await mia.form.get_by_label(TEXT).fill("Written once")
    second = Mia(await new_page(mia.page.context))
    await second.page.goto(mia.page.url)
    await expect(second.form.get_by_label(TEXT)).to_have_value("Written once")
    await grace.claim()
    for tab in (mia, second):
        await expect(tab.log).to_contain_text("Grace has joined")
        await expect(tab.composer).to_have_value("Written once")


async def test_a_refusal_that_lasts_is_told_and_the_words_stay(waiting: Waiting, hers: str) -> None:
    mia, between = await waiting()
    await mia.button("Leave a message").click()
    await mia.form.get_by_label(EMAIL).fill(hers)
    between.refusal = {"code": "too_many", "message": "Too many forms from your network.", "retry_s": 600}
    await mia.button("Send message").click()
    await expect(mia.form.get_by_role("alert")).to_have_text("Too many forms from your network.")
    await expect(mia.form.get_by_label(TEXT)).to_have_value(QUESTION)
    between.refusal = None
    await mia.button("Send message").click()
    await expect(mia.panel.get_by_role("region", name="What happens next")).to_contain_text(f"To {hers}.")
