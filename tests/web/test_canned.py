"""Canned responses over HTTP: who reads which, who changes them, and what is refused."""

from __future__ import annotations

from typing import Any

from handoff.adapters.teams import Teams
from handoff.storage import now_ms
from tests.web.conftest import Shop

HELLO: dict[str, Any] = {"shortcut": "hi", "title": "Greeting", "text": "Hello {customer.name}."}


async def ask(shop: Shop, method: str, who: str, path: str = "", **given: Any) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {shop.token(who)}"}
    options: dict[str, Any] = {"json": given} if method in ("POST", "PUT") else {}
    address = f"{shop.address}/api/canned{path}"
    async with shop.pages.http.request(method, address, headers=headers, **options) as response:
        return response.status, await response.json()


async def shortcuts(shop: Shop, who: str) -> list[str]:
    _, told = await ask(shop, "GET", who)
    return [one["shortcut"] for one in told["responses"]]


async def test_agents_read_their_teams_and_everybodys(shop: Shop) -> None:
    Teams(shop.service.engine, now_ms).add("billing")
    for team in (None, "support", "billing"):
        status, _ = await ask(shop, "POST", "Sue", **HELLO | {"shortcut": f"hi-{team}", "team": team})
        assert status == 201
    assert await shortcuts(shop, "Ada") == ["hi-none", "hi-support"]
    assert await shortcuts(shop, "Sue") == ["hi-billing", "hi-none", "hi-support"]
    status, _ = await ask(shop, "GET", "Cleo")
    assert status == 403
    _, told = await ask(shop, "GET", "Ada")
    assert "customer.name" in [one["name"] for one in told["placeholders"]]
    assert told["help_url"].startswith("https://")


async def test_supervisors_change_them_and_agents_do_not(shop: Shop) -> None:
    _, made = await ask(shop, "POST", "Sue", **HELLO)
    assert made == HELLO | {"id": made["id"], "team": None, "closing": False}
    for method in ("PUT", "DELETE"):
        status, told = await ask(shop, method, "Ada", f"/{made['id']}", **HELLO)
        assert (status, told["code"]) == (403, "forbidden")
    changed = HELLO | {"text": "Good day.", "closing": True}
    status, told = await ask(shop, "PUT", "Sue", f"/{made['id']}", **changed)
    assert (status, told["text"], told["closing"]) == (200, "Good day.", True)
    status, gone = await ask(shop, "DELETE", "Sue", f"/{made['id']}")
    assert (status, gone) == (200, told)
    for method in ("PUT", "DELETE"):
        status, told = await ask(shop, method, "Sue", f"/{made['id']}", **HELLO)
        assert (status, told["code"]) == (404, "not_found")
    assert await shortcuts(shop, "Ada") == []


async def test_a_shortcut_that_some_agent_would_see_twice_is_refused(shop: Shop) -> None:
    Teams(shop.service.engine, now_ms).add("billing")
    await ask(shop, "POST", "Sue", **HELLO | {"team": "support"})
    status, told = await ask(shop, "POST", "Sue", **HELLO | {"shortcut": "HI", "title": "Other"})
    assert (status, told["code"], told["field"]) == (409, "conflict", "shortcut")
    assert "“Greeting” already, for team support" in told["message"]
    status, made = await ask(shop, "POST", "Sue", **HELLO | {"team": "billing"})
    assert status == 201
    status, told = await ask(shop, "PUT", "Sue", f"/{made['id']}", **HELLO | {"team": "support"})
    assert status == 409
    status, _ = await ask(shop, "PUT", "Sue", f"/{made['id']}", **HELLO | {"team": "billing"})
    assert status == 200, "it may keep its own"


async def test_what_is_wrong_is_named_and_changes_nothing(shop: Shop) -> None:
    for wrong, field in (
        ({"shortcut": "two words"}, "shortcut"),
        ({"title": ""}, "title"),
        ({"text": "Hi {customer.password}"}, "text"),
        ({"team": "nobody"}, "team"),
        ({"closing": "yes"}, "closing"),
        ({"shortcut": 7}, "shortcut"),
    ):
        status, told = await ask(shop, "POST", "Sue", **HELLO | wrong)
        assert (status, told["code"], told["field"]) == (400, "bad_request", field)
        assert told["message"].startswith(f"{field}: ")
    status, told = await ask(shop, "POST", "Sue", **HELLO | {"text": "x" * 4_001})
    assert (status, told["code"]) == (413, "too_long")
    assert await shortcuts(shop, "Sue") == []
