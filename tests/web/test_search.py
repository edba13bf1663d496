"""Search over HTTP: what agents ask for and get, and what is refused with a sentence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.web.conftest import AGENTS, Shop


class Desk:
    """An agent's requests."""

    def __init__(self, shop: Shop, name: str, http: aiohttp.ClientSession) -> None:
        self._shop, self._http = shop, http
        self._token = shop.token(name)

    async def asks(self, path: str = "", **query: str) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self._token}"}
        url = f"{self._shop.address}/api/conversations{path}"
        async with self._http.get(url, params=query, headers=headers) as answer:
            return answer.status, await answer.json()

    async def finds(self, **query: str) -> list[dict[str, Any]]:
        status, answer = await self.asks(**query)
        assert status == 200, answer
        found: list[dict[str, Any]] = answer["conversations"]
        return found


async def caught_up(shop: Shop) -> None:
    """The index follows the log by itself; here it is not waited for."""
    while await shop.service.indexing._index.follow():
        """On."""


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_an_agent_finds_what_was_said_and_opens_it(shop: Shop, http: aiohttp.ClientSession) -> None:
    ada, sue = Desk(shop, "Ada", http), Desk(shop, "Sue", http)
    page, mia = await shop.pages.agent(shop.token("Ada")), await shop.pages.mia()
    await mia.call("say", text="My Päckchen to 東京都 is lost")
    id = (await mia.call("person"))["conversation"]
    await page.call("take", conversation=id)
    await page.call("resolve", conversation=id)
    await caught_up(shop)
    (found,) = await ada.finds(q="packchen", agent="me", status="resolved", reason="asked")
    assert (found["id"], found["status"]) == (id, "resolved")
    assert found["found"]["helped"]["name"] == "Ada"
    hit = found["found"]["hit"]
    assert [part["text"] for part in hit["parts"] if part["hit"]] == ["Päckchen"]
    assert hit["by"]["role"] == "customer"
    assert await ada.finds(q="packchen", agent=AGENTS["Grace"]) == []
    assert await ada.finds(q="京都 lost", channel="chat,mail", order="best") != []
    assert await ada.finds(q="packchen", to="2020-01-01", zone="Europe/Tallinn") == []
    assert (await ada.asks(f"/{id}"))[1]["id"] == id
    assert (await ada.asks("/00000000-0000-4000-8000-000000000000"))[1]["code"] == "not_found"
    # The cursor leads on.
    other = await shop.pages.mia()
    await other.call("say", text="Päckchen")
    await caught_up(shop)
    assert [one["id"] for one in await ada.finds(q="päckchen")] == [id], "the other is with the bot"
    _, first = await sue.asks(q="päckchen", limit="1")
    _, rest = await sue.asks(q="päckchen", limit="1", cursor=first["cursor"])
    assert [one["id"] for one in rest["conversations"]] == [id]
    assert rest["cursor"] is None
    # Whatever is asked, and by whomever.
    for query in ('"', "NEAR(a b)", "a* OR", "x:y", "\x00", "' --", "!!!", "🙂", "\ufdfa"):
        assert (await ada.asks(q=query))[0] == 200, query
    assert await ada.finds(q="!!!") == []
    assert (await Desk(shop, "Cleo", http).asks())[1]["code"] == "forbidden"
    async with http.get(f"{shop.address}/api/conversations") as answer:
        assert answer.status == 401
    async with http.get(f"{shop.address}/api/conversations", params={"q": "x" * 100_000}) as answer:
        assert 400 <= answer.status < 500
    for wrong, field in [
        ({"status": "lost"}, "status"),
        ({"rating": "6"}, "rating"),
        ({"reason": "asked,because"}, "reason"),
        ({"order": "worst"}, "order"),
        ({"limit": "0"}, "limit"),
        ({"limit": "٣"}, "limit"),
        ({"cursor": "b1"}, "cursor"),
        ({"cursor": "n99999999999999999999"}, "cursor"),
        ({"from": "yesterday"}, "from"),
        ({"from": "0001-01-01"}, "from"),
        ({"from": "2026-02-02", "to": "2026-02-01"}, "to"),
        ({"zone": "../etc/passwd"}, "zone"),
        ({"zone": "Mars/Base"}, "zone"),
        ({"q": "x" * 501}, "q"),
        ({"entry": "x" * 201}, "entry"),
        ({"team": ",".join("abcdefghijklmnopqrstuvw")}, "team"),
    ]:
        status, refusal = await ada.asks(**wrong)
        assert status in (400, 413), wrong
        assert refusal["message"].startswith(f"{field}:"), refusal
