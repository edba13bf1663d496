"""Gaps over HTTP: real handoffs become gaps with the agents' words; staff merge, dismiss, split and draft."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from handoff.core.bot import BotReply
from handoff.ports import Known
from tests.cast import answer
from tests.studio.conftest import FAKE
from tests.web.conftest import Shop

SHIP = "Hi, I am Mia Moller. Do you deliver to a ship in the harbour? Mail mia@mail.example"
SAID = "Hello Mia! Yes, we deliver to every pier in the harbour, at the master's office. Best, Ada"


class Studio:
    """Somebody's requests to the studio."""

    def __init__(self, shop: Shop, name: str, http: aiohttp.ClientSession) -> None:
        self._shop, self._http = shop, http
        self._token = shop.token(name)

    async def asks(
        self, method: str, path: str, body: Any = None, **query: Any
    ) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self._token}"}
        url = f"{self._shop.address}/api/studio/gaps{path}"
        async with self._http.request(method, url, params=query, headers=headers, json=body) as reply:
            return reply.status, await reply.json()

    async def gets(self, path: str = "", **query: Any) -> dict[str, Any]:
        status, told = await self.asks("GET", path, **query)
        assert status == 200, told
        return told

    async def does(self, path: str, **body: Any) -> dict[str, Any]:
        status, told = await self.asks("POST", path, body)
        assert status == 200, told
        return told

    async def refused(self, path: str, **body: Any) -> str:
        status, told = await self.asks("POST", path, body)
        assert status >= 400, told
        return f"{status} {told['message']}"


class Shelf:
    async def entries(self) -> dict[str, Known]:
        return {
            "shipping": Known("shipping", "Where do you deliver to?", "", "Shipping", "", "deliver abroad")
        }


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def cleo(shop: Shop, http: aiohttp.ClientSession) -> Studio:
    return Studio(shop, "Cleo", http)


def prepared(shop: Shop, *, quick: bool = True) -> Any:
    """The shop's gaps, grouped when a test says so."""
    gaps = shop.service.studio.gaps
    gaps.views._catalogue = gaps.grouping._catalogue = Shelf()
    if quick:
        gaps.grouping._command = [sys.executable, str(FAKE)]
    return gaps.grouping


async def asked(shop: Shop, *texts: str) -> None:
    """Each by another customer, and the bot knows none of them."""
    for text in texts:
        shop.bot.replies[text] = BotReply(handoff="no_answer")
        mia = await shop.pages.mia()
        await mia.call("say", text=text)
        await mia.hear_event("handoff_requested")
        await mia.ws.close()


async def helped(shop: Shop) -> None:
    """Ada takes who is next, answers and is done."""
    page = await shop.pages.agent(shop.token("Ada"))
    taken = await page.call("take")
    await page.call("say", conversation=taken["conversation"], text=SAID)
    await page.call("resolve", conversation=taken["conversation"])
    await page.ws.close()


async def test_a_handoff_becomes_a_gap_with_the_agents_words_and_a_draft_without_names(
    shop: Shop, http: aiohttp.ClientSession, cleo: Studio
) -> None:
    grouping = prepared(shop, quick=False)
    empty = await cleo.gets()
    assert (empty["gaps"], empty["asked"], empty["counts"]["open"]) == ([], 0, 0)
    await asked(shop, SHIP)
    await helped(shop)
    await asked(shop, "can you deliver to my ship in the harbour?", "Do you sell gift cards?")
    assert await grouping.catch_up() == 3
    told = await cleo.gets()
    ship, gift = told["gaps"]
    assert (ship["questions"], ship["customers"], ship["reasons"]) == (2, 2, {"no_answer": 2})
    assert ship["weeks"][-1] == 2
    assert ship["nearest"]["title"] == "Where do you deliver to?"
    assert gift["title"] == "Do you sell gift cards?"
    one = await cleo.gets(f"/{ship['id']}")
    texts = " ".join(question["text"] for question in one["asked"])
    assert "Moller" not in texts
    assert "mail.example" not in texts
    (words,) = [found for question in one["asked"] for found in question["answers"]]
    assert (words["by"], words["text"][:9]) == ("Ada", "Hello Mia")
    assert all(question["conversation"] is None for question in one["asked"]), "the console is closed to Cleo"
    seen = await Studio(shop, "Sue", http).gets(f"/{ship['id']}")
    assert seen["asked"][0]["conversation"].startswith("/console#/conversation/")
    draft = await cleo.gets(f"/{ship['id']}/draft")
    assert draft["entry"]["answer"] == draft["answer"]
    assert draft["answer"] == "Yes, we deliver to every pier in the harbour, at the master's office."
    assert draft["entry"]["topic"] == "Shipping"
    assert draft["entry"]["phrasings"]
    assert not any("Mia" in text or "@" in text for text in (*draft["phrasings"], draft["title"]))
    who = await asyncio.to_thread(shop.service.studio.gaps.stored.asked, ship["id"])
    assert len({one.visitor for one in who}) == 2


