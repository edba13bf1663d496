"""Open conversations that nobody owns or nothing will happen to are found, said, counted and mended."""

from __future__ import annotations

import logging
import uuid
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from handoff.adapters.event_log import SqlLog
from handoff.adapters.memory import Always, MemoryBot, MemoryClock, MemoryFanout, MemoryLog
from handoff.core.conversation import Conversation
from handoff.deadlines import Deadlines
from handoff.desk import AgentDesk, CustomerDesk, Desk
from handoff.desk.customers import Place as Page
from handoff.ports import Tenure, Visitor
from handoff.watchdog import LATE_MS, NAMED, Watchdog, named
from tests.adapters.conftest import EVERY, SQL, Place
from tests.cast import ADA, LIMITS, MAX, MIA, once

everywhere = pytest.mark.parametrize("place", EVERY, indirect=True)
on_sql = pytest.mark.parametrize("place", SQL, indirect=True)
HERE = Page()


class Shop:
    def __init__(self, place: Place) -> None:
        self.place = place
        self.writer = place.log._writer if isinstance(place.log, SqlLog) else None
        self.desk = Desk(place.log, MemoryBot(), MemoryFanout(), place.clock, LIMITS)
        self.customers = CustomerDesk(self.desk)
        self.agents = AgentDesk(self.desk, self.customers, place.presence)
        self.watchdog = Watchdog(self.desk, place.log, place.clock, Always())

    async def wait(self, visitor: Visitor = MIA) -> str:
        return str((await self.customers.person(visitor, once(), HERE))["conversation"])

    async def be_helped(self, visitor: Visitor = MIA) -> str:
        await self.place.presence.connect(ADA.id, "tab")
        return str((await self.agents.take(ADA, once(), await self.wait(visitor)))["conversation"])

    async def now(self, id: str) -> Conversation:
        found = await self.place.log.conversation(id)
        assert found is not None
        return found

    async def spoil(self, id: str, *, forgetting: bool = False, **columns: Any) -> None:
        """What a mistake or a hand in the database leaves behind."""
        if self.place.engine is None:
            assert isinstance(self.place.log, MemoryLog)
            rows = self.place.log.tables.conversations
            rows[id] = replace(rows[id], **columns)
            return
        named = ", ".join(f"{name} = :{name}" for name in columns)
        with self.place.engine.begin() as db:
            db.execute(text(f"UPDATE conversations SET {named} WHERE id = :id"), {"id": id, **columns})
        if forgetting:
            assert self.writer is not None
            await self.writer.submit(lambda session: session.connection.forget())


@pytest.fixture
def shop(place: Place) -> Shop:
    return Shop(place)


@everywhere
async def test_where_all_is_well_it_says_nothing(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    await shop.wait()
    await shop.be_helped(MAX)
    await shop.customers.say(Visitor(str(uuid.uuid4())), once(), "returns?", HERE)
    await shop.watchdog.look()
    assert shop.watchdog.adrift == 0
    assert caplog.records == []


@everywhere
async def test_without_a_deadline_it_is_found_and_gets_one(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    id, other = await shop.wait(), await shop.wait(MAX)
    await shop.spoil(id, due_at=None)
    with caplog.at_level(logging.ERROR):
        await shop.watchdog.look()
    assert shop.watchdog.adrift == 1
    (line,) = [record.getMessage() for record in caplog.records]
    assert id in line
    assert other not in line
    await shop.watchdog.look()
    assert shop.watchdog.adrift == 0
    assert (await shop.now(id)).due_at is not None


@everywhere
@pytest.mark.parametrize(
    ("held", "columns"),
    [
        (True, {"agent": None}),
        (True, {"team": None}),
        (False, {"waiting_since": None}),
        (False, {"team": None}),
    ],
    ids=["with an agent who is nobody", "held for no team", "waiting since never", "waiting for no team"],
)
async def test_without_an_owner_it_is_found(shop: Shop, held: bool, columns: dict[str, Any]) -> None:
    id = await (shop.be_helped() if held else shop.wait())
    await shop.spoil(id, **columns)
    assert await shop.place.log.adrift(10) == [id]


@on_sql
async def test_a_deadline_that_passed_without_effect_is_found_the_second_time(shop: Shop) -> None:
    """After a pause everything is late for a moment; only what stays late is stuck."""
    id = await shop.wait()
    await shop.spoil(id, due_at=shop.place.clock.now - LATE_MS - 1)
    await shop.watchdog.look()
    assert shop.watchdog.adrift == 0
    await shop.watchdog.look()
    assert shop.watchdog.adrift == 1
    await shop.watchdog.look()
    await shop.watchdog.look()
    assert shop.watchdog.adrift == 0, "its row says again what its state implies"


@on_sql
async def test_a_row_that_cannot_be_read_hides_no_other(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    broken, id = sorted([await shop.wait(), await shop.wait(MAX)])
    await shop.spoil(broken, forgetting=True, due_at=None, state="{")
    await shop.spoil(id, due_at=None)
    await shop.watchdog.look()
    assert await shop.place.log.adrift(10) == [broken]
    assert any(broken in record.getMessage() and "doctor" in record.getMessage() for record in caplog.records)


@on_sql
async def test_many_deadlines_that_fail_keep_no_other_waiting(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handoff.deadlines.AT_ONCE", 2)
    deadlines = Deadlines(shop.desk, shop.place.log, shop.place.clock)
    await deadlines.look()
    visitors = sorted((Visitor(str(uuid.uuid4())) for _ in range(3)), key=lambda one: one.id)
    ids = [await shop.wait(visitor) for visitor in visitors]
    for late, id in enumerate(ids[:2]):
        await shop.spoil(id, forgetting=True, state="{", due_at=late)
    for _ in range(LIMITS.still_waiting // 2_000 + 1):
        shop.place.clock.advance(2_000)
        await deadlines.look()
    assert (await shop.now(ids[2])).reminded_at is not None


async def test_only_where_the_deadlines_run_it_looks() -> None:
    class Elsewhere:
        held: Tenure | None = None

    log = MemoryLog()
    shop = Shop(Place(log, log.presence, MemoryClock()))
    id = await shop.wait()
    await shop.spoil(id, due_at=None)
    await Watchdog(shop.desk, log, shop.place.clock, Elsewhere()).look()
    assert await log.adrift(10) == [id]


def test_a_line_of_the_log_names_some_and_counts_the_rest() -> None:
    assert named(["b", "a"]) == "a, b"
    assert named(str(n) for n in range(NAMED + 5)).endswith(" and 5 more")
