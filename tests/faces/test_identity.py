"""The site says who its visitor is: the conversation goes with them, and nobody sees another's."""

from __future__ import annotations

import time

import jwt
import pytest
from playwright.async_api import Page, expect

from tests.faces.conftest import IDENTITY_SECRET, NewPage
from tests.faces.offers import Between
from tests.faces.people import Mia
from tests.live import people
from tests.live.service import Handrail, until

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


def signed(sub: str) -> str:
    known = {"aud": "handrail", "exp": int(time.time()) + 600, "sub": sub, "name": sub}
    return jwt.encode(known, IDENTITY_SECRET, "HS256")


async def identify(page: Page, identity: str | None) -> None:
    await page.evaluate("identity => handrail.identify(identity)", identity)


async def test_mia_signs_in_goes_on_elsewhere_and_leaves_nothing_behind(
    mia: Mia, handrail: Handrail, new_page: NewPage, grace: people.Agent
) -> None:
    await mia.say("Something nobody knows")
    await grace.until(lambda: grace.queue, "Mia waits")
    conversation = (await grace.claim())["conversation"]
    await expect(mia.panel).to_contain_text("Grace has joined")
    await identify(mia.page, signed("mia-of-the-faces"))
    await expect(mia.bubble("Something nobody knows")).to_be_visible()

    elsewhere = await new_page()
    await elsewhere.goto(f"{handrail.url}/")
    await identify(elsewhere, signed("mia-of-the-faces"))  # before the chat is there: kept until then
    at_home = Mia(elsewhere)
    await at_home.launcher.click()
    await expect(at_home.bubble("Something nobody knows")).to_be_visible()
    await grace.do("say", conversation=conversation, text="Hello Mia.")
    await expect(mia.bubble("Hello Mia.")).to_be_visible()
    await expect(at_home.bubble("Hello Mia.")).to_be_visible()

    # A token that is nobody's changes nothing.
    async with mia.page.expect_console_message(lambda said: "identity" in said.text):
        await identify(mia.page, "not a token")
    await mia.say("Still me")
    await expect(at_home.bubble("Still me")).to_be_visible()

    # Another customer at the same machine, without Mia having signed out.
    await mia.composer.fill("Words of Mia's that were never sent")
    await identify(mia.page, signed("max-of-the-faces"))
    await expect(mia.bubble("Still me")).to_have_count(0)
    await expect(mia.composer).to_have_value("")
    await mia.say("hello")
    await expect(mia.bubble("What is it about?")).to_be_visible()

    # Signed out: nobody the site knows, and nothing of theirs, after a reload either.
    await mia.composer.fill("Words of Max's")
    await identify(mia.page, None)
    await expect(mia.panel).to_contain_text("How can we help?")
    await expect(mia.composer).to_have_value("")
    await mia.page.reload()
    await expect(mia.panel).to_contain_text("How can we help?")
    await expect(at_home.bubble("Still me")).to_be_visible()


async def known(handrail: Handrail, sub: str) -> None:
    asked = "SELECT 1 FROM customers WHERE body LIKE ?"
    await until(lambda: handrail.rows(asked, f"%{sub}%"), f"the service to know {sub}")


async def test_who_lin_is_is_said_again_when_the_service_asks_for_a_moment(
    handrail: Handrail, new_page: NewPage
) -> None:
    between = Between(await new_page())
    between.refuses = "identify"
    await between.begin()
    lin = await Mia(between.page).visit(f"{handrail.url}/")
    await lin.say("hello")
    await expect(lin.bubble("What is it about?")).to_be_visible()
    between.refusal = {"code": "not_now", "message": "The assistant is about to reply.", "retry_s": 1}
    await identify(lin.page, signed("lin-of-the-faces"))
    await until(lambda: between.refused, "the call to be refused")
    between.refusal = None
    await known(handrail, "lin-of-the-faces")
    await expect(lin.bubble("What is it about?")).to_be_visible()


async def test_who_eva_is_is_heard_while_the_chat_is_just_connecting(
    handrail: Handrail, new_page: NewPage
) -> None:
    between = Between(await new_page())
    between.meanwhile = lambda: identify(between.page, signed("eva-of-the-faces"))
    await between.begin()
    eva = await Mia(between.page).visit(f"{handrail.url}/")
    await eva.say("hello")
    await expect(eva.bubble("What is it about?")).to_be_visible()
    await known(handrail, "eva-of-the-faces")
