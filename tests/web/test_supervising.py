"""Transfer, assignment, watching and whispering over real sockets: who hears what, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import AGENTS, Shop
from tests.web.page import Page


async def at_work(shop: Shop) -> tuple[Page, Page, Page, str]:
    """Ada with Mia, Grace and Sue at their pages."""
    ada, grace, sue = [await shop.pages.agent(shop.token(name)) for name in ("Ada", "Grace", "Sue")]
    mia = await shop.pages.mia()
    id = (await mia.call("person"))["conversation"]
    await ada.call("take", conversation=id)
    return ada, grace, sue, id


@pytest.mark.parametrize("field", ["to_agent", "agent"])
async def test_a_supervisor_gives_a_customer_to_somebody_else(shop: Shop, field: str) -> None:
    ada, grace, sue, id = await at_work(shop)
    assert (await sue.call("assign", conversation=id, **{field: AGENTS["Grace"]}))["ok"]
    assert (await grace.hear("mine", lambda told: told["op"] == "add"))["conversation"]["id"] == id
    assert (await ada.hear("mine", lambda told: told["op"] == "remove"))["conversation"]["id"] == id
    assert (await ada.call("say", conversation=id, text="Too late"))["code"] == "forbidden"


async def test_who_watches_hears_everything_until_they_look_away(shop: Shop) -> None:
    ada, _, sue, id = await at_work(shop)
    watched = await sue.call("watch", conversation=id)
    assert [event["kind"] for event in watched["events"]][-1] == "agent_joined"
    await ada.call("say", conversation=id, text="Hello Mia.")
    assert (await sue.hear_event("agent_said"))["text"] == "Hello Mia."
    assert (await sue.call("watch", conversation=id, on=False))["ok"]
    sue.heard.clear()
    await ada.call("say", conversation=id, text="Between us.")
    await sue.call("whisper", conversation=id, text="Well done.")
    assert (await ada.hear_event("whispered"))["by"]["name"] == "Sue"
    assert [event["kind"] for event in sue.events] == []


@pytest.mark.parametrize(
    ("call", "fields", "code"),
    [
        ("transfer", {}, "bad_request"),
        ("transfer", {"to_agent": "nobody", "to_team": None}, "bad_request"),
        ("transfer", {"to_team": "nowhere"}, "not_found"),
        ("transfer", {"to_agent": "00000000-0000-4000-8000-000000000000"}, "not_found"),
        ("assign", {"to_team": "support"}, "forbidden"),
        ("take_over", {}, "forbidden"),
        ("watch", {}, "forbidden"),
        ("whisper", {"text": "psst"}, "forbidden"),
        ("decline", {}, "not_now"),
    ],
)
async def test_what_an_agent_may_not_or_can_not_is_refused_and_changes_nothing(
    shop: Shop, call: str, fields: dict[str, Any], code: str
) -> None:
    ada, _, _, id = await at_work(shop)
    before = await shop.stored(id)
    assert (await ada.call(call, conversation=id, **fields))["code"] == code
    assert await shop.stored(id) == before


async def test_a_supervisor_sees_everybody_at_once(shop: Shop) -> None:
    ada, grace, sue, id = await at_work(shop)
    mia = await shop.pages.mia()
    await mia.call("person")
    board = await sue.call("board")
    agents = {one["name"]: one for one in board["agents"]}
    assert set(agents) == {"Ada", "Grace", "Sue"}, "content staff hold nobody"
    assert (agents["Ada"]["state"], agents["Ada"]["load"]) == ("available", 1)
    assert agents["Ada"]["longest"]["conversation"] == id
    assert agents["Grace"]["longest"] is None
    assert all(one["since"] <= board["at"] for one in agents.values())
    (support,) = [one for one in board["teams"] if one["name"] == "support"]
    assert (support["waiting"], support["available"], support["open"]) == (1, 2, True)
    assert support["longest"] <= board["at"]
    assert (await ada.call("board"))["code"] == "forbidden"
    # Somebody forgot to say that they are at lunch.
    away = {"agent": AGENTS["Grace"], "available": False, "label": "Lunch"}
    assert (await ada.call("set_status", **away))["code"] == "forbidden"
    assert (await sue.call("set_status", **{**away, "agent": AGENTS["Cleo"]}))["code"] == "not_found"
    assert (await sue.call("set_status", **away))["state"] == "away"
    assert (await grace.hear("status", lambda told: told["state"] == "away"))["label"] == "Lunch"
    (told,) = [one for one in (await sue.call("board"))["agents"] if one["name"] == "Grace"]
    assert (told["state"], told["label"], told["connected"]) == ("away", "Lunch", True)
    assert told["since"] >= board["at"]


async def test_the_board_counts_the_days_waits(shop: Shop) -> None:
    _, _, sue, _ = await at_work(shop)
    mia = await shop.pages.mia()
    await mia.call("person")
    await mia.call("bot")
    await shop.service.waits.flush()
    (support,) = [one for one in (await sue.call("board"))["teams"] if one["name"] == "support"]
    assert (support["taken"], support["left"]) == (1, 1)


async def test_agents_who_look_at_the_same_conversation_see_each_other(shop: Shop) -> None:
    ada, grace, sue, id = await at_work(shop)

    async def hears(page: Page, *names: str) -> None:
        await page.hear("viewing", lambda told: [one["name"] for one in told["agents"]] == list(names))
        page.heard.clear()

    assert (await ada.call("viewing", conversation=id))["ok"]
    await hears(ada, "Ada")
    await grace.call("viewing", conversation=id)
    await hears(ada, "Ada", "Grace")
    await hears(grace, "Ada", "Grace")
    await grace.call("viewing")
    await hears(ada, "Ada")
    await sue.call("viewing", conversation=id)
    await hears(ada, "Ada", "Sue")
    await sue.leave()
    await hears(ada, "Ada")
    hidden = await shop.pages.mia()
    with_bot = (await hidden.call("say", text="returns?"))["conversation"]
    assert (await ada.call("viewing", conversation=with_bot))["code"] == "not_found"
    assert [event["kind"] for event in (await ada.call("sync", conversation=id, after=0))["events"]][-1] == (
        "agent_joined"
    ), "nothing is stored"