async def test_gaps_are_merged_split_dismissed_and_all_of_it_is_undone(shop: Shop, cleo: Studio) -> None:
    grouping = prepared(shop)
    await asked(shop, "ships to pier 1?", "ships to pier 2?", "boats at all?", "gifts wrapped?")
    await grouping.catch_up()
    ships, boats, gifts = (await cleo.gets())["gaps"]
    merged = await cleo.does(f"/{ships['id']}/merge", others=[boats["id"]])
    assert [(gap["id"], gap["questions"]) for gap in (await cleo.gets())["gaps"]] == [
        (ships["id"], 3),
        (gifts["id"], 1),
    ]
    assert "part of another" in await cleo.refused(f"/{boats['id']}/dismiss", reason="no")
    await asked(shop, "boats to rent?")
    await grouping.catch_up()
    whole = await cleo.gets(f"/{ships['id']}")
    assert [one["kind"] for one in whole["history"]] == ["merged"]
    taken = [one["id"] for one in whole["asked"] if one["text"] == "boats at all?"]
    split = await cleo.does(f"/{ships['id']}/split", questions=taken)
    apart = await cleo.gets(f"/{split['gap']}")
    assert (apart["questions"], apart["title"]) == (1, "Boats at all?")
    await grouping.catch_up()
    assert (await cleo.gets(f"/{split['gap']}"))["questions"] >= 1, "what people moved stays"
    assert "since. Undo that first" in await cleo.refused("/undo", change=merged["change"])
    await cleo.does("/undo", change=split["change"])
    await cleo.does("/undo", change=merged["change"])
    assert "undone already" in await cleo.refused("/undo", change=merged["change"])
    assert (await cleo.gets(f"/{boats['id']}"))["state"] == "open"
    assert (await cleo.gets(f"/{ships['id']}"))["questions"] >= 2
    gone = await cleo.does(f"/{gifts['id']}/dismiss", reason="  We sell   none. ")
    assert [gap["reason"] for gap in (await cleo.gets(state="dismissed"))["gaps"]] == ["We sell none."]
    await cleo.does("/undo", change=gone["change"])
    assert gifts["id"] in [gap["id"] for gap in (await cleo.gets())["gaps"]]


async def test_two_who_dismiss_at_once_are_told_of_each_other(
    shop: Shop, http: aiohttp.ClientSession, cleo: Studio
) -> None:
    grouping = prepared(shop)
    await asked(shop, "gifts wrapped?")
    await grouping.catch_up()
    sue, (gap,) = Studio(shop, "Sue", http), (await cleo.gets())["gaps"]
    path, body = f"/{gap['id']}/dismiss", {"reason": "We sell none.", "revision": gap["revision"]}
    both = await asyncio.gather(cleo.asks("POST", path, body), sue.asks("POST", path, body))
    assert sorted(status for status, _ in both) == [200, 409]
    refused = next(told for status, told in both if status == 409)
    assert "changed this gap meanwhile" in refused["message"]


async def test_a_dismissed_gap_comes_back_when_many_more_ask(shop: Shop, cleo: Studio) -> None:
    grouping = prepared(shop)
    await asked(shop, "gifts wrapped?")
    await grouping.catch_up()
    (gap,) = (await cleo.gets())["gaps"]
    await cleo.does(f"/{gap['id']}/dismiss", reason="We sell none.")
    await asked(shop, *(f"gifts in colour {number}?" for number in range(4)))
    await grouping.catch_up()
    assert (await cleo.gets())["gaps"] == []
    await asked(shop, "gifts at last?")
    await grouping.catch_up()
    (back,) = (await cleo.gets())["gaps"]
    assert (back["id"], back["customers"], bool(back["back"])) == (gap["id"], 6, True)
    assert back["reason"] == "We sell none."


