"""A follow-up from the form to the chat and back, over real sockets, mail server and mailbox."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from email.message import EmailMessage

import pytest
from playwright.async_api import Page as Tab
from playwright.async_api import expect

from tests.cast import once, until
from tests.mail.inbox import Mailbox, imap_server
from tests.mail.sink import Sink, link_in, plain, receiving
from tests.web.conftest import Open, Shop
from tests.web.page import token_of

HER = "mia@home.example"
FROM = "Shop <help@shop.example>"


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    async with receiving() as made:
        yield made


@pytest.fixture(scope="module")
def imap_port() -> Iterator[int]:
    with imap_server() as port:
        yield port


@pytest.fixture
async def box(imap_port: int) -> Mailbox:
    made = Mailbox(imap_port)
    await asyncio.to_thread(made.make)
    return made


@pytest.fixture
async def shop(open_shop: Open, sink: Sink, box: Mailbox) -> AsyncIterator[Shop]:
    smtp = f"smtp://127.0.0.1:{sink.port}"
    async with open_shop(smtp_url=smtp, mail_from=FROM, inbox_url=box.url) as opened:
        yield opened


async def test_mia_leaves_a_follow_up_and_the_same_conversation_goes_on(
    shop: Shop, sink: Sink, box: Mailbox
) -> None:
    mia = await shop.pages.mia(locale="en")
    await mia.call("say", text="hello")
    left = await mia.call("follow_up", email="Mia@Home.example", text="My kettle leaks.")
    assert (left["ok"], left["mail"]) == (True, "sending")
    conversation = left["conversation"]
    await until(lambda: len(sink.arrived) == 1, "the acknowledgement")
    assert "A person will reply to you by e-mail" in plain(sink.arrived[0])
    assert "kettle" not in plain(sink.arrived[0])

    ada = await shop.pages.agent(shop.token("Ada"))
    await ada.call("take", conversation=conversation)
    said = await ada.call("say", conversation=conversation, text="Send it in, **please**.")
    assert (said["ok"], said["mail"]) == (True, "sending")
    await until(lambda: len(sink.arrived) == 2, "Ada's words")
    reply = sink.arrived[1]
    assert sink.recipients == [HER, HER]
    assert "Ada has replied to you:\n\nSend it in, **please**." in plain(reply)
    assert reply["In-Reply-To"] == sink.arrived[0]["Message-ID"]
    assert reply["Reply-To"] == FROM

    given = {"token": link_in(reply).rpartition("/")[2], "client_id": once()}
    async with shop.pages.http.post(f"{shop.address}/api/resume", json=given) as response:
        answer = await response.json()
    assert answer["conversation"] == conversation
    elsewhere = await shop.pages.mia(answer["token"])
    assert token_of(elsewhere) == answer["token"]
    welcome = await elsewhere.hear("welcome")
    assert welcome["conversation"]["id"] == conversation
    assert [e["text"] for e in welcome["events"] if e["kind"] == "agent_said"] == ["Send it in, **please**."]

    by_mail = EmailMessage()
    by_mail["From"], by_mail["Message-ID"] = f"Mia <{HER}>", "<1@home.example>"
    by_mail["In-Reply-To"] = reply["Message-ID"]
    by_mail.set_content("Will do.\n\nOn Tue, 24 Nov 2026 at 10:00, Shop <help@shop.example> wrote:\n> Ada")
    await asyncio.to_thread(box.put, bytes(by_mail))
    assert shop.service.reader is not None
    await shop.service.reader.look()
    heard = await elsewhere.hear(
        "event", lambda event: event.get("channel") == "mail" and "Will" in event["text"]
    )
    assert (heard["kind"], heard["text"]) == ("customer_said", "Will do.")

    await ada.call("say", conversation=conversation, text="Thank you.")
    await until(lambda: len(sink.arrived) == 3, "Ada's thanks")
    assert "> Will do." in plain(sink.arrived[2])  # she came back through the link: the address is hers


async def test_a_dead_address_is_told_to_the_agent_and_to_nobody_else(shop: Shop, sink: Sink) -> None:
    mia = await shop.pages.mia()
    conversation = (await mia.call("follow_up", email=HER, text="My kettle leaks."))["conversation"]
    await until(lambda: sink.arrived, "the acknowledgement")
    sink.to_recipient = ["550 5.1.1 No such user"]
    ada = await shop.pages.agent(shop.token("Ada"))
    await ada.call("take", conversation=conversation)
    await ada.call("say", conversation=conversation, text="Send it in.")
    noted = await ada.hear_event("note_added")
    assert noted["text"] == f"This mail could not be delivered: {HER}: 550 5.1.1 No such user"
    assert noted["by"]["role"] == "system"
    assert "note_added" not in {event["kind"] for event in mia.events}


async def test_without_a_mail_server_everybody_is_told_and_the_follow_up_waits(open_shop: Open) -> None:
    async with open_shop() as shop:
        mia = await shop.pages.mia()
        left = await mia.call("follow_up", email=HER, text="My kettle leaks.")
        assert (left["ok"], left["mail"]) == (True, "off")
        assert (await mia.hear_event("follow_up_left"))["mail"] == "off"
        ada = await shop.pages.agent(shop.token("Ada"))
        welcome = await ada.hear("welcome")
        assert [waiting["id"] for waiting in welcome["follow_ups"]] == [left["conversation"]]
        await ada.call("take", conversation=left["conversation"])
        said = await ada.call("say", conversation=left["conversation"], text="Call us.")
        assert (said["ok"], said["mail"]) == (True, "off")


async def test_the_page_never_promises_a_mail_that_does_not_go(open_shop: Open, page: Tab) -> None:
    async with open_shop() as shop:
        await page.goto(f"{shop.address}/chat")
        log = page.locator("handrail-chat")
        # The page says who it is before it has heard whom it serves; its policy forbids Playwright's waiting.
        while not (token := await page.evaluate("localStorage['handrail:token']")):
            await expect(log.get_by_text("automated assistant, not a person")).to_be_visible()
        mia = await shop.pages.mia(token)
        await mia.call("follow_up", email=HER, text="My kettle leaks.")
        await expect(log.get_by_text("No mail goes out at the moment")).to_be_visible()


@pytest.mark.parametrize(
    "email",
    ["", "mia", "mia@", "@home.example", "mia@home", "a b@home.example", "mia@home.example\r\nBcc: x@y.z",
     "mia@@home.example", "mia@home..example", "<mia@home.example>", "mia@home.example, max@home.example",
     "x" * 65 + "@home.example", "mïa@home.example", "mia@-home.example"],
)  # fmt: skip
async def test_an_address_that_cannot_be_is_refused_and_nothing_is_stored(
    open_shop: Open, email: str
) -> None:
    async with open_shop() as shop:
        mia = await shop.pages.mia()
        refused = await mia.call("follow_up", email=email, text="My kettle leaks.")
        assert (refused["ok"], refused["code"], refused["field"]) == (False, "bad_request", "email")
        assert "\n" not in refused["message"]
        conversation = (await mia.hear("welcome"))["conversation"]["id"]
        assert await shop.stored(conversation) == []
