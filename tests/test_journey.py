"""The whole sentence, on real parts: one honest answer, then a person, and nothing lost."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Browser, Page, expect

from tests.faces.people import Ada, Message, Mia
from tests.live.service import PASSWORD, Handrail, until, until_async

# A bot that is trained, and starts, beside other tests takes its time; the pages do not.
pytestmark = [pytest.mark.timeout(240), pytest.mark.xdist_group("journey")]

ASKED = "What is your return policy?"
ANSWER = "How long do I have to return something?"
BOT_READY_S = 150


@pytest.fixture
async def product(tmp_path: Path) -> AsyncIterator[Handrail]:
    """``handrail up``: everything that people get, with a home of its own."""
    async with Handrail(tmp_path / "home", "up") as up:
        yield up


def children(pid: int) -> dict[int, str]:
    """The processes a process started, and their command lines."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(child): Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ") for child in listed}


def child(up: Handrail, part: str) -> int | None:
    return next((pid for pid, command in children(up.pid).items() if part in command), None)


async def bot_is_ready(up: Handrail) -> None:
    async with aiohttp.ClientSession() as http:

        async def ready() -> bool:
            return bool((await up.ready(http))["bot"] == "ok")

        await until_async(ready, "the bot is ready", BOT_READY_S)


async def at_the_shop(browser: Browser, up: Handrail) -> Mia:
    return await Mia(await new_page(browser)).visit(f"{up.url}/")


async def at_the_console(browser: Browser, up: Handrail) -> Ada:
    return await Ada(await new_page(browser)).sign_in(up.url, await up.add_agent("Ada"), PASSWORD)


async def new_page(browser: Browser) -> Page:
    """A person of their own, with an empty profile, whose page must not throw."""
    page = await (await browser.new_context()).new_page()
    page.on("pageerror", fail)
    return page


def fail(error: Exception) -> None:
    raise AssertionError(f"a page threw: {error}")


async def ask_and_refuse(mia: Mia) -> None:
    """One try, labelled for what it is; refused, it becomes a place in the line."""
    await expect(mia.panel).to_contain_text("automated assistant, not a person")
    await mia.say(ASKED)
    card = mia.log.locator(".message.bot")
    await expect(card).to_contain_text(ANSWER)
    await expect(card.locator(".speaker")).to_have_text("Assistant (automated)")
    await mia.answer.get_by_role("button", name="No", exact=True).click()
    await expect(mia.log).to_contain_text("You said this didn't help.")
    await expect(mia.panel).to_contain_text("You're number 1")
    await expect(card).to_have_count(1)


async def take(ada: Ada, mia: Mia) -> None:
    """The whole of what came before goes with the customer."""
    await expect(ada.waiting).to_have_count(1)
    await expect(ada.waiting).to_contain_text("the answer didn't help")
    await ada.button("Take next").click()
    await expect(ada.transcript).to_contain_text(ASKED)
    await expect(ada.transcript.locator("s")).to_have_text(ANSWER)
    await expect(ada.transcript).to_contain_text("refused: the customer said it didn't help")
    await expect(ada.composer).to_be_focused()
    await expect(mia.log).to_contain_text("Ada has joined, and can see this conversation.")
    await expect(mia.panel).to_contain_text("You're talking to Ada, a person.")


async def part(ada: Ada, mia: Mia) -> None:
    await ada.button("Resolve").click()
    await ada.button("Yes, resolve").click()
    await expect(mia.log).to_contain_text("This conversation is closed.")
    await mia.panel.get_by_role("radio", name="4 of 5").check()
    await choose(mia, "Did you have to repeat yourself?", "No")
    await choose(mia, "Was it always clear whom you talked to?", "Yes")
    await mia.button("Send rating").click()
    await expect(mia.log).to_contain_text("You rated this 4 of 5.")
    await expect(ada.mine).to_have_count(0)


async def choose(mia: Mia, question: str, answer: str) -> None:
    # The radio lies invisibly over its label, as wide as it.
    await mia.panel.get_by_role("group", name=question).get_by_role("radio", name=answer).check()


def facts(up: Handrail) -> list[dict[str, Any]]:
    """The only conversation's log, as SQL holds it."""
    rows = up.rows("SELECT seq, kind, speaker, fact, body FROM events ORDER BY conversation, seq")
    return [
        {
            "seq": row["seq"],
            "kind": row["kind"],
            "by": json.loads(row["speaker"]),
            **json.loads(row["fact"]),
            **json.loads(row["body"] or "{}"),
        }
        for row in rows
    ]


def said(log: list[dict[str, Any]], names: dict[str, str]) -> list[Message]:
    """What the faces must show of it, under the names that each face gives."""
    messages = [fact for fact in log if fact["kind"].endswith(("_said", "bot_answered"))]
    return [(names[fact["by"]["role"]], fact["text"]) for fact in messages]


WIDGET_NAMES = {"customer": "You", "bot": "Assistant (automated)", "agent": "Ada, support team"}
CONSOLE_NAMES = {"customer": "Visitor", "bot": "Assistant (automated)", "agent": "Ada (you)"}


async def both_faces_show_the_log(mia: Mia, ada: Ada, up: Handrail) -> list[str]:
    """Compare, reload, compare again; returns what the people said, in order."""
    log = facts(up)
    assert [fact["seq"] for fact in log] == list(range(1, len(log) + 1))
    assert await mia.messages() == said(log, WIDGET_NAMES)
    assert await ada.messages() == said(log, CONSOLE_NAMES)
    await mia.page.reload()
    await expect(mia.log).to_contain_text("You rated this 4 of 5.")
    assert await mia.messages() == said(log, WIDGET_NAMES)
    return [fact["text"] for fact in log if fact["by"]["role"] in ("customer", "agent") and "text" in fact]


