"""HTTP: pages, health, signing in; every error is a code and a sentence."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import aiohttp
import pytest

from handoff import __version__
from tests.cast import PASSWORD
from tests.web.conftest import Open, Shop


async def get(shop: Shop, path: str, **options: Any) -> tuple[aiohttp.ClientResponse, Any]:
    async with shop.pages.http.get(shop.address + path, **options) as response:
        is_json = response.content_type == "application/json"
        return response, await response.json() if is_json else await response.text()


async def post(shop: Shop, path: str, body: Any, **headers: str) -> tuple[aiohttp.ClientResponse, Any]:
    async with shop.pages.http.post(shop.address + path, json=body, headers=headers) as response:
        return response, await response.json()


async def test_health_and_readiness_do_not_depend_on_bot_or_redis(shop: Shop) -> None:
    response, health = await get(shop, "/health")
    assert (response.status, health["status"]) == (200, "alive")
    response, ready = await get(shop, "/ready")
    assert response.status == 200
    assert (ready["status"], ready["database"], ready["version"]) == ("ready", "ok", __version__)
    assert (ready["bot"], ready["redis"]) == ("down", "down")


async def test_metrics_count_open_pages(shop: Shop) -> None:
    await shop.pages.mia()
    await shop.pages.agent(shop.token("Ada"))
    response, text = await get(shop, "/metrics")
    assert response.content_type == "text/plain"
    assert 'handrail_connections{namespace="/customer"} 1.0' in text
    assert 'handrail_connections{namespace="/agent"} 1.0' in text


@pytest.mark.parametrize(
    "path",
    ["/", "/chat", "/console", "/settings", "/settings/profile", "/studio", "/studio/gaps", "/widget.js"],
)
async def test_pages_are_served_with_their_guards(shop: Shop, path: str) -> None:
    response, body = await get(shop, path)
    assert response.status == 200
    assert len(body) > 100
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    if path == "/widget.js":
        assert response.headers["Access-Control-Allow-Origin"] == "*"
    else:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
    assert "aiohttp" not in response.headers.get("Server", "").lower()


async def test_pages_travel_compressed(shop: Shop) -> None:
    sent = await shop.pages.http.get(shop.address + "/widget.js", headers={"Accept-Encoding": "gzip"})
    assert sent.headers["Content-Encoding"] == "gzip"
    assert int(sent.headers["Content-Length"]) <= 1_200
    assert sent.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/assets/../../pyproject.toml",
        "/assets/%2e%2e%2f%2e%2e%2fpyproject.toml",
        "/assets/",
        "/api/x",
    ],
)
async def test_an_unknown_address_is_a_sentence_in_json(shop: Shop, path: str) -> None:
    response, body = await get(shop, path)
    assert (response.status, body["code"]) == (404, "not_found")
    assert body["message"]


async def test_a_wrong_method_is_a_sentence_in_json(shop: Shop) -> None:
    response, body = await get(shop, "/api/sign-in")
    assert response.status == 405
    assert body["code"] == "bad_request"


async def test_ada_signs_in_with_a_cookie_that_no_script_can_read(shop: Shop) -> None:
    response, body = await post(shop, "/api/sign-in", {"email": "ADA@shop.example", "password": PASSWORD})
    assert response.status == 200
    assert {"id", "name", "role"} <= body["agent"].keys()
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert response.headers["Cache-Control"] == "no-store"
    for headers in (
        {"Authorization": f"Bearer {body['token']}"},
        {"Cookie": f"handrail_agent={body['token']}"},
    ):
        response, me = await get(shop, "/api/me", headers=headers)
        assert (response.status, me["agent"]["name"]) == (200, "Ada")
    await post(shop, "/api/sign-out", {}, Cookie=f"handrail_agent={body['token']}")
    response, refused = await get(shop, "/api/me", headers={"Authorization": f"Bearer {body['token']}"})
    assert (response.status, refused["code"]) == (401, "unauthorised")


async def test_guessing_a_password_is_slowed_down_even_when_guessed_all_at_once(shop: Shop) -> None:
    guesses = await asyncio.gather(
        *(
            post(shop, "/api/sign-in", {"email": "ada@shop.example", "password": f"guess {n}"})
            for n in range(12)
        )
    )
    statuses = [response.status for response, _ in guesses]
    assert statuses.count(401) == 5
    assert statuses.count(429) == 7
    response, body = await post(shop, "/api/sign-in", {"email": "ada@shop.example", "password": PASSWORD})
    assert (response.status, body["code"]) == (429, "too_many")
    assert int(response.headers["Retry-After"]) == body["retry_s"] > 0
    response, _ = await post(shop, "/api/sign-in", {"email": "grace@shop.example", "password": PASSWORD})
    assert response.status == 200, "others are not locked out with her"


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "email"), ({"email": "a@b.c"}, "password"), ({"email": 5, "password": "x"}, "email"), ([], None)],
)
async def test_a_wrong_form_names_its_field(shop: Shop, body: Any, field: str | None) -> None:
    response, refused = await post(shop, "/api/sign-in", body)
    assert (response.status, refused["code"], refused.get("field")) == (400, "bad_request", field)


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b'{"email": "\\ud800", "password": "x"}', b"[" * 9_000])
async def test_what_is_not_json_is_refused(shop: Shop, raw: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with shop.pages.http.post(shop.address + "/api/sign-in", data=raw, headers=headers) as response:
        assert response.status == 400
        assert (await response.json())["code"] == "bad_request"


async def test_a_form_of_a_megabyte_is_refused(shop: Shop) -> None:
    form = io.BytesIO(b'{"email": "' + b"x" * 2**20 + b'", "password": "x"}')
    headers = {"Content-Type": "application/json"}
    async with shop.pages.http.post(shop.address + "/api/sign-in", data=form, headers=headers) as response:
        assert response.status in (400, 413)


async def test_other_sites_cannot_post_in_an_agents_name(shop: Shop) -> None:
    form = {"email": "ada@shop.example", "password": PASSWORD}
    for headers in (
        {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):  # fmt: skip
        response, refused = await post(shop, "/api/sign-in", form, **headers)
        assert (response.status, refused["code"]) == (403, "forbidden")
    async with shop.pages.http.post(shop.address + "/api/sign-in", data=form) as response:
        assert response.status == 400, "a plain form is not how our pages post"
    response, _ = await post(shop, "/api/sign-in", form, Origin=shop.address)
    assert response.status == 200


async def test_the_first_administrators_link_makes_one_administrator(tmp_path: Any, open_shop: Open) -> None:
    async with open_shop(home=tmp_path / "new") as shop:
        path = shop.service.first_admin.offer(shop.address)
        assert path is not None
        token = path.read_text().strip().partition("#first=")[2]
        forms = [
            {"token": token, "email": f"sue{n}@shop.example", "name": "Sue", "password": PASSWORD}
            for n in range(4)
        ]
        answers = await asyncio.gather(*(post(shop, "/api/first-admin", form) for form in forms))
        assert sorted(response.status for response, _ in answers).count(200) == 1
        assert all(response.status in (200, 401, 409) for response, _ in answers)
        won = next(body for response, body in answers if response.status == 200)
        assert won["agent"]["role"] == "admin"
        sue = await shop.pages.agent(won["token"])
        assert (await sue.hear("welcome"))["agent"]["role"] == "admin"
