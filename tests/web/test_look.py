"""The widget's look in its one script, and where the widget is seen."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from typing import Any

import pytest

from tests.cast import PASSWORD, until
from tests.web.conftest import Open, Shop

LOOK = {"title": "Hello </script> \u2028 “there”", "color": "#1f5fa8", "side": "left", "label": "Ask us"}


async def ask(shop: Shop, token: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {token}"}
    async with shop.pages.http.request(method, shop.address + path, json=body, headers=headers) as response:
        return response.status, await response.json()


async def script(shop: Shop, **headers: str) -> tuple[int, str, Mapping[str, str]]:
    async with shop.pages.http.get(shop.address + "/widget.js", headers=headers) as response:
        return response.status, await response.text(), response.headers


def admin(shop: Shop) -> str:
    accounts = shop.service.accounts
    return accounts.sign_in_as(accounts.save("boss@shop.example", "Bo", "admin", None, PASSWORD).id).token


async def test_the_chosen_look_is_in_the_script_at_once_and_needs_no_second_request(shop: Shop) -> None:
    boss = admin(shop)
    _, plain, before = await script(shop)
    status, kept = await ask(shop, boss, "PUT", "/api/look", LOOK | {"title": "Hello </script>"})
    assert (status, kept["look"]["side"], kept["look"]["greeting"]) == (200, "left", None)
    assert f'src="{shop.address}/widget.js"' in kept["snippet"]
    _, dressed, after = await script(shop)
    assert dressed.endswith(plain)
    assert '"label":"Ask us"' in dressed
    assert "</script" not in dressed
    assert after["ETag"] != before["ETag"]
    assert after["Cache-Control"] == "public, max-age=300"
    status, body, _ = await script(shop, **{"If-None-Match": after["ETag"]})
    assert (status, body) == (304, "")
    await ask(shop, boss, "PUT", "/api/look", {})
    assert (await script(shop))[1] == plain


async def test_the_script_travels_compressed_whatever_the_look(shop: Shop) -> None:
    await ask(shop, admin(shop), "PUT", "/api/look", {"title": "Hello"})
    url = shop.address + "/widget.js"
    async with shop.pages.http.get(url, headers={"Accept-Encoding": "identity"}) as response:
        whole = await response.read()
    async with shop.pages.http.get(
        url, headers={"Accept-Encoding": "gzip"}, auto_decompress=False
    ) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(await response.read()) == whole


async def test_who_may_choose_the_look_and_what_is_refused(shop: Shop) -> None:
    boss = admin(shop)
    for who, statuses in (("Ada", (403, 403)), ("Sue", (200, 403))):
        token = shop.token(who)
        read, _ = await ask(shop, token, "GET", "/api/look")
        saved, _ = await ask(shop, token, "PUT", "/api/look", {})
        assert (read, saved) == statuses
    status, refused = await ask(shop, boss, "PUT", "/api/look", {"color": "#e8590c"})
    assert (status, refused["field"]) == (400, "color")
    _, tried = await ask(shop, boss, "POST", "/api/look/preview", {"color": "#e8590c"})
    assert (tried["readable"], tried["nearest"]) == (False, refused["nearest"])
    assert (await ask(shop, boss, "POST", "/api/look/preview", {"color": "blue"}))[0] == 400


async def test_where_the_widget_connects_from_is_seen_without_query_strings(open_shop: Open) -> None:
    site = "https://shop.example"
    async with open_shop(origins=(site,)) as shop:
        page = {"url": f"{site}/lamps?session=secret#top", "title": "Lamps"}
        await shop.pages.open("/customer", {"page": page}, headers={"Origin": site})
        with pytest.raises(Exception, match="400"):
            await shop.pages.open("/customer", headers={"Origin": "https://new.example"})
        await shop.pages.open("/customer")
        sue = shop.token("Sue")

        async def seen() -> dict[str, Any]:
            _, told = await ask(shop, sue, "GET", "/api/sightings")
            return {one["origin"]: (one["page"], one["allowed"], one["own"]) for one in told["seen"]}

        await until(lambda: not shop.service.sockets.seen.busy, "it is noted")
        assert await seen() == {site: ("/lamps", True, False), "https://new.example": ("/", False, False)}
        assert (await ask(shop, shop.token("Ada"), "GET", "/api/sightings"))[0] == 403
