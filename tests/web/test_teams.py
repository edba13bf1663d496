"""Teams' settings over HTTP: who may, what is told, and that pages hear of it at once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from handoff.adapters.team_settings import DAYS
from handoff.adapters.teams import Teams
from handoff.storage import now_ms
from tests.cast import PASSWORD
from tests.web.conftest import Shop


def another_day() -> str:
    """Neither today nor tomorrow, wherever the test runs past midnight."""
    return DAYS[(datetime.now(UTC).weekday() + 3) % 7]


async def ask(
    shop: Shop, method: str, path: str, who: str, **options: Any
) -> tuple[aiohttp.ClientResponse, Any]:
    headers = {"Authorization": f"Bearer {who}", **options.pop("headers", {})}
    async with shop.pages.http.request(method, shop.address + path, headers=headers, **options) as response:
        return response, await response.json()


@pytest.fixture
def admin(shop: Shop) -> str:
    accounts = shop.service.accounts
    boss = accounts.save("boss@shop.example", "Bo", "admin", None, PASSWORD)
    return accounts.sign_in_as(boss.id).token


async def test_an_administrator_saves_hours_and_pages_hear_of_it_at_once(shop: Shop, admin: str) -> None:
    mia = await shop.pages.mia()
    ada = await shop.pages.agent(shop.token("Ada"))
    await mia.hear("staff", lambda staff: staff["open"])
    day = another_day()
    hours = {"hours": {"time_zone": "UTC", "week": {day: ["09:00-17:00"]}}}
    response, saved = await ask(shop, "PUT", "/api/teams/support", admin, json=hours)
    assert (response.status, saved["settings"]["hours"]["week"][day]) == (200, ["09:00-17:00"])
    for page in (mia, ada):
        told = await page.hear("staff", lambda staff: staff["opens_at"])
        assert told == {
            "open": False, "agents": [], "opens_at": saved["opens_at"], "closes_at": None, "time_zone": "UTC",
        }  # fmt: skip
    await ask(shop, "PUT", "/api/teams/support", admin, json={})
    await mia.until(lambda: [told["open"] for name, told in mia.heard if name == "staff"][-1], "open again")


async def test_settings_saved_by_another_process_are_heard_of(shop: Shop) -> None:
    mia = await shop.pages.mia()
    ada = await shop.pages.agent(shop.token("Ada"))
    await mia.hear("staff", lambda staff: staff["open"])
    elsewhere = Teams(shop.service.engine, now_ms)
    hours = {"hours": {"time_zone": "UTC", "week": {another_day(): ["09:00-17:00"]}}}
    await asyncio.to_thread(elsewhere.save, "support", hours)
    for page in (mia, ada):
        await page.hear("staff", lambda staff: staff["opens_at"])


async def test_who_may_read_and_who_may_write(shop: Shop, admin: str) -> None:
    for name, reads in {"Sue": 200, "Ada": 403, "Cleo": 403}.items():
        response, body = await ask(shop, "GET", "/api/teams", shop.token(name))
        assert response.status == reads
        if reads == 200:
            assert [team["name"] for team in body["teams"]] == ["support"]
        response, body = await ask(
            shop, "PUT", "/api/teams/support", shop.token(name), json={"sticky": False}
        )
        assert (response.status, body["code"]) == (403, "forbidden")
    response, body = await ask(shop, "GET", "/api/teams/support", admin)
    assert (body["settings"]["sticky"], body["members"], body["open"]) == (True, 4, True)
    async with shop.pages.http.get(shop.address + "/api/teams") as response:
        assert response.status == 401


async def test_wrong_settings_are_a_sentence_that_names_the_field(shop: Shop, admin: str) -> None:
    for raw, field in (
        (b'{"overflow_s": -1}', "overflow_s"),
        (b'{"hours": {"time_zone": "Mars/Olympus"}}', "hours.time_zone"),
        (b'{"hours": {"closed": {"2026-12-24": "A", "2026-12-24": "B"}}}', "2026-12-24"),
        (b'{"topics": ["\\ud800"]}', None),
        (b"[]", "settings"),
        (b"{", None),
        (b"[" * 9_000, None),
    ):
        headers = {"Content-Type": "application/json"}
        response, body = await ask(shop, "PUT", "/api/teams/support", admin, data=raw, headers=headers)
        assert (response.status, body["code"], body.get("field")) == (400, "bad_request", field)
    response, body = await ask(shop, "PUT", "/api/teams/nobody", admin, json={})
    assert (response.status, body["code"]) == (404, "not_found")
    response, body = await ask(shop, "GET", "/api/teams/support", admin)
    assert body["settings"]["hours"] is None


async def test_what_is_perhaps_not_meant_is_told(shop: Shop, admin: str) -> None:
    response, body = await ask(
        shop, "PUT", "/api/teams/support", admin, json={"topics": ["Delivery", "Spam"]}
    )
    assert response.status == 200
    assert body["notices"] == ["topics: no entry is about 'Spam'."]


async def test_other_sites_cannot_change_settings_in_an_administrators_name(shop: Shop, admin: str) -> None:
    headers = {"Origin": "https://evil.example", "Cookie": f"handrail_agent={admin}"}
    async with shop.pages.http.put(shop.address + "/api/teams/support", json={}, headers=headers) as response:
        assert response.status == 403


async def test_a_team_is_made_called_otherwise_and_removed(shop: Shop, admin: str) -> None:
    response, made = await ask(shop, "POST", "/api/teams", admin, json={"name": "billing"})
    assert (response.status, made["name"], made["members"]) == (201, "billing", 0)
    response, refused = await ask(shop, "POST", "/api/teams", admin, json={"name": "billing"})
    assert (response.status, refused["code"]) == (409, "conflict")
    called = {"title": " Bills  and money "}
    _, shown = await ask(shop, "PUT", "/api/teams/billing", admin, json=called)
    assert (shown["name"], shown["settings"]["title"]) == ("billing", "Bills and money")
    response, _ = await ask(shop, "DELETE", "/api/teams/support", admin)
    assert response.status == 409, "agents have no other team"
    response, _ = await ask(shop, "DELETE", "/api/teams/billing", admin)
    assert response.status == 200
    for method, path in (("POST", "/api/teams"), ("DELETE", "/api/teams/support")):
        response, _ = await ask(shop, method, path, shop.token("Sue"), json={"name": "x"})
        assert response.status == 403


async def test_settings_are_tried_before_they_are_saved(shop: Shop, admin: str) -> None:
    written = {
        "hours": {
            "time_zone": "Europe/Tallinn",
            "week": {another_day(): ["22:00-06:00"]},
            "holidays": {"country": "EE"},
            "closed": {"2999-01-04": "Stocktaking"},
        }
    }
    response, seen = await ask(shop, "POST", "/api/teams/support/preview", admin, json=written)
    assert (response.status, seen["open"]) == (200, False)
    assert len(seen["holidays"]) == 5
    assert all(one["name"] for one in seen["holidays"])
    _, kept = await ask(shop, "GET", "/api/teams/support", admin)
    assert kept["settings"]["hours"] is None
    wrong = {"hours": {"time_zone": "Europe/Talinn"}}
    response, refused = await ask(shop, "POST", "/api/teams/support/preview", admin, json=wrong)
    assert (response.status, refused["field"]) == (400, "hours.time_zone")
    _, choices = await ask(shop, "GET", "/api/team-choices", shop.token("Sue"))
    assert "Europe/Tallinn" in choices["time_zones"]
    assert "BY" in choices["countries"]["DE"]
    assert "sensitive" in choices["reasons"]