async def test_mia_asks_refuses_meets_ada_and_rates(product: Handrail, browser: Browser) -> None:
    await bot_is_ready(product)
    mia = await at_the_shop(browser, product)
    ada = await at_the_console(browser, product)
    await ask_and_refuse(mia)
    await take(ada, mia)
    await ada.say("Hello, this is Ada. What was missing?")
    await expect(mia.log.locator(".message.agent .speaker")).to_have_text("Ada, support team")
    await mia.say("It arrived broken, and I threw the box away.")
    await expect(ada.transcript).to_contain_text("It arrived broken")
    await ada.say("Then we send you a new one. The box does not matter.")
    await expect(mia.log).to_contain_text("The box does not matter.")
    await part(ada, mia)
    rated = facts(product)[-1]
    assert (rated["score"], rated["repeated"], rated["knew_who"]) == (4, False, True)
    assert await both_faces_show_the_log(mia, ada, product) == [
        ASKED,
        "Hello, this is Ada. What was missing?",
        "It arrived broken, and I threw the box away.",
        "Then we send you a new one. The box does not matter.",
    ]


async def test_a_service_frozen_and_killed_loses_and_doubles_nothing(
    product: Handrail, browser: Browser
) -> None:
    await bot_is_ready(product)
    mia = await at_the_shop(browser, product)
    ada = await at_the_console(browser, product)
    await ask_and_refuse(mia)
    await take(ada, mia)
    await ada.say("Hello, this is Ada.")
    await expect(mia.bubble("Hello, this is Ada.")).to_be_visible()

    # Frozen: both write into it. Then killed, with a sentence half typed on both sides.
    service = child(product, "handoff.cli serve")
    assert service is not None
    os.kill(service, signal.SIGSTOP)
    for number in (1, 2, 3):
        await mia.say(f"Mia {number}, into the frozen service")
        await ada.say(f"Ada {number}, into the frozen service")
    await expect(mia.log.get_by_text("Not sent yet").first).to_be_visible()
    await expect(ada.transcript.get_by_text("Not sent yet").first).to_be_visible()
    await mia.composer.press_sequentially("Mia 4, half ")
    await ada.composer.press_sequentially("Ada 4, half ")
    os.kill(service, signal.SIGKILL)
    await mia.composer.press_sequentially("typed")
    await ada.composer.press_sequentially("typed")
    await expect(ada.bubble("Mia 3, into")).to_be_visible()
    await expect(mia.bubble("Ada 3, into")).to_be_visible()
    await expect(mia.composer).to_have_value("Mia 4, half typed")
    await expect(ada.composer).to_have_value("Ada 4, half typed")

    # Killed at the very moment of sending.
    service = await until(lambda: child(product, "handoff.cli serve"), "the service runs again")
    await mia.composer.press("Enter")
    await ada.composer.press("Enter")
    os.kill(service, signal.SIGKILL)
    await mia.say("Mia 5, while it is gone")
    await ada.say("Ada 5, while it is gone")
    await expect(ada.bubble("Mia 5, while")).to_be_visible()
    await expect(mia.bubble("Ada 5, while")).to_be_visible()
    await expect(mia.log.locator(".pending")).to_have_count(0)
    await expect(ada.transcript.locator(".pending")).to_have_count(0)

    await part(ada, mia)
    talk = await both_faces_show_the_log(mia, ada, product)
    frozen = [1, 2, 3]
    spoken = [*(f"{{}} {n}, into the frozen service" for n in frozen), "{} 4, half typed",
              "{} 5, while it is gone"]  # fmt: skip
    assert [text for text in talk if text.startswith("Mia")] == [text.format("Mia") for text in spoken]
    assert [text for text in talk if text.startswith("Ada")] == [text.format("Ada") for text in spoken]


async def test_from_the_first_second_a_person_can_be_had(tmp_path: Path, browser: Browser) -> None:
    """Also the first one there is: the link of the start makes an administrator, who takes the customer."""
    up = Handrail(tmp_path / "home", "up")
    async with up:
        trainer = await until(lambda: child(up, "bot."), "the bot is being made ready")
        os.kill(trainer, signal.SIGSTOP)  # so that it is not ready before we looked
        mia = await at_the_shop(browser, up)
        await expect(mia.state).to_have_text("The assistant is starting; you can talk to a person now.")
        await mia.say("Is anybody there?")
        await expect(mia.log).to_contain_text("The assistant is not available, so a person takes over.")
        await expect(mia.panel).to_contain_text("You're number 1")

        link = (up.home / "first-admin-link.txt").read_text().strip()
        ada = Ada(await new_page(browser))
        await ada.page.goto(link)
        await ada.page.get_by_label("Name").fill("Ada")
        await ada.page.get_by_label("E-mail").fill("ada@shop.example")
        await ada.page.get_by_label("Password").fill(PASSWORD)
        await ada.button("Create account and sign in").click()
        await expect(ada.waiting).to_contain_text("the assistant was unavailable")
        assert "first=" not in ada.page.url
        assert not (up.home / "first-admin-link.txt").exists()
        await ada.button("Take next").click()
        await ada.say("Yes, I am.")
        await expect(mia.log.locator(".message.agent")).to_contain_text("Yes, I am.")

        grace = Ada(await new_page(browser))
        await grace.page.goto(link)
        await grace.page.get_by_label("Name").fill("Grace")
        await grace.page.get_by_label("E-mail").fill("grace@shop.example")
        await grace.page.get_by_label("Password").fill(PASSWORD)
        await grace.button("Create account and sign in").click()
        await expect(grace.notice).to_contain_text("not valid")
        os.kill(trainer, signal.SIGCONT)
