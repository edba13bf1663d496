"""A measured wait from end to end: learnt from the table, told to Mia, judged when Ada takes her."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from handoff.core.waits import Began, Ended, Note, Staffing
from handoff.storage import now_ms
from tests.cast import TEAM, until
from tests.web.conftest import Open, Shop


async def taught(shop: Shop, count: int) -> None:
    """So many customers were taken within twenty seconds, with an agent free each time."""
    notes: list[Note] = []
    for number in range(count):
        ended = now_ms() - number
        notes += [
            Began(f"past {number}", TEAM, ended - 20_000 + 100 * number, 1, Staffing(1, 1)),
            Ended(f"past {number}", ended, taken=True),
        ]
    await shop.service.waits._stored.write(notes)


async def metrics(shop: Shop) -> str:
    async with shop.pages.http.get(f"{shop.address}/metrics") as answer:
        return await answer.text()


async def test_mia_hears_how_long_it_usually_takes_and_the_range_is_judged(shop: Shop) -> None:
    await taught(shop, 20)
    ada = await shop.pages.agent(shop.token("Ada"))
    await until(lambda: shop.service.desk.line.book.staffing(TEAM).free, "Ada is seen to be free")
    mia = await shop.pages.mia()
    id = (await mia.call("person"))["conversation"]
    told = await mia.hear("queue", lambda told: told["wait"] is not None)
    assert (told["conversation"], told["position"], told["wait"]) == (id, 1, [0, 60])
    assert (await ada.call("take"))["ok"]

    async def judged() -> bool:
        return 'handrail_wait_estimate_hits_total{team="support"} 1.0' in await metrics(shop)

    for _ in range(100):
        if await judged():
            break
        await shop.service.waits.turn()
    assert await judged()
    assert await shop.service.waits.accuracy() == {TEAM: (1, 0)}


async def test_without_measured_waits_mia_hears_her_number_alone(shop: Shop) -> None:
    await taught(shop, 3)
    await shop.pages.agent(shop.token("Ada"))
    await until(lambda: shop.service.desk.line.book.staffing(TEAM).free, "Ada is seen to be free")
    mia = await shop.pages.mia()
    await mia.call("person")
    assert (await mia.hear("queue"))["wait"] is None


async def test_what_was_noted_is_written_before_the_service_stops(open_shop: Open, home: Path) -> None:
    async with open_shop() as shop:
        mia = await shop.pages.mia()
        id = (await mia.call("person"))["conversation"]
        await mia.call("bot")
    with sqlite3.connect(home / "handrail.sqlite3") as db:
        rows = db.execute("SELECT conversation, team, position, taken FROM waits").fetchall()
    db.close()
    assert rows == [(id, TEAM, 1, 0)]
