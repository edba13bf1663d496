"""The process that runs the deadlines killed or frozen: another one does within seconds, and never both."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from handoff.adapters.database import connect
from tests.live.people import Crowd
from tests.live.service import Handrail, until, until_async

pytestmark = [pytest.mark.xdist_group("postgresql"), pytest.mark.timeout(120)]

SECONDS = 10
"""Within which somebody else runs the deadlines; three for the beat, the rest for a busy machine."""


@pytest.fixture
async def pair(fresh_postgres_url: str, tmp_path: Path) -> AsyncIterator[tuple[Handrail, Handrail]]:
    """Two services on one PostgreSQL that ring again for whoever waits for half a second."""
    async with AsyncExitStack() as stack:
        one, two = [
            Handrail(tmp_path / name, database_url=fresh_postgres_url, secret="s" * 32, still_waiting_s=0.5)
            for name in ("one", "two")
        ]
        yield await stack.enter_async_context(one), await stack.enter_async_context(two)


@pytest.fixture
def database(fresh_postgres_url: str) -> Iterator[Engine]:
    engine = connect(fresh_postgres_url)
    yield engine
    engine.dispose()


async def holds(crowd: Crowd, service: Handrail) -> bool:
    return bool((await service.ready(crowd.http))["deadlines"] == "here")


async def who_holds(crowd: Crowd, pair: tuple[Handrail, Handrail]) -> tuple[Handrail, Handrail]:
    """The holder first."""

    async def one_does() -> list[Handrail]:
        return [service for service in pair if await holds(crowd, service)]

    holder = (await until_async(one_does, "somebody to run the deadlines"))[0]
    return holder, pair[1 - pair.index(holder)]


def ringing(database: Engine) -> Callable[[], bool]:
    """Whether it was rung for whoever waits since the last time this was asked."""
    heard = 0

    def again() -> bool:
        nonlocal heard
        with database.connect() as db:
            before, heard = heard, db.scalar(text("SELECT max(revision) FROM conversations")) or 0
        return heard > before > 0

    return again


async def test_a_killed_holder_is_replaced_within_seconds(
    pair: tuple[Handrail, Handrail], crowd: Crowd, database: Engine
) -> None:
    holder, other = await who_holds(crowd, pair)
    mia = crowd.customer(other)
    await mia.arrive()
    await mia.do("person")
    rings = ringing(database)
    await until(rings, "the consoles to ring again")
    await holder.kill()
    await until_async(lambda: holds(crowd, other), "the other to take over", SECONDS)
    await until(rings, "the consoles to ring again, by the other")
    await holder.start()
    assert await holds(crowd, other), "who comes back waits its turn"
    await other.stop()
    await until_async(lambda: holds(crowd, holder), "a clean stop to hand over", SECONDS)


async def test_a_frozen_holder_is_replaced_and_does_nothing_when_it_is_back(
    pair: tuple[Handrail, Handrail], crowd: Crowd, database: Engine
) -> None:
    holder, other = await who_holds(crowd, pair)
    mia = crowd.customer(other)
    await mia.arrive()
    await mia.do("person")
    rings = ringing(database)
    await until(rings, "the consoles to ring again")
    holder.freeze()
    await until_async(lambda: holds(crowd, other), "the other to take over", SECONDS)
    await until(rings, "the consoles to ring again, by the other")
    holder.thaw()
    for _ in range(40):
        frozen, living = await asyncio.gather(holds(crowd, holder), holds(crowd, other))
        assert not frozen
        assert living
    await until(rings, "the consoles to ring on")
    await until(lambda: "another process took over" in holder.errors(), "the one who was frozen to say so")
    assert "Traceback" not in holder.errors() + other.errors()
