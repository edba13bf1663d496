"""Mia says who she is: her conversation goes with her, her old token opens nothing, nobody sees another's."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any

import jwt
import pytest

from handoff.core.checkup import Finding
from handoff.desk.telling import visitor_topic
from handoff.doctor import examine
from tests.cast import once, until
from tests.web.conftest import Open, Shop
from tests.web.page import Page, Refused, token_of

IDENTITY_SECRET = "shared with the shop, thirty-two characters"


def signed(sub: str = "mia", **more: Any) -> str:
    known = {"aud": "handrail", "exp": int(time.time()) + 600, "sub": sub, "name": sub.title(), **more}
    return jwt.encode(known, IDENTITY_SECRET, "HS256")


@pytest.fixture
async def shop(open_shop: Open) -> AsyncIterator[Shop]:
    async with open_shop(identity_secret=IDENTITY_SECRET) as opened:
        yield opened


async def identify(page: Page, sub: str = "mia") -> Any:
    answer = await page.call("identify", identity=signed(sub))
    assert answer["ok"], answer
    return answer


async def welcomed_as(page: Page, name: str) -> Any:
    return await page.hear("welcome", lambda told: (told["customer"] or {}).get("name") == name)


async def test_the_conversation_goes_with_her_and_the_agent_sees_who_she_is(shop: Shop) -> None:
    mia, ada = await shop.pages.mia(), await shop.pages.agent(shop.token("Ada"))
    asked = once()
    said = await mia.call("say", client_id=asked, text="hello")
    await mia.call(
        "person",
    )
    old = token_of(mia)
    await ada.call(
        "take",
    )
    identified = await identify(mia)
    assert identified["conversation"] == said["conversation"]
    seen = await ada.hear_event("customer_identified")
    assert (seen["name"], seen["verified"], seen["id"]) == ("Mia", True, "mia")
    card = await ada.hear("mine", lambda told: told["op"] == "update")
    assert card["conversation"]["customer"] == {"name": "Mia", "verified": True}
    told = await welcomed_as(mia, "Mia")
    assert [event["kind"] for event in told["events"]][:2] == ["conversation_started", "customer_said"]
    assert "customer_identified" not in str(mia.heard)
    await ada.call("say", conversation=said["conversation"], text="Welcome, Mia")
    assert (await mia.hear_event("agent_said"))["text"] == "Welcome, Mia"
    assert await mia.call("say", client_id=asked, text="hello") == said  # sent again: it was said already
    phone = await shop.pages.mia(identity=signed())
    assert (await welcomed_as(phone, "Mia"))["conversation"]["id"] == said["conversation"]
    with pytest.raises(Refused) as refused:
        await shop.pages.mia(old)
    assert refused.value.wire["data"]["code"] == "unauthorised"
    again = await shop.pages.mia(identified["token"])
    assert (await again.hear("welcome"))["conversation"]["id"] == said["conversation"]


async def test_other_tabs_of_the_nobody_she_was_see_and_begin_nothing(shop: Shop) -> None:
    mia = await shop.pages.mia()
    said = await mia.call("say", text="hello")
    nobody = await shop.service.log.conversation(said["conversation"])
    assert nobody is not None
    other = await shop.pages.mia(token_of(mia))
    await identify(mia)
    stale = await other.call("sync", after=0, conversation=said["conversation"])
    assert stale.get("events", []) == []
    refused = await other.call("say", text="and now?")
    assert (refused["ok"], refused["code"]) == (False, "unauthorised")
    await mia.call("say", text="a secret")
    listening = shop.service.connections.listening
    await until(lambda: not listening(visitor_topic(nobody.visitor)), "the old tab was closed")
    assert "a secret" not in str(other.heard)


async def test_a_first_word_on_its_way_while_she_says_who_she_is_does_not_stay_behind(shop: Shop) -> None:
    mia = await shop.pages.mia()
    nobody, first = token_of(mia), once()
    stale = await shop.pages.mia(nobody)
    await identify(mia)
    refused = await stale.call("say", client_id=first, text="hello")
    assert (refused["ok"], refused["code"]) == (False, "unauthorised")  # pages send such words again
    said = await mia.call("say", client_id=first, text="hello")
    assert said["conversation"] == (await welcomed_as(mia, "Mia"))["conversation"]["id"]


async def test_a_tab_of_the_nobody_she_was_is_not_led_on_to_anything(shop: Shop) -> None:
    mia = await shop.pages.mia()
    first = await mia.call("say", text="hello")
    nobody = await shop.service.log.conversation(first["conversation"])
    assert nobody is not None
    other = await shop.pages.mia(token_of(mia))
    await other.hear("welcome")
    await identify(mia)
    await mia.call("restart")
    listening = shop.service.connections.listening
    await until(lambda: not listening(visitor_topic(nobody.visitor)), "the old tab was closed")
    assert len([name for name, _ in other.heard if name == "welcome"]) == 1


async def test_two_customers_on_one_device_never_see_each_others(shop: Shop) -> None:
    page = await shop.pages.mia()
    await identify(page, "mia")
    hers = await page.call("say", text="my order is late")
    await identify(page, "max")
    told = await welcomed_as(page, "Max")
    assert told["events"] == []
    assert told["conversation"]["id"] != hers["conversation"]
    read = await page.call("sync", after=0, conversation=hers["conversation"])
    assert read["code"] == "not_found"
    his = await page.call("say", text="hello")
    (event,) = [e for e in await shop.stored(his["conversation"]) if e.kind == "customer_identified"]
    assert event.data["name"] == "Max"
    both = await shop.pages.mia(token_of(page), identity=signed("mia"))
    assert (await welcomed_as(both, "Mia"))["conversation"]["id"] == hers["conversation"]


async def test_of_two_open_conversations_the_one_nearer_to_a_person_goes_on(shop: Shop) -> None:
    phone = await shop.pages.mia(identity=signed())
    waiting = await phone.call(
        "person",
    )
    laptop = await shop.pages.mia()
    here = await laptop.call("say", text="hello")
    await laptop.hear_event("bot_said")
    await identify(laptop)
    told = await welcomed_as(laptop, "Mia")
    assert told["conversation"]["id"] == waiting["conversation"]
    ended = await shop.service.log.conversation(here["conversation"])
    assert ended is not None
    assert not ended.open
    last = (await shop.stored(waiting["conversation"]))[-1]
    assert (last.kind, last.data["continues"]) == ("customer_identified", here["conversation"])
    found: list[Finding] = []
    await examine(shop.service.settings, lambda finding, _mended: found.append(finding), repair=False)
    assert found == []


async def test_who_has_nothing_yet_is_remembered_with_the_first_word(shop: Shop) -> None:
    page = await shop.pages.mia(identity=signed())
    again = await shop.pages.mia(identity=signed())
    await page.call(
        "person",
    )
    ada = await shop.pages.agent(shop.token("Ada"))
    (card,) = (await ada.hear("welcome"))["queue"]
    assert card["customer"] == {"name": "Mia", "verified": True}
    await again.hear_event("queued")
    position = await again.hear("queue")
    assert position["position"] == 1


@pytest.mark.parametrize("identity", ["nonsense", {"id": "mia", "hash": "0" * 64}, 7])
async def test_who_proves_nothing_hears_why(shop: Shop, identity: Any) -> None:
    with pytest.raises(Refused) as refused:
        await shop.pages.mia(identity=identity)
    assert refused.value.wire["data"]["code"] == "unauthorised"
    page = await shop.pages.mia()
    answer = await page.call("identify", identity=identity)
    assert answer["code"] == "unauthorised"
    assert (await page.call("say", text="hello"))["ok"]
