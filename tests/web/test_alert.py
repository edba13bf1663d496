"""A mail goes out when customers wait and nobody is there: over a real mail server."""

from __future__ import annotations

from typing import Any

from tests.cast import PASSWORD, until
from tests.mail.sink import plain, receiving
from tests.web.conftest import Open, Shop

ALERT = {
    "on": True,
    "addresses": ["Boss@shop.example"],
    "after_min": 5,
    "every_min": 60,
    "hours_only": True,
}


async def ask(shop: Shop, token: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {token}"}
    async with shop.pages.http.request(method, shop.address + path, json=body, headers=headers) as response:
        return response.status, await response.json()


def earlier(shop: Shop, minutes: int) -> None:
    """Whoever waits has waited so much longer."""
    with shop.service.engine.begin() as db:
        db.exec_driver_sql(f"UPDATE conversations SET waiting_since = waiting_since - {minutes * 60_000}")


def connected(shop: Shop) -> int:
    """How many agents' connections are counted as living."""
    with shop.service.engine.connect() as db:
        return int(db.exec_driver_sql("SELECT COUNT(*) FROM leases").scalar_one())


async def test_the_boss_hears_once_that_mia_waits_and_nobody_is_there(open_shop: Open) -> None:
    async with (
        receiving() as sink,
        open_shop(smtp_url=f"smtp://127.0.0.1:{sink.port}", mail_from="Shop <help@shop.example>") as shop,
    ):
        accounts = shop.service.accounts
        boss = accounts.save("boss@shop.example", "Bo", "admin", None, PASSWORD)
        token = accounts.sign_in_as(boss.id).token
        status, kept = await ask(shop, token, "PUT", "/api/alert", ALERT)
        assert (status, kept["alert"]["addresses"], kept["sent"]) == (200, ["boss@shop.example"], None)
        mia = await shop.pages.mia()
        await mia.call("person")
        assert await shop.service.team_pages.alerting.look() is None, "she has only just come"
        earlier(shop, 7)
        told = await shop.service.team_pages.alerting.look()
        assert told is not None
        assert (told.waiting, told.minutes) == (1, 7)
        assert await shop.service.team_pages.alerting.look() is None, "at most one an hour"
        await until(lambda: sink.arrived, "the mail arrives")
        assert sink.recipients == ["boss@shop.example"]
        assert sink.arrived[0]["Subject"] == "1 customer waits, and nobody is signed in"
        assert "the longest for 7 min" in plain(sink.arrived[0])
        _, shown = await ask(shop, shop.token("Sue"), "GET", "/api/alert")
        assert (shown["mail"], shown["sent"]["waiting"]) == (True, 1)


async def test_while_a_colleague_is_there_no_mail_goes_and_only_administrators_decide(shop: Shop) -> None:
    accounts = shop.service.accounts
    boss = accounts.save("boss@shop.example", "Bo", "admin", None, PASSWORD)
    token = accounts.sign_in_as(boss.id).token
    shop.service.team_pages.unstaffed._domain = "shop.example"
    assert (await ask(shop, shop.token("Sue"), "PUT", "/api/alert", ALERT))[0] == 403
    assert (await ask(shop, shop.token("Ada"), "GET", "/api/alert"))[0] == 403
    for wrong, field in (({"addresses": ["nobody"]}, "addresses.0"), ({"after_min": 0}, "after_min")):
        status, refused = await ask(shop, token, "PUT", "/api/alert", ALERT | wrong)
        assert (status, refused["field"]) == (400, field)
    await ask(shop, token, "PUT", "/api/alert", ALERT | {"after_min": 1})
    ada = await shop.pages.agent(shop.token("Ada"))
    await ada.call("status", available=False)
    mia = await shop.pages.mia()
    await mia.call("person")
    earlier(shop, 7)
    assert await shop.service.team_pages.alerting.look() is None
    await ada.leave()
    await until(lambda: not connected(shop), "Ada's connection is known to be gone")
    assert await shop.service.team_pages.alerting.look() is not None
