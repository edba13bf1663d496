"""Before the first word: entries by topic, search, known issues, and what goes along to a person."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from content.entries import load
from handoff.desk.browsing import ENOUGH
from handoff.desk.informing import Informer
from handoff.web.limits import SEARCHES
from tests.cast import answer
from tests.web.conftest import Open, Shop

CONTENT = load().entries
ENTRIES = {entry.id: entry for entry in CONTENT}
SITE = "https://shop.example"
ISSUE = {"title": "Parcels are late", "text": "A **storm** in the north.", "entries": ["track-order"]}


async def ask(shop: Shop, path: str, **headers: str) -> tuple[int, Any, aiohttp.ClientResponse]:
    async with shop.pages.http.get(f"{shop.address}{path}", headers=headers) as response:
        body = await response.json() if response.status != 304 else None
        return response.status, body, response


async def send(shop: Shop, who: str, method: str, path: str, body: object) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {shop.token(who)}"}
    async with shop.pages.http.request(
        method, f"{shop.address}{path}", json=body, headers=headers
    ) as response:
        return response.status, await response.json()


async def test_everybody_reads_the_entries_by_topic_and_one_by_one(shop: Shop) -> None:
    status, told, response = await ask(shop, "/api/faq")
    assert status == 200
    assert [one["entry"] for topic in told["topics"] for one in topic["entries"]] == list(ENTRIES)
    assert [topic["name"] for topic in told["topics"]] == list(dict.fromkeys(e.topic for e in CONTENT))
    firsts = {topic["entries"][0]["entry"] for topic in told["topics"]}
    assert len(told["common"]) == 4
    assert {one["entry"] for one in told["common"]} <= firsts, "nothing was asked yet"
    again, _, _ = await ask(shop, "/api/faq", **{"If-None-Match": response.headers["ETag"]})
    assert again == 304
    status, one, _ = await ask(shop, "/api/faq/track-order")
    entry = ENTRIES["track-order"]
    assert (one["title"], one["text"], one["issues"]) == (entry.title, entry.answer, [])
    assert (await ask(shop, "/api/faq/no-such-entry"))[0] == 404


async def test_what_is_asked_most_and_not_refused_comes_first(shop: Shop) -> None:
    mia = await shop.pages.mia()
    shop.bot.replies["?"] = answer("cookies")
    counts = dict.fromkeys(("cookies", "workshops"), ENOUGH)
    shop.service.looking.browsing._counts = lambda: {**counts, "gone": 99, "repairs": 0}
    await mia.call("page", url="https://shop.example/", title="")
    _, told, _ = await ask(shop, "/api/faq")
    assert [one["entry"] for one in told["common"]][:2] == ["cookies", "workshops"]
    assert len(told["common"]) == 4


async def test_answers_are_counted_and_refusals_taken_off(shop: Shop) -> None:
    from handoff.adapters.asked import Asked

    for helpful in (True, False):
        mia = await shop.pages.mia()
        await mia.call("say", text="returns?")
        shown = await mia.hear_event("bot_answered")
        await mia.call("feedback", answer=shown["seq"], helpful=helpful)
    assert Asked(shop.service.engine).counts() == {"returns": 1}


async def test_searching_finds_by_meaning_and_by_mistyped_words_and_stores_nothing(shop: Shop) -> None:
    browsing = shop.service.looking.browsing
    browsing._bot = shop.bot
    shop.bot.suggestions = ["repairs", "unheard-of", "track-order"]
    _, found, _ = await ask(shop, "/api/faq/search?q=is%20my%20refnud%20coming")
    ids = [one["entry"] for one in found["entries"]]
    assert ids[:2] == ["repairs", "track-order"]
    assert "refund-when" in ids, "by its words, although mistyped"
    assert len(ids) <= 6
    shop.bot.suggestions = []
    _, found, _ = await ask(shop, "/api/faq/search?q=pasword")
    assert found["entries"][0]["entry"] == "reset-password", "without the bot as well"
    assert (await ask(shop, "/api/faq/search?q="))[1] == {"entries": []}
    assert (await ask(shop, "/api/faq/search?q=" + "x" * 201))[0] == 400
    assert await shop.service.log.waiting(None) == []


async def test_searching_is_bounded_for_each_place(shop: Shop) -> None:
    (limit,) = SEARCHES
    statuses = [(await ask(shop, "/api/faq/search?q=x"))[0] for _ in range(limit.amount + 1)]
    assert statuses == [200] * limit.amount + [429]


async def test_only_sites_that_may_embed_the_widget_read_it(open_shop: Open) -> None:
    async with open_shop(origins=(SITE,)) as shop:
        for path in ("/api/faq", "/api/faq/track-order", "/api/faq/search?q=x", "/api/known-issues"):
            _, _, response = await ask(shop, path, Origin=SITE)
            assert response.headers["Access-Control-Allow-Origin"] == SITE, path
            assert response.headers["Vary"] == "Origin"
            _, _, response = await ask(shop, path, Origin="https://elsewhere.example")
            assert "Access-Control-Allow-Origin" not in response.headers, path
        _, _, response = await ask(shop, "/api/known-issues/all", Origin=SITE)
        assert "Access-Control-Allow-Origin" not in response.headers, "staff's is staff's"


async def test_an_entry_that_did_not_help_goes_along_to_the_person(shop: Shop) -> None:
    ada = await shop.pages.agent(shop.token("Ada"))
    mia = await shop.pages.mia()
    called = await mia.call("unhelped", entry="track-order", question="where is it", helpful=False)
    assert called["ok"]
    taken = await ada.call("take")
    events = taken["events"]
    assert [event["kind"] for event in events][:6] == [
        "conversation_started",
        "customer_said",
        "bot_answered",
        "feedback_given",
        "handoff_requested",
        "queued",
    ]
    assert events[1]["text"] == "where is it"
    assert (events[2]["entry"], events[2]["looked_up"]) == ("track-order", True)
    assert (events[3]["answer"], events[3]["helpful"]) == (events[2]["seq"], False)
    shop.bot.suggestions = ["track-order"]
    beside = await ada.call("suggest", conversation=called["conversation"])
    assert [(one["entry"], one["refused"]) for one in beside["entries"]] == [("track-order", True)]
    again = await mia.call("unhelped", entry="track-order", helpful=False)
    assert again["ok"], "a person is one click away, whatever state"
    assert len(await shop.stored(called["conversation"])) == len(events)


async def test_who_only_asks_for_a_person_has_refused_nothing(shop: Shop) -> None:
    mia = await shop.pages.mia()
    called = await mia.call("unhelped", entry="track-order")
    kinds = [event.kind.value for event in await shop.stored(called["conversation"])]
    assert kinds == ["conversation_started", "bot_answered", "handoff_requested", "queued"]
    unknown = await (await shop.pages.mia()).call("unhelped", entry="no-such-entry")
    assert unknown["code"] == "not_found"


async def test_a_known_issue_is_posted_read_carried_counted_and_closed(shop: Shop) -> None:
    assert (await send(shop, "Ada", "POST", "/api/known-issues", ISSUE))[0] == 403
    status, made = await send(shop, "Cleo", "POST", "/api/known-issues", ISSUE)
    assert (status, made["closed"], made["affected"]) == (201, None, 0)
    _, told, _ = await ask(shop, "/api/known-issues")
    assert [one["title"] for one in told["issues"]] == ["Parcels are late"]
    assert "affected" not in told["issues"][0]

    looking = shop.service.looking
    shop.service.desk.turns._bot = Informer(shop.bot, looking.issues.open, looking.catalogue, looking.giving)
    shop.bot.replies["late"] = answer("track-order")
    mia = await shop.pages.mia()
    await mia.call("say", text="late")
    shown = await mia.hear_event("bot_answered")
    assert shown["issues"] == [{name: made[name] for name in ("id", "title", "text")}]
    assert (await ask(shop, "/api/faq/track-order"))[1]["issues"] == shown["issues"]

    for _ in range(2):
        assert (await mia.call("affected", issue=made["id"]))["ok"]
    max_ = await shop.pages.mia()
    assert (await max_.call("affected", issue=made["id"]))["ok"]
    _, seen = await send(shop, "Ada", "GET", "/api/known-issues/all", None)
    assert [one["affected"] for one in seen["issues"]] == [2], "each visitor once"
    assert (await ask(shop, "/api/known-issues/all"))[0] == 401

    closed = {**ISSUE, "text": "It is over.", "open": False}
    status, changed = await send(shop, "Sue", "PUT", f"/api/known-issues/{made['id']}", closed)
    assert (status, changed["affected"]) == (200, 2)
    assert changed["closed"] is not None
    assert (await ask(shop, "/api/known-issues"))[1] == {"issues": []}
    assert (await ask(shop, "/api/faq/track-order"))[1]["issues"] == []
    assert (await max_.call("affected", issue=made["id"]))["code"] == "not_now"
    assert (await max_.call("affected", issue=made["id"][:-1] + "0"))["code"] in ("not_found", "not_now")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"title": "x", "text": "x" * 1_001}, "text"),
        ({"title": "x", "entries": ["no-such-entry"]}, "entries"),
        ({"title": "x", "entries": "track-order"}, "entries"),
        ({"title": "x", "open": "yes"}, "open"),
        ({}, "title"),
    ],
)
async def test_what_makes_no_sense_is_told_at_its_field(shop: Shop, wrong: object, field: str) -> None:
    status, said = await send(shop, "Cleo", "POST", "/api/known-issues", wrong)
    assert (status, said["code"], said["field"]) == (400, "bad_request", field)
    assert (await ask(shop, "/api/known-issues"))[1] == {"issues": []}


async def test_no_more_are_open_than_anybody_reads(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    from handoff.adapters import known_issues

    monkeypatch.setattr(known_issues, "MOST_OPEN", 1)
    _, first = await send(shop, "Cleo", "POST", "/api/known-issues", {"title": "One"})
    assert (await send(shop, "Cleo", "POST", "/api/known-issues", {"title": "Two"}))[0] == 409
    path = f"/api/known-issues/{first['id']}"
    assert (await send(shop, "Cleo", "PUT", path, {"title": "One", "open": False}))[0] == 200
    assert (await send(shop, "Cleo", "POST", "/api/known-issues", {"title": "Two"}))[0] == 201
    assert (await send(shop, "Cleo", "PUT", path, {"title": "One"}))[0] == 409, "opened again, it counts"
    assert (await send(shop, "Cleo", "PUT", "/api/known-issues/none", {"title": "One"}))[0] == 404
