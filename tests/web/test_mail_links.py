"""Links in mails, from the mail to the chat: looking changes nothing, one click redeems."""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page as Tab
from playwright.async_api import expect

from handoff.core.mail import LINK_LASTS_MS, Mail, MailKind
from tests.cast import once, until
from tests.mail.sink import Sink, link_in, receiving
from tests.web.conftest import Open, Shop
from tests.web.page import token_of

HER = "mia@home.example"


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    async with receiving() as made:
        yield made


@pytest.fixture
async def shop(open_shop: Open, sink: Sink) -> AsyncIterator[Shop]:
    async with open_shop(
        smtp_url=f"smtp://127.0.0.1:{sink.port}", mail_from="Shop <help@shop.example>"
    ) as opened:
        yield opened


class Mailed:
    """Mia's conversation, and the link that came to her by mail."""

    def __init__(self, conversation: str, visitor: str, link: str) -> None:
        self.conversation = conversation
        self.visitor = visitor
        self.link = link
        self.token = link.rpartition("/")[2]


async def mailed(shop: Shop, sink: Sink) -> Mailed:
    mia = await shop.pages.mia()
    said = await mia.call("say", text="hello")
    id, now = str(uuid.uuid4()), shop.service.desk.clock()
    mail = Mail(id, said["conversation"], 1, HER, MailKind.REPLY, {"text": "Hi."}, f"<{id}@x>", now, now)
    await shop.service.log.transact(lambda tx: tx.mailroom.put(mail))
    await until(lambda: sink.arrived, "the mail")
    return Mailed(said["conversation"], token_of(mia), link_in(sink.arrived.pop()))


async def post(shop: Shop, path: str, token: str, client_id: str | None = None) -> tuple[int, dict[str, Any]]:
    given = {"token": token, "client_id": client_id or once()}
    async with shop.pages.http.post(f"{shop.address}{path}", json=given) as response:
        return response.status, await response.json()


async def redeem(shop: Shop, token: str, client_id: str | None = None) -> tuple[int, dict[str, Any]]:
    return await post(shop, "/api/resume", token, client_id)


async def test_the_link_leads_to_where_the_service_is_reached(shop: Shop, sink: Sink) -> None:
    assert (await mailed(shop, sink)).link.startswith(f"{shop.address}/resume/")


async def test_looking_at_a_link_changes_and_tells_nothing(shop: Shop, sink: Sink) -> None:
    hers = await mailed(shop, sink)
    before = await shop.stored(hers.conversation)
    pages = []
    for _ in range(10):
        for method in ("GET", "HEAD"):
            async with shop.pages.http.request(method, hers.link) as response:
                assert response.status == 200
                assert "script-src 'self'" in response.headers["Content-Security-Policy"]
                assert response.headers["Referrer-Policy"] == "no-referrer"
                pages.append(await response.text())
    async with shop.pages.http.get(f"{shop.address}/resume/nonsense") as response:
        pages.append(await response.text())
    assert len(set(pages)) == 2  # the page, and HEAD's nothing
    assert not any(HER in page or "hello" in page or hers.conversation in page for page in pages)
    assert await shop.stored(hers.conversation) == before
    assert (await redeem(shop, hers.token))[0] == 200


async def test_a_click_leads_back_to_the_same_conversation_as_the_same_visitor(
    shop: Shop, sink: Sink
) -> None:
    hers = await mailed(shop, sink)
    status, answer = await redeem(shop, hers.token)
    assert (status, answer["conversation"]) == (200, hers.conversation)
    elsewhere = await shop.pages.mia(answer["token"])
    welcome = await elsewhere.hear("welcome")
    assert welcome["conversation"]["id"] == hers.conversation
    assert [event["text"] for event in welcome["events"] if event["kind"] == "customer_said"] == ["hello"]


async def test_a_link_is_good_for_one_click_however_often_that_is_sent(shop: Shop, sink: Sink) -> None:
    hers, click = await mailed(shop, sink), once()
    first = await redeem(shop, hers.token, click)
    assert await redeem(shop, hers.token, click) == first
    status, refused = await redeem(shop, hers.token)
    assert (status, refused["code"], refused["reason"]) == (409, "closed", "used")
    assert "token" not in refused


