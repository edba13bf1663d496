"""What agents see beside a conversation: pages, tags, notes, what was before; and keeping visitors out."""

from __future__ import annotations

from typing import Any

import pytest

from handoff.core.errors import Forbidden
from handoff.core.records import Block
from handoff.desk.records import RecordDesk
from handoff.web.kept_out import KeptOut
from handoff.web.limits import CallLimit
from tests.cast import ADA_HOLDS, once
from tests.web.conftest import Open, Shop
from tests.web.page import Page, Refused, token_of

CART = {"url": "https://shop.example/cart?card=4111", "title": "Cart <b>"}


class Desk:
    """An agent's way to the record of one conversation."""

    def __init__(self, shop: Shop, agent: str) -> None:
        self._shop = shop
        self._headers = {"Authorization": f"Bearer {shop.token(agent)}"}

    async def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        async with self._shop.pages.http.request(
            method, f"{self._shop.address}/api/{path}", json=body, headers=self._headers
        ) as response:
            return response.status, await response.json()

    async def record(self, conversation: str) -> Any:
        status, shown = await self.ask("GET", f"conversations/{conversation}/customer")
        assert status == 200, shown
        return shown


async def asked(page: Page) -> str:
    return str((await page.call("person"))["conversation"])


async def test_pages_are_kept_while_the_chat_is_open_and_no_longer(shop: Shop) -> None:
    mia = await shop.pages.mia(page=CART, locale="et", time_zone="Europe/Tallinn")
    await mia.send("page", {"url": "https://shop.example/", "title": "Home"})
    id = await asked(mia)
    ada = await shop.pages.agent(shop.token("Ada"))
    await ada.call("take", conversation=id)
    await mia.send("page", CART)
    await ada.hear("customer", lambda told: told["conversation"] == id)
    desk = Desk(shop, "Ada")
    home, cart = (await desk.record(id))["pages"]
    assert (home["title"], cart["url"]) == (
        "Home",
        "https://shop.example/cart",
    )
    assert home["left_at"] is not None
    assert home["left_at"] >= home["at"]
    assert cart["left_at"] is None
    started = (await shop.stored(id))[0]
    assert started.data["time_zone"] == "Europe/Tallinn"
    await ada.call("resolve", conversation=id)
    await mia.send("page", {"url": "https://shop.example/private", "title": "Private"})
    assert len((await desk.record(id))["pages"]) == 2
    await mia.leave()
    desk_sees = [page["left_at"] for page in (await desk.record(id))["pages"]]
    assert None not in desk_sees


async def test_notes_are_the_customers_and_go_with_their_author(shop: Shop) -> None:
    mia = await shop.pages.mia()
    id = await asked(mia)
    ada, grace, sue = Desk(shop, "Ada"), Desk(shop, "Grace"), Desk(shop, "Sue")
    note = {"text": "Prefers <i>mail</i>", "client_id": once()}
    shown: Any = None
    for _ in range(2):  # sent again, kept once
        status, shown = await ada.ask("POST", f"conversations/{id}/notes", note)
        assert status == 201
    (kept,) = shown["notes"]
    assert (kept["text"], kept["by"]["name"], kept["removable"]) == ("Prefers <i>mail</i>", "Ada", True)
    path = f"conversations/{id}/notes/{kept['id']}"
    assert not (await grace.record(id))["notes"][0]["removable"]
    assert (await grace.ask("DELETE", path))[1]["code"] == "forbidden"
    ada_page = await shop.pages.agent(shop.token("Ada"))
    await ada_page.call("take", conversation=id)
    await ada_page.call("resolve", conversation=id)
    later = str((await mia.call("bot"))["conversation"])
    assert later != id
    await mia.call("person")
    record = await ada.record(later)
    assert [one["text"] for one in record["notes"]] == ["Prefers <i>mail</i>"]
    assert [(one["id"], one["status"]) for one in record["earlier"]] == [(id, "resolved")]
    assert (await sue.ask("DELETE", path))[1]["notes"] == []
    assert (await ada.ask("DELETE", path))[1]["code"] == "not_found"


async def test_tags_are_one_spelling_and_suggested_from_those_in_use(shop: Shop) -> None:
    mia, ada = await shop.pages.mia(), await shop.pages.agent(shop.token("Ada"))
    id = await asked(mia)
    tagged = await ada.call("tag", conversation=id, add=["  Late\u202e delivery ", "VIP", "vip"])
    assert tagged["tags"] == ["late delivery", "vip"]
    assert (await ada.call("tag", conversation=id, remove=["vip"]))["tags"] == ["late delivery"]
    assert (await ada.call("tag", conversation=id, add=[" "]))["code"] == "bad_request"
    assert (await ada.call("tag", conversation=id, add=[f"{n}" for n in range(20)]))["code"] == "bad_request"
    record = await Desk(shop, "Ada").record(id)
    assert (record["tags"], sorted(record["used_tags"])) == (["late delivery"], ["late delivery", "vip"])
    assert "conversation_tagged" not in str(mia.heard)