async def test_an_entry_written_for_a_gap_is_remembered_once(shop: Shop, cleo: Studio) -> None:
    grouping = prepared(shop)
    await asked(shop, "gifts wrapped?")
    await grouping.catch_up()
    (gap,) = (await cleo.gets())["gaps"]
    first = await cleo.does(f"/{gap['id']}/drafted", entry="gifts")
    assert await cleo.does(f"/{gap['id']}/drafted", entry="gifts") == first
    (drafted,) = (await cleo.gets(state="drafted"))["gaps"]
    assert (drafted["entry"]["id"], drafted["by"]) == ("gifts", "Cleo")
    assert (await cleo.gets(f"/{gap['id']}/effect"))["published"] is None


async def test_how_entries_do_is_counted(shop: Shop, cleo: Studio) -> None:
    grouping = prepared(shop)
    shop.bot.replies["returns?"] = answer("returns")
    for helpful in (True, False, None):
        mia = await shop.pages.mia()
        await mia.call("say", text="returns?")
        given = await mia.hear_event("bot_answered")
        if helpful is not None:
            await mia.call("feedback", answer=given["seq"], helpful=helpful)
    await grouping.catch_up()
    cards = (await cleo.gets("/scorecards", entry="returns"))["scorecards"]
    card = cards["returns"]
    assert (card["shown"], card["helped"], card["not_helped"], card["refused"]) == (3, 1, 1, 1)
    assert (await cleo.gets("/scorecards", entry="none"))["scorecards"] == {}


async def test_gaps_are_searched_filtered_and_paged(shop: Shop, cleo: Studio) -> None:
    grouping = prepared(shop)
    await asked(shop, "ships to pier 100%?", "boats_at all?", "gifts wrapped?")
    await grouping.catch_up()
    assert [gap["title"] for gap in (await cleo.gets(q="PIER 100%"))["gaps"]] == ["Ships to pier 100%?"]
    assert (await cleo.gets(q="boats%all"))["gaps"] == []
    assert len((await cleo.gets(reason="no_answer"))["gaps"]) == 3
    assert (await cleo.gets(reason="asked"))["gaps"] == []
    first = await cleo.gets(limit=2)
    assert (len(first["gaps"]), first["more"]) == (2, True)
    rest = await cleo.gets(limit=2, skip=2)
    assert (len(rest["gaps"]), rest["more"]) == (1, False)


BAD: list[tuple[str, str, Any, int]] = [
    ("GET", "/999", None, 404),
    ("GET", "/abc", None, 404),
    ("GET", "/99999999999999999999/draft", None, 404),
    ("GET", "?state=gone", None, 400),
    ("GET", "?order=worst", None, 400),
    ("GET", "?skip=-1", None, 400),
    ("GET", f"?q={'x' * 300}", None, 413),
    ("POST", "/1/dismiss", {"reason": "   "}, 400),
    ("POST", "/1/dismiss", {"reason": "x" * 600}, 413),
    ("POST", "/1/dismiss", {}, 400),
    ("POST", "/1/dismiss", [], 400),
    ("POST", "/1/merge", {"others": []}, 400),
    ("POST", "/1/merge", {"others": [2**40]}, 400),
    ("POST", "/1/split", {"questions": ["a"]}, 400),
    ("POST", "/1/merge", {"others": [2]}, 404),
    ("POST", "/undo", {"change": 7}, 404),
    ("POST", "/1/drafted", {"entry": ""}, 400),
    ("POST", "/1/drafted", {"entry": "gifts"}, 404),
]


async def test_bad_requests_get_a_sentence_and_change_nothing(shop: Shop, cleo: Studio) -> None:
    for method, path, body, status in BAD:
        got, told = await cleo.asks(method, path, body)
        assert (got, bool(told["message"])) == (status, True), (path, told)


async def test_agents_read_and_change_nothing_and_strangers_read_nothing(
    shop: Shop, http: aiohttp.ClientSession
) -> None:
    ada = Studio(shop, "Ada", http)
    await ada.gets()
    assert (await ada.refused("/1/dismiss", reason="no")).startswith("403")
    assert (await ada.asks("POST", "/group"))[0] == 403
    ada._token = "nobody"
    assert (await ada.asks("GET", ""))[0] == 401
