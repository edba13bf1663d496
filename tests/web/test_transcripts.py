"""Transcripts over HTTP and by mail: to whoever may see the conversation, and to nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from email.message import EmailMessage
from typing import Any

import pytest

from handoff.core.mail import MailKind
from tests.cast import once, until
from tests.mail.sink import Sink, link_in, plain, receiving
from tests.web.conftest import Open, Shop
from tests.web.page import Page, token_of
from tests.web.test_identified import IDENTITY_SECRET, identify

HER = "mia@home.example"
SITE = "https://shop.example"


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    async with receiving() as made:
        yield made


@pytest.fixture
async def shop(open_shop: Open, sink: Sink) -> AsyncIterator[Shop]:
    smtp = f"smtp://127.0.0.1:{sink.port}"
    async with open_shop(smtp_url=smtp, mail_from="Shop <help@shop.example>", origins=SITE) as opened:
        yield opened


async def fetched(
    shop: Shop, path: str, token: str | None = None, **headers: str
) -> tuple[int, dict[str, str], str]:
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    async with shop.pages.http.get(f"{shop.address}{path}", headers=headers) as response:
        return response.status, dict(response.headers), await response.text()


async def with_ada(shop: Shop) -> tuple[Page, Page, str]:
    """Mia, Ada and their conversation, with a note in it."""
    mia = await shop.pages.mia(locale="en")
    await mia.call("say", text="My kettle leaks.")
    conversation = (await mia.call("person"))["conversation"]
    ada = await shop.pages.agent(shop.token("Ada"))
    await ada.call("take", conversation=conversation)
    await ada.call("note", conversation=conversation, text="The third this week.")
    await ada.call("say", conversation=conversation, text="Send it in.")
    return mia, ada, conversation


async def test_mia_saves_her_conversation_and_the_file_does_nothing(shop: Shop) -> None:
    mia, _, conversation = await with_ada(shop)
    status, headers, page = await fetched(
        shop, "/api/transcript?format=html&zone=Europe/Tallinn", token_of(mia)
    )
    assert status == 200
    assert "My kettle leaks." in page
    assert "Ada, support team" in page
    assert "third" not in page
    name = f"conversation-{conversation[:6].upper()}-"
    assert headers["Content-Disposition"].startswith(f'attachment; filename="{name}')
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    status, headers, text = await fetched(shop, "/api/transcript?format=txt", token_of(mia))
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "· Assistant (automated)\n    Hm." in text


async def test_a_conversation_is_its_visitors_alone(shop: Shop) -> None:
    mia, _, conversation = await with_ada(shop)
    max_ = await shop.pages.mia()
    assert (await fetched(shop, "/api/transcript"))[0] == 401
    assert (await fetched(shop, "/api/transcript", "nonsense"))[0] == 401
    assert (await fetched(shop, "/api/transcript", shop.token("Ada")))[0] == 401
    own = f"/api/transcript?conversation={conversation}"
    assert (await fetched(shop, own, token_of(mia)))[0] == 200
    status, _, body = await fetched(shop, own, token_of(max_))
    assert (status, "kettle" in body) == (404, False)
    assert "Nothing has been said yet." in (await fetched(shop, "/api/transcript", token_of(max_)))[2]


async def test_who_said_who_they_are_takes_the_transcript_along(open_shop: Open) -> None:
    async with open_shop(identity_secret=IDENTITY_SECRET) as shop:
        mia = await shop.pages.mia()
        await mia.call("say", text="My kettle leaks.")
        before = token_of(mia)
        known = (await identify(mia))["token"]
        assert "kettle" in (await fetched(shop, "/api/transcript", known))[2]
        status, _, body = await fetched(shop, "/api/transcript", before)
        assert (status, "kettle" in body) == (401, False)


@pytest.mark.parametrize("query", ["format=pdf", "conversation=1", "zone=a%20b", "locale=<b>", "notes=yes"])
async def test_what_nobody_can_mean_is_a_sentence(shop: Shop, query: str) -> None:
    mia = await shop.pages.mia()
    status, _, body = await fetched(shop, f"/api/transcript?{query}", token_of(mia))
    assert status == 400
    assert query.partition("=")[0] in body


async def test_only_sites_that_carry_the_widget_may_ask_from_a_page(shop: Shop) -> None:
    mia, _, _ = await with_ada(shop)
    _, allowed, _ = await fetched(shop, "/api/transcript", token_of(mia), Origin=SITE)
    assert allowed["Access-Control-Allow-Origin"] == SITE
    assert "Access-Control-Allow-Credentials" not in allowed
    status, refused, _ = await fetched(shop, "/api/transcript", "nonsense", Origin=SITE)
    assert (status, refused["Access-Control-Allow-Origin"]) == (401, SITE)  # so that the page can say why
    _, stranger, _ = await fetched(shop, "/api/transcript", token_of(mia), Origin="https://evil.example")
    assert "Access-Control-Allow-Origin" not in stranger
    async with shop.pages.http.options(f"{shop.address}/api/transcript", headers={"Origin": SITE}) as answer:
        assert answer.status == 204
        assert answer.headers["Access-Control-Allow-Headers"] == "Authorization"


async def test_transcripts_are_not_drawn_without_end(shop: Shop) -> None:
    mia = await shop.pages.mia()
    statuses = [(await fetched(shop, "/api/transcript", token_of(mia)))[0] for _ in range(11)]
    assert statuses == [200] * 10 + [429]
    max_ = await shop.pages.mia()
    assert (await fetched(shop, "/api/transcript", token_of(max_)))[0] == 200


async def test_agents_save_what_they_may_see_and_notes_only_when_asked_for(shop: Shop) -> None:
    _, _, conversation = await with_ada(shop)
    path = f"/api/conversations/{conversation}/transcript"
    status, _, page = await fetched(shop, path, shop.token("Ada"))
    assert (status, "third" in page, "Customer" in page) == (200, False, True)
    assert "third" in (await fetched(shop, f"{path}?notes=1", shop.token("Sue")))[2]
    assert (await fetched(shop, path, shop.token("Cleo")))[0] == 403
    assert (await fetched(shop, path))[0] == 401
    max_ = await shop.pages.mia()
    with_bot = (await max_.call("say", text="hello"))["conversation"]
    assert (await fetched(shop, f"/api/conversations/{with_bot}/transcript", shop.token("Ada")))[0] == 404
    assert (await fetched(shop, "/api/conversations/1/transcript", shop.token("Ada")))[0] == 400


def files(mail: EmailMessage) -> dict[str, str]:
    return {str(part.get_filename()): str(part.get_content()) for part in mail.iter_attachments()}


async def redeem(shop: Shop, mail: EmailMessage) -> dict[str, Any]:
    given = {"token": link_in(mail).rpartition("/")[2], "client_id": once()}
    async with shop.pages.http.post(f"{shop.address}/api/resume", json=given) as response:
        assert response.status == 200
        answer: dict[str, Any] = await response.json()
        return answer


async def test_an_address_is_confirmed_first_and_the_transcript_follows_the_click(
    shop: Shop, sink: Sink
) -> None:
    mia, ada, conversation = await with_ada(shop)
    click = once()
    asked = {"client_id": click, "email": "Mia@Home.example", "zone": "Asia/Tokyo"}
    for _ in range(2):
        told = await mia.send("transcript", asked)
        assert (told["mail"], told["confirm"], told["email"]) == ("sending", True, HER)
    await until(lambda: sink.arrived, "the question whose address it is")
    question = sink.arrived[0]
    assert files(question) == {}
    assert "kettle" not in question.as_string()
    assert "You didn't write to us?" in plain(question)
    await ada.call("say", conversation=conversation, text="And one more thing.")
    await redeem(shop, question)
    await until(lambda: len(sink.arrived) == 2, "the transcript")
    kept = files(sink.arrived[1])
    assert [name.rpartition(".")[2] for name in kept] == ["html", "txt"]
    for file in kept.values():
        assert "My kettle leaks." in file
        assert "And one more thing." in file
        assert "Asia/Tokyo" in file
        assert "third" not in file
    # From now on the address is hers: no question any more.
    told = await mia.call("transcript", email=HER)
    assert (told["mail"], told["confirm"]) == ("sending", False)
    await until(lambda: len(sink.arrived) == 3, "the second transcript")
    assert set(sink.recipients) == {HER}


async def test_strangers_are_asked_only_a_few_times(shop: Shop, sink: Sink) -> None:
    mia, _, _ = await with_ada(shop)
    told = [(await mia.call("transcript", email=HER))["mail"] for _ in range(6)]
    assert told == ["sending"] * 5 + ["limited"]
    others = [(await mia.call("transcript", email=f"{n}@home.example"))["mail"] for n in range(3)]
    assert others == ["sending", "sending", "limited"]


async def test_a_confirmed_address_gets_a_few_an_hour(shop: Shop, sink: Sink) -> None:
    mia, _, conversation = await with_ada(shop)
    visitor = (await shop.service.log.conversation(conversation)).visitor  # type: ignore[union-attr]
    await shop.service.log.transact(lambda tx: tx.mailroom.confirm(visitor, HER, 1))
    told = [(await mia.call("transcript", email=HER))["mail"] for _ in range(6)]
    assert told == ["sending"] * 5 + ["limited"]
    sent = await shop.service.log.transact(lambda tx: tx.mailroom.mailed(HER, 0, MailKind.TRANSCRIPT))
    assert sent == 5


async def test_nothing_is_mailed_of_nothing_nor_to_nobody_nor_of_others(shop: Shop) -> None:
    mia = await shop.pages.mia()
    assert (await mia.call("transcript", email=HER))["code"] == "not_found"
    said = await mia.call("say", text="hello")
    assert (await mia.call("transcript"))["field"] == "email"
    assert (await mia.call("transcript", email="nonsense"))["field"] == "email"
    max_ = await shop.pages.mia()
    theirs = await max_.call("transcript", email=HER, conversation=said["conversation"])
    assert theirs["code"] == "not_found"


async def test_where_no_mail_goes_out_that_is_said(open_shop: Open) -> None:
    async with open_shop() as shop:
        mia = await shop.pages.mia()
        await mia.call("say", text="hello")
        assert (await mia.call("transcript", email=HER))["mail"] == "off"