async def test_an_expired_link_opens_nothing(shop: Shop, sink: Sink) -> None:
    hers = await mailed(shop, sink)
    shop.service.desk.clock = lambda: time.time_ns() // 1_000_000 + LINK_LASTS_MS
    status, refused = await redeem(shop, hers.token)
    assert (status, refused["code"], refused["reason"]) == (409, "closed", "expired")


async def test_a_new_link_goes_to_the_same_address_a_few_times(shop: Shop, sink: Sink) -> None:
    hers = await mailed(shop, sink)
    await redeem(shop, hers.token)
    for _ in range(3):
        assert await post(shop, "/api/resume/again", hers.token) == (200, {"mail": "sending"})
    await until(lambda: len(sink.arrived) == 3, "the mails")
    assert await post(shop, "/api/resume/again", hers.token) == (200, {"mail": "limited"})
    assert set(sink.recipients) == {HER}
    status, answer = await redeem(shop, link_in(sink.arrived[0]).rpartition("/")[2])
    assert (status, answer["conversation"]) == (200, hers.conversation)


async def test_asking_for_a_link_twice_in_one_click_sends_one(shop: Shop, sink: Sink) -> None:
    hers, click = await mailed(shop, sink), once()
    for _ in range(3):
        assert await post(shop, "/api/resume/again", hers.token, click) == (200, {"mail": "sending"})
    await until(lambda: sink.arrived, "the mail")
    mails = await shop.service.log.transact(lambda tx: tx.mailroom.mailed(HER, 0, MailKind.LINK))
    assert mails == 1


async def test_a_link_of_nobody_is_not_found_and_guessing_ends(shop: Shop, sink: Sink) -> None:
    hers = await mailed(shop, sink)
    for guess in ("", "x", hers.token[:-1], hers.token + "x", hers.token.upper()):
        status, refused = await redeem(shop, guess)
        assert (status, refused["code"]) == (404, "not_found")
    statuses = [(await redeem(shop, f"guess-{n}"))[0] for n in range(30)]
    assert statuses[-1] == 429
    assert set(statuses) == {404, 429}


async def test_a_link_that_was_signed_but_never_sent_opens_nothing(shop: Shop) -> None:
    token = shop.service.sender._token_for(str(uuid.uuid4()))  # type: ignore[union-attr]
    assert (await redeem(shop, token))[0] == 404
    assert (await post(shop, "/api/resume/again", token))[0] == 404


async def test_only_the_hash_of_a_token_is_stored(shop: Shop, sink: Sink) -> None:
    hers = await mailed(shop, sink)
    assert hers.token.encode() not in (shop.home / "handrail.sqlite3").read_bytes()
    assert hers.token.encode() not in (shop.home / "handrail.sqlite3-wal").read_bytes()


async def test_another_sites_form_redeems_nothing(shop: Shop, sink: Sink) -> None:
    hers = await mailed(shop, sink)
    given = {"token": hers.token, "client_id": once()}
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    async with shop.pages.http.post(f"{shop.address}/api/resume", json=given, headers=foreign) as response:
        assert response.status == 403
    assert (await redeem(shop, hers.token))[0] == 200


async def test_mia_clicks_and_goes_on_where_she_was(shop: Shop, sink: Sink, page: Tab) -> None:
    hers = await mailed(shop, sink)
    await page.goto(hers.link)
    await page.get_by_role("button", name="Continue the conversation").click()
    await page.wait_for_url(f"{shop.address}/chat")
    chat = page.locator("handrail-chat")
    await expect(chat.locator(".bubble").filter(has_text="hello").first).to_be_visible()
    await page.goto(hers.link)
    await page.get_by_role("button", name="Continue the conversation").click()
    await expect(page.get_by_role("alert")).to_contain_text("used already")
    sink.arrived.clear()
    await page.get_by_role("button", name="Send me a new link").click()
    await expect(page.get_by_role("alert")).to_contain_text("on its way")
    await until(lambda: sink.arrived, "the new link")


async def test_a_broken_link_leads_to_the_chat(shop: Shop, page: Tab) -> None:
    await page.goto(f"{shop.address}/resume/{urlsplit(shop.address).port}")
    await page.get_by_role("button", name="Continue the conversation").click()
    await expect(page.get_by_role("alert")).to_contain_text("not one of our links")
    await expect(page.get_by_role("link", name="Open the chat")).to_be_visible()
    await expect(page.get_by_role("button")).to_have_count(0)