async def test_earlier_conversations_of_another_team_open_with_the_customers_newest(shop: Shop) -> None:
    mia = await shop.pages.mia()
    first = str((await mia.call("say", text="hello"))["conversation"])
    await mia.hear_event("bot_said")
    ada = await shop.pages.agent(shop.token("Ada"))
    assert (await ada.send("sync", {"conversation": first, "after": 0}))["code"] == "not_found"
    await mia.call("restart")
    await asked(mia)
    read = await ada.send("sync", {"conversation": first, "after": 0})
    assert [event["kind"] for event in read["events"]][:2] == ["conversation_started", "customer_said"]
    max = await shop.pages.mia()
    other = str((await max.call("say", text="hello"))["conversation"])
    assert (await ada.send("sync", {"conversation": other, "after": 0}))["code"] == "not_found"


async def test_who_is_kept_out_hears_why_and_where_else_and_holds_up_nobody(shop: Shop) -> None:
    mia, ada = await shop.pages.mia(), await shop.pages.agent(shop.token("Ada"))
    id = await asked(mia)
    block = {"conversation": id, "reason": "Threats"}
    assert (await Desk(shop, "Ada").ask("POST", "blocked", block))[1]["code"] == "forbidden"
    sue = Desk(shop, "Sue")
    status, blocked = await sue.ask("POST", "blocked", block)
    assert (status, blocked["reason"], blocked["by"]["name"]) == (201, "Threats", "Sue")
    refused = await mia.call("say", text="hello?")
    assert (refused["code"], refused["reason"]) == ("forbidden", "blocked")
    assert "another way" in refused["message"]
    assert "Threats" not in str(refused)
    with pytest.raises(Refused) as again:
        await shop.pages.mia(token_of(mia))
    assert again.value.wire["data"]["code"] == "forbidden"
    last = (await shop.stored(id))[-1]
    assert (last.kind, last.data["reason"], last.by.name) == ("resolved", "blocked", "Sue")
    await ada.hear("queue", lambda told: told["op"] == "remove")
    assert (await sue.record(id))["blocked"]["reason"] == "Threats"
    (listed,) = (await sue.ask("GET", "blocked"))[1]["blocked"]
    assert (await sue.ask("DELETE", f"blocked/{listed['id']}"))[0] == 200
    assert (await mia.call("say", text="thank you"))["ok"]
    assert (await sue.ask("DELETE", f"blocked/{listed['id']}"))[1]["code"] == "not_found"


async def test_a_block_with_an_end_ends_by_itself(shop: Shop) -> None:
    mia = await shop.pages.mia()
    id = await asked(mia)
    sue = Desk(shop, "Sue")
    await sue.ask("POST", "blocked", {"conversation": id, "reason": "Spam", "until": "2020-01-01T00:00:00Z"})
    assert (await mia.call("say", text="hello"))["ok"]
    assert (await sue.ask("GET", "blocked"))[1]["blocked"] == []
    await shop.service.beside.kept_out.read()

    assert (await mia.call("say", text="hello"))["ok"]


async def test_who_floods_waits_and_nobody_else_does(open_shop: Open) -> None:
    async with open_shop(trusted_proxies=("127.0.0.1",)) as shop:
        flood, mia = [
            await shop.pages.open(headers={"X-Forwarded-For": network, "X-Forwarded-Proto": "https"})
            for network in ("8.8.8.8", "9.9.9.9")
        ]
        answers = [await flood.send("page", CART) for _ in range(61)]
        assert [answer["ok"] for answer in answers[:60]] == [True] * 60
        assert answers[60]["code"] == "too_many"
        assert 1 <= answers[60]["retry_s"] <= 21
        assert (await flood.send("sync", {"after": 0}))["ok"]
        assert (await mia.send("page", CART))["ok"]
    limit = CallLimit()
    for network in ("127.0.0.1", "10.0.0.7", None):
        for _ in range(70):
            await limit.count("whoever a proxy without a name stands for", network)


async def test_what_is_heard_while_the_list_is_read_is_newer_than_it(shop: Shop) -> None:
    class Slow(RecordDesk):
        async def blocks(self) -> list[Block]:
            kept.heard(["mia", 0])
            kept.heard(["max", None])
            return [Block("max", 1, ADA_HOLDS, "Let in a moment ago")]

    kept = KeptOut(
        Slow(shop.service.desk, shop.service.beside.records._agents), lambda: 1, "help@shop.example"
    )
    await kept.read()
    kept.refuse("max")
    with pytest.raises(Forbidden, match=r"You can write to help@shop\.example"):
        kept.refuse("mia")
