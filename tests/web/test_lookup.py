"""Look-ups: signed, proved identities only, bounded, and honest about what went wrong."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from standardwebhooks import Webhook

from handoff import lookup
from handoff.beside import lookups_of
from handoff.core.bot import BotReply
from handoff.lookup import Hook, Lookup, LookupFailed, shown
from handoff.settings import Settings
from tests.web.conftest import Open, Shop
from tests.web.page import Page

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqrTwjU"
IDENTITY_SECRET = "shared with the shop, thirty-two characters"

Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


@contextlib.asynccontextmanager
async def system(answer: Answering) -> AsyncIterator[str]:
    """The shop's own system."""
    app = web.Application()
    app.router.add_post("/lookup", answer)
    async with TestServer(app) as server:
        yield str(server.make_url("/lookup"))


async def looked_up(shop: Shop, conversation: str) -> Any:
    address = f"{shop.address}/api/conversations/{conversation}/lookup"
    headers = {"Authorization": f"Bearer {shop.token('Ada')}"}
    async with shop.pages.http.get(address, headers=headers) as response:
        assert response.status == 200
        return await response.json()


async def asks_for_an_order(shop: Shop, mia: Page) -> str:
    entities = ({"entity": "order_number", "value": "ff 100002"},)
    shop.bot.replies["where is it?"] = BotReply(handoff="no_answer", entities=entities)
    id = str((await mia.call("say", text="where is it?"))["conversation"])
    await mia.hear_event("queued")
    return id


async def test_out_of_the_box_the_sample_shop_answers(shop: Shop) -> None:
    mia = await shop.pages.mia()
    id = await asks_for_an_order(shop, mia)
    found = await looked_up(shop, id)
    (card,) = found["cards"]
    assert found["state"] == "ok"
    assert card["title"] == "Order FF-100002 (sample)"
    assert ["State", "on its way"] in card["fields"]
    async with shop.pages.http.post(f"{shop.address}/demo/lookup", json={"entities": []}) as response:
        assert response.status == 401


def test_where_the_public_comes_nothing_is_made_up(tmp_path: Path) -> None:
    nobody: Any = None
    settings = Settings(home=tmp_path, public_url="https://help.shop.example")
    app = web.Application()
    routes = lookups_of(settings, nobody, nobody, lambda: "http://127.0.0.1:1")
    routes.attach(app)
    assert not routes.offered
    assert "/demo/lookup" not in {resource.canonical for resource in app.router.resources()}


async def test_the_question_is_signed_and_holds_what_is_proved(open_shop: Open) -> None:
    asked: list[Any] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(Webhook(SECRET).verify(await request.read(), dict(request.headers)))
        return web.json_response({"cards": [{"title": "Mia", "fields": [["Plan", "gold"], ["Orders", 3]]}]})

    async with (
        system(answer) as url,
        open_shop(lookup_url=url, lookup_secret=SECRET, identity_secret=IDENTITY_SECRET) as shop,
    ):
        mia = await shop.pages.mia()
        id = await asks_for_an_order(shop, mia)
        await looked_up(shop, id)
        known = {"aud": "handrail", "exp": int(time.time()) + 60, "sub": "7", "email": "mia@example.com"}
        await mia.call("identify", identity=jwt.encode(known, IDENTITY_SECRET, "HS256"))
        found = await looked_up(shop, id)
        card = {"title": "Mia", "fields": [["Plan", "gold"], ["Orders", "3"]], "url": None}
        assert found == {"state": "ok", "cards": [card], "message": None}
    assert [question["customer"] for question in asked] == [
        None,
        {"id": "7", "verified": True, "name": None, "email": "mia@example.com"},
    ]
    assert asked[0]["entities"] == [{"entity": "order_number", "value": "ff 100002"}]


async def test_whatever_goes_wrong_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "PATIENCE_S", 0.3)

    async def slow(_request: web.Request) -> web.Response:
        await asyncio.Event().wait()
        raise AssertionError

    async def elsewhere(_request: web.Request) -> web.Response:
        raise web.HTTPFound("http://127.0.0.1:1/")

    async def broken(_request: web.Request) -> web.Response:
        return web.Response(body=b"[" * 5_000)

    async def huge(_request: web.Request) -> web.Response:
        return web.Response(body=b" " * (lookup.LARGEST_ANSWER + 1))

    wrong = ((slow, "within"), (elsewhere, "status 302"), (broken, "can't be read"), (huge, "longer than"))
    for answer, word in wrong:
        async with system(answer) as url:
            with pytest.raises(LookupFailed, match=word):
                await Lookup(lambda url=url: Hook(url, SECRET)).cards({})  # type: ignore[misc]
    with pytest.raises(LookupFailed, match="reached"):
        await Lookup(lambda: Hook("http://127.0.0.1:1/", SECRET)).cards({})


@pytest.mark.parametrize(
    "answer",
    [b"null", b"[]", b'{"cards": 1}', b'{"cards": [1]}', b'{"cards": [{"fields": {"a": 1}}]}',
     b'{"cards": [{"fields": [["a"]]}]}', b'{"cards": [{"title": {"deep": 1}}]}',
     b'{"cards": [{"fields": [[1, []]]}]}'],
)  # fmt: skip
def test_an_answer_of_another_shape_is_none(answer: bytes) -> None:
    with pytest.raises((ValueError, TypeError)):
        shown(answer)


def test_hostile_cards_are_lines_of_text_and_links_are_links() -> None:
    answer = b"""{"cards": [{"title": "<b>x</b>\\u202e", "url": "javascript:alert(1)",
        "fields": [["a\\nb", "LONG"], [null, true]]}, {"title": "", "url": "https://shop.example/a"},
        {"title": "", "url": "https://me:word@shop.example/"}]}""".replace(b"LONG", b"y" * 5_000)
    first, second, third = shown(answer)
    assert first["title"] == "<b>x</b>"
    assert first["url"] is third["url"] is None
    assert second["url"] == "https://shop.example/a"
    assert first["fields"][0][0] == "a b"
    assert len(first["fields"][0][1]) == lookup.LONGEST_VALUE
    assert first["fields"][1] == ["", "True"]
