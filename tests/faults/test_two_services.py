"""Valkey between two services paused, emptied, killed; one call made at both: nothing lacks or doubles."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest
from redis.asyncio import Redis

from tests.live.pair import Pair, catch_up, pair, paused, restarted
from tests.live.people import Agent, Person
from tests.live.service import until
from tests.replay.compare import settled

pytestmark = [pytest.mark.xdist_group("postgresql"), pytest.mark.timeout(180)]


async def emptied(both: Pair) -> None:
    redis = Redis.from_url(both.valkey.url)
    await redis.flushall()
    await redis.aclose()


OUTAGES: dict[str, Callable[[Pair], Awaitable[None]]] = {
    "paused": lambda both: paused(both.valkey, 0.3),
    "emptied": emptied,
    "killed": lambda both: restarted(both.valkey, 0.5),
}


async def test_nothing_lacks_after_valkey_between_two_services_was_away(
    fresh_postgres_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with pair(tmp_path / "pair", fresh_postgres_url) as both:
        mia, ada = await both.meet()
        took = {name: await catch_up(mia, ada, partial(outage, both)) for name, outage in OUTAGES.items()}
        compared = await settled(both.here, [mia], [ada])
        assert (compared.lost, compared.doubled, compared.reordered) == (0, 0, 0), compared.first
        assert compared.messages > 50
        # Two services tell one conversation side by side, so live events may cross; pages put them in order.
        assert set(mia.trouble + ada.trouble) <= {"told twice or out of order"}
        await rings_without_valkey(both, ada)
    with capsys.disabled():
        told = ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in took.items())
        print(f"\n  caught up after Valkey was {told}")


async def rings_without_valkey(both: Pair, ada: Agent) -> None:
    """Who asks for a person at one service is seen by agents at the other, and who gave up no longer."""
    leni, noah = both.crowd.customer(both.here), both.crowd.customer(both.here)
    await asyncio.gather(leni.arrive(), noah.arrive())
    await noah.do("person")
    await ada.until(lambda: noah.conversation in ada.queue, "the wire to carry")
    await both.valkey.kill()
    await leni.do("person")
    await noah.do("bot")
    await ada.until(lambda: leni.conversation in ada.queue, "the console to show who waits")
    await ada.until(lambda: noah.conversation not in ada.queue, "the console to forget who does not")


async def test_one_call_sent_to_two_services_at_once_is_done_once_and_answered_alike(
    fresh_postgres_url: str, tmp_path: Path
) -> None:
    async with pair(tmp_path / "pair", fresh_postgres_url) as both:
        mia, other_tab = both.crowd.customer(both.here), both.crowd.customer(both.there)
        await mia.arrive()
        other_tab.token = mia.token
        await other_tab.arrive()
        for number in range(20):
            same = str(uuid.uuid4())
            calls = [("say", {"text": f"Hello {number}"}), ("person", {}), ("bot", {})]
            name, payload = calls[number % 3]
            answers = await asyncio.gather(*(send(tab, name, same, payload) for tab in (mia, other_tab)))
            assert answers[0]["ok"], answers
            assert answers[0] == answers[1]
        rows = both.here.rows("SELECT client_id FROM events WHERE kind = 'customer_said'")
        assert len(rows) == len({row["client_id"] for row in rows}) == 7
        await until(lambda: mia.events and mia.events == other_tab.events, "both tabs to hold the same")


async def send(tab: Person, name: str, key: str, payload: dict[str, str]) -> dict[str, object]:
    assert tab._line is not None
    return await tab._line.call(name, {**payload, "client_id": key})
