"""Whatever is sent, the answer is a code and a sentence, nothing is stored, and the service goes on."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from tests.cast import once, until
from tests.web.conftest import SECRET, Open, Shop
from tests.web.page import Refused, token_of


async def test_every_wrong_call_of_a_customer_names_its_field(shop: Shop) -> None:
    mia = await shop.pages.mia()
    wrong: list[tuple[str, Any, str, str | None]] = [
        ("say", {"text": "hi"}, "bad_request", "client_id"),
        ("say", {"client_id": "7", "text": "hi"}, "bad_request", "client_id"),
        ("say", {"client_id": 7, "text": "hi"}, "bad_request", "client_id"),
        ("say", {"client_id": once()}, "bad_request", "text"),
        ("say", {"client_id": once(), "text": 5}, "bad_request", "text"),
        ("say", {"client_id": once(), "text": None}, "bad_request", "text"),
        ("say", {"client_id": once(), "text": ["hi"]}, "bad_request", "text"),
        ("say", {"client_id": once(), "text": ""}, "empty", None),
        ("say", {"client_id": once(), "text": " \n\t\u2003"}, "empty", None),
        ("say", {"client_id": once(), "text": "\u0000\u0007"}, "empty", None),
        ("say", {"client_id": once(), "text": "\u200b\u2060\ufeff"}, "empty", None),
        ("say", {"client_id": once(), "text": "x" * 4_001}, "too_long", None),
        ("feedback", {"client_id": once(), "answer": "3", "helpful": True}, "bad_request", "answer"),
        ("feedback", {"client_id": once(), "answer": 0, "helpful": True}, "bad_request", "answer"),
        ("feedback", {"client_id": once(), "answer": 3, "helpful": "no"}, "bad_request", "helpful"),
        ("feedback", {"client_id": once(), "answer": 3, "helpful": 1}, "bad_request", "helpful"),
        ("rate", {"client_id": once(), "score": 6}, "bad_request", "score"),
        ("rate", {"client_id": once(), "score": 0}, "bad_request", "score"),
        ("rate", {"client_id": once(), "score": 3, "comment": "x" * 2_001}, "too_long", None),
        ("page", {"url": "javascript:alert(1)", "title": "x"}, "bad_request", "url"),
        ("page", {"url": "https://[", "title": "x"}, "bad_request", "url"),
        ("page", {"title": "x"}, "bad_request", "url"),
        ("read", {"seq": -1}, "bad_request", "seq"),
        ("read", {"seq": 2**63}, "bad_request", "seq"),
        ("sync", {"after": -1}, "bad_request", "after"),
        ("sync", {"after": 1.5}, "bad_request", "after"),
        ("sync", {"after": True}, "bad_request", "after"),
        ("sync", {"after": 2**63}, "bad_request", "after"),
        ("sync", {"after": 0, "conversation": "1; DROP TABLE"}, "bad_request", "conversation"),
        ("person", [], "bad_request", None),
        ("person", "now", "bad_request", None),
        ("person", 5, "bad_request", None),
        ("fly", {"client_id": once()}, "bad_request", None),
        ("connect", {}, "bad_request", None),
        ("__class__", {}, "bad_request", None),
    ]
    for call, payload, code, field in wrong:
        answer = await mia.send(call, payload)
        assert (answer["ok"], answer["code"]) == (False, code), (call, payload, answer)
        assert answer["message"].endswith("."), answer
        if field is not None:
            assert answer["field"] == field
            assert field in answer["message"]
    assert (await mia.send("say"))["code"] == "bad_request"
    assert (await mia.send("say", {}, {}))["code"] == "bad_request"
    assert (await mia.send(5, {}))["code"] == "bad_request"
    assert (await mia.send())["code"] == "bad_request"
    id = (await mia.hear("welcome"))["conversation"]["id"]
    assert await shop.service.log.conversation(id) is None, "and nothing was stored"


async def test_every_wrong_call_of_an_agent_names_its_field(shop: Shop) -> None:
    ada = await shop.pages.agent(shop.token("Ada"))
    id = once()
    wrong: list[tuple[str, Any, str, str | None]] = [
        ("status", {}, "bad_request", "available"),
        ("status", {"available": "yes"}, "bad_request", "available"),
        ("status", {"available": True, "label": "x" * 61}, "bad_request", "label"),
        ("take", {"client_id": once(), "conversation": 7}, "bad_request", "conversation"),
        ("take", {"client_id": once(), "conversation": once()}, "not_found", None),
        ("take", {"client_id": once()}, "not_found", None),
        ("say", {"client_id": once(), "text": "hi"}, "bad_request", "conversation"),
        ("say", {"client_id": once(), "conversation": once(), "text": "hi"}, "not_found", None),
        ("say", {"client_id": once(), "conversation": once(), "text": "x" * 4_001}, "too_long", None),
        ("say", {"client_id": once(), "conversation": id, "text": "x", "entry": 5}, "bad_request", "entry"),
        ("note", {"client_id": once(), "conversation": once(), "text": " "}, "empty", None),
        ("resolve", {"client_id": once(), "conversation": id, "reason": "x" * 201}, "bad_request", "reason"),
        ("release", {"client_id": once()}, "bad_request", "conversation"),
        ("sync", {"conversation": once(), "after": 0}, "not_found", None),
        ("sync", {"conversation": once(), "after": 2**64 - 1}, "bad_request", "after"),
        ("typing", {"conversation": once()}, "not_found", None),
        ("person", {"client_id": once()}, "bad_request", None),
    ]  # fmt: skip
    for call, payload, code, field in wrong:
        answer = await ada.send(call, payload)
        assert (answer["ok"], answer["code"]) == (False, code), (call, payload, answer)
        assert answer.get("field") == field or field is None


async def test_without_a_shared_secret_nobody_is_identified_and_nothing_is_stored(shop: Shop) -> None:
    mia = await shop.pages.mia()
    id = (await mia.call("person"))["conversation"]
    before = await shop.stored(id)
    assert (await mia.call("identify", identity="a.b.c"))["code"] == "not_now"
    assert await shop.stored(id) == before
    with pytest.raises(Refused) as refused:
        await shop.pages.mia(identity="a.b.c")
    assert refused.value.wire["code"] == "not_now"


async def test_half_a_character_is_shown_as_a_replacement_mark(shop: Shop) -> None:
    mia = await shop.pages.mia()
    await mia.raw(f'42/customer,["say",{{"client_id":"{once()}","text":"half \\ud83d done"}}]')
    said = await mia.hear_event("customer_said")
    assert said["text"] == "half \ufffd done"


async def test_a_slash_command_is_only_words(shop: Shop) -> None:
    mia = await shop.pages.mia()
    await mia.call("say", text="/restart")
    assert (await mia.hear_event("customer_said"))["text"] == "/restart"
    await mia.hear_event("bot_said")
    assert shop.bot.asked == ["/restart"]


async def test_a_card_number_never_reaches_the_log(shop: Shop) -> None:
    mia = await shop.pages.mia()
    id = (await mia.call("say", text="4111 1111 1111 1111 is my card"))["conversation"]
    await mia.hear_event("bot_said")
    assert (await shop.stored(id))[1].data["text"] == "•••• 1111 is my card"
    assert shop.bot.asked == ["•••• 1111 is my card"]


@pytest.mark.parametrize(
    "frame",
    [
        '451-/customer,["say",{"_placeholder":true,"num":0}]',
        "461-/customer,1[]",
        "42/customer,{",
        "42/customer,[" * 50,
        "4",
        "49/customer",
        "9",
        "x",
        f"42/customer,{'9' * 110}[]",
        '42/customer,["say",' + "[" * 20_000,
        '42/customer,["say","\\ud83d",' + "[" * 20_000 + "]" * 20_000 + "]",
    ],
)
async def test_what_is_not_our_protocol_ends_that_connection_alone(shop: Shop, frame: str) -> None:
    mia, max_ = await shop.pages.mia(), await shop.pages.mia()
    await mia.raw(frame)
    await mia.gone()
    assert (await max_.call("say", text="hello"))["ok"]


async def test_binary_frames_and_oversized_frames_end_that_connection_alone(shop: Shop) -> None:
    mia, max_, moe = await shop.pages.mia(), await shop.pages.mia(), await shop.pages.mia()
    await mia.ws.send_bytes(b"\x00\x01")
    await mia.gone()
    await max_.raw(f'42/customer,["say",{{"client_id":"{once()}","text":"{"x" * 66_000}"}}]')
    assert await max_.gone() == 1009
    big = await moe.call("say", text="x" * 60_000)
    assert (big["code"], "4,000" in big["message"]) == ("too_long", True)
    assert len(shop.service.connections.of("/customer")) == 1


async def test_a_second_handshake_on_the_same_socket_leaves_nothing_behind(shop: Shop) -> None:
    """Else an agent who asked twice would look connected for ever after leaving."""
    ada, mia = await shop.pages.agent(shop.token("Ada")), await shop.pages.mia()
    await ada.raw(f'40/agent,{{"token":"{shop.token("Ada")}"}}')
    await mia.raw("40/customer,")
    await mia.call("typing")
    await ada.call("status", available=True)
    for page in (ada, mia):
        await page.leave()

    connections = shop.service.connections
    await until(lambda: not connections.of("/agent") and not connections.of("/customer"), "nobody is here")
    leases = "SELECT COUNT(*) FROM leases"
    await until(lambda: counted(shop, leases) == 0, "and no lease is left")


async def test_a_namespace_that_is_not_ours_is_refused(shop: Shop) -> None:
    for namespace in ("/admin", "/agents"):
        with pytest.raises(Refused):
            await shop.pages.open(namespace)


async def test_polling_is_refused(shop: Shop) -> None:
    async with shop.pages.http.get(f"{shop.address}/socket.io/?EIO=4&transport=polling") as response:
        assert response.status == 400


@pytest.mark.parametrize(
    "token",
    ["", "nonsense", "IjExMTExMTExLTExMTEtNDExMS04MTExLTExMTExMTExMTExMSI.forged", "x" * 1_001, "\u0000"],
)
async def test_a_forged_visitor_token_is_refused(shop: Shop, token: str) -> None:
    if token == "":
        assert token_of(await shop.pages.open("/customer", {"token": ""})), "no token: somebody new"
        return
    with pytest.raises(Refused) as refused:
        await shop.pages.mia(token)
    assert refused.value.wire["code"] in ("unauthorised", "bad_request")
    assert refused.value.wire["message"]


async def test_a_token_of_another_installation_is_refused(open_shop: Open) -> None:
    async with open_shop(secret="b" * 40) as elsewhere:
        foreign = token_of(await elsewhere.pages.mia())
    async with open_shop(secret=SECRET) as shop:
        with pytest.raises(Refused) as refused:
            await shop.pages.mia(foreign)
        assert refused.value.wire["code"] == "unauthorised"
        ada = shop.token("Ada")
        with pytest.raises(Refused):
            await shop.pages.mia(ada)


@pytest.mark.parametrize("auth", [None, {}, {"token": ""}, {"token": None}, {"token": "guessed"}])
async def test_nobody_opens_the_console_without_signing_in(shop: Shop, auth: Any) -> None:
    with pytest.raises(Refused) as refused:
        await shop.pages.open("/agent", auth)
    assert refused.value.wire["code"] == "unauthorised"
    assert refused.value.wire["data"]["code"] == "unauthorised"


async def test_a_visitors_token_does_not_open_the_console_nor_a_writers(shop: Shop) -> None:
    mia = await shop.pages.mia()
    for token, code in ((token_of(mia), "unauthorised"), (shop.token("Cleo"), "forbidden")):
        with pytest.raises(Refused) as refused:
            await shop.pages.agent(token)
        assert refused.value.wire["code"] == code


async def test_a_sign_in_that_is_revoked_closes_the_page_too(open_shop: Open) -> None:
    async with open_shop(lease_s=0.3) as shop:
        token = shop.token("Ada")
        ada = await shop.pages.agent(token)
        shop.service.accounts.sign_out(token)
        await ada.hear("signed_out")
        with pytest.raises(Refused):
            await shop.pages.agent(token)


async def test_which_sites_may_open_a_socket(open_shop: Open) -> None:
    async with open_shop(origins=("https://shop.example",)) as shop:
        own = shop.address
        for origin in (own, "https://shop.example"):
            await shop.pages.open("/customer", headers={"Origin": origin})
        for origin in (
            "https://evil.example",
            "null",
            "http://shop.example",
            "https://shop.example.evil.example",
        ):
            with pytest.raises(Exception, match="400"):
                await shop.pages.open("/customer", headers={"Origin": origin})


async def test_the_agents_cookie_counts_for_our_own_pages_only(open_shop: Open) -> None:
    async with open_shop(origins=("https://shop.example",)) as shop:
        cookie = f"handrail_agent={shop.token('Ada')}"
        await shop.pages.open("/agent", headers={"Origin": shop.address, "Cookie": cookie})
        await shop.pages.open("/agent", headers={"Origin": shop.address, "Cookie": f"other[]=1; {cookie}"})
        for headers in ({"Origin": "https://shop.example", "Cookie": cookie}, {"Cookie": cookie}):
            with pytest.raises(Refused) as refused:
                await shop.pages.open("/agent", headers=headers)
            assert refused.value.wire["code"] == "unauthorised"
        token = {"token": shop.token("Ada")}
        await shop.pages.open("/agent", token, headers={"Origin": "https://shop.example"})


async def test_a_storm_of_calls_on_one_socket_is_answered_in_full(shop: Shop) -> None:
    mia = await shop.pages.mia()
    answers = await asyncio.gather(*(mia.call("say", text=f"{n}") for n in range(200)))
    assert all(answer["ok"] for answer in answers)
    assert len({answer["seq"] for answer in answers}) == 200
    assert shop.service.sockets.server._under_way
    await mia.leave()
    connections, server = shop.service.connections, shop.service.sockets.server
    await until(lambda: not server._under_way and not connections.of("/customer"), "nothing is left of it")


def counted(shop: Shop, query: str) -> int:
    with shop.service.engine.connect() as db:
        return int(db.scalar(text(query)) or 0)
