"""What every keeper of waits promises: in memory, on SQLite, on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, text

from handoff.adapters.database import connect
from handoff.adapters.memory import MemoryClock
from handoff.adapters.memory.waits import MemoryWaits
from handoff.adapters.presence import SqlPresence
from handoff.adapters.waits import SqlWaits
from handoff.core.waits import Began, Ended, Note, Shown, Staffing, Wait
from handoff.ports import EVERYWHERE, Waits
from tests.adapters.conftest import EVERY, LEASE_MS, SQL, hire, url_of, written
from tests.cast import ADA, CLEO, GRACE, NOON, SUE, TEAM

MINUTE = 60_000
TWO = Staffing(2, 1)


@pytest.fixture
async def waits(request: pytest.FixtureRequest) -> AsyncIterator[Waits]:
    if request.param == "memory":
        yield MemoryWaits()
        return
    engine = connect(url_of(request))
    with written(engine) as writer:
        yield SqlWaits(engine, writer, MemoryClock(NOON))
    engine.dispose()


def began(who: str, at: int = NOON, team: str = TEAM) -> Began:
    return Began(who, team, at, 3, TWO)


def a_wait(who: str, *, ended: int, low: int | None = None, high: int | None = None) -> list[Note]:
    seen = [Shown(who, NOON, low, high)] if low is not None and high is not None else []
    return [began(who), *seen, Ended(who, NOON + ended, taken=True)]


@pytest.mark.parametrize("waits", EVERY, indirect=True)
async def test_a_wait_is_kept_with_what_was_shown_first(waits: Waits) -> None:
    assert await waits.write([began("mia")]) == ([], [])
    assert await waits.recent(TEAM, 0) == [], "it goes on"
    await waits.write([Shown("mia", NOON + MINUTE, 2 * MINUTE, 4 * MINUTE)])
    vain, judged = await waits.write([Ended("mia", NOON + 4 * MINUTE, taken=True)])
    assert (vain, judged) == ([], [(TEAM, True)])
    assert await waits.recent(TEAM, 0) == [
        Wait(NOON, NOON + 4 * MINUTE, True, 3, TWO, 3 * MINUTE, 5 * MINUTE)
    ], "what was shown a minute later counts from the beginning"
    assert await waits.recent(TEAM, NOON + 5 * MINUTE) == []
    assert await waits.recent("returns", 0) == []


@pytest.mark.parametrize("waits", EVERY, indirect=True)
async def test_only_the_first_range_of_a_wait_counts(waits: Waits) -> None:
    first, second = Shown("mia", NOON, 0, MINUTE), Shown("mia", NOON, 0, 9 * MINUTE)
    vain, _ = await waits.write([began("mia"), first, second])
    assert vain == [second]
    assert await waits.write([Ended("mia", NOON + 2 * MINUTE, taken=True)]) == ([], [(TEAM, False)])


@pytest.mark.parametrize("waits", EVERY, indirect=True)
async def test_a_note_that_comes_before_its_wait_is_given_back(waits: Waits) -> None:
    """Another process noted the beginning, and writes a moment later."""
    ended = Ended("mia", NOON + MINUTE, taken=True)
    assert await waits.write([ended]) == ([ended], [])
    await waits.write([began("mia")])
    assert (await waits.write([ended]))[0] == []
    assert len(await waits.recent(TEAM, 0)) == 1


@pytest.mark.parametrize("waits", EVERY, indirect=True)
async def test_a_note_written_twice_is_one_wait(waits: Waits) -> None:
    await waits.write([began("mia"), began("mia")])
    await waits.write([Ended("mia", NOON + MINUTE, taken=False)])
    assert [one.taken for one in await waits.recent(TEAM, 0)] == [False]


@pytest.mark.parametrize("waits", EVERY, indirect=True)
async def test_who_comes_back_to_the_queue_waits_anew(waits: Waits) -> None:
    await waits.write(a_wait("mia", ended=MINUTE))
    await waits.write([began("mia", NOON + 5 * MINUTE), Ended("mia", NOON + 7 * MINUTE, taken=True)])
    assert [one.lasted for one in await waits.recent(TEAM, 0)] == [2 * MINUTE, MINUTE]


@pytest.mark.parametrize("waits", SQL, indirect=True)
async def test_a_wait_whose_end_was_lost_with_its_process_is_forgotten(waits: Waits) -> None:
    await waits.write([began("mia")])
    await waits.write([began("mia", NOON + 60 * MINUTE), Ended("mia", NOON + 61 * MINUTE, taken=True)])
    assert [one.lasted for one in await waits.recent(TEAM, 0)] == [MINUTE]


@pytest.mark.parametrize("waits", EVERY, indirect=True)
async def test_past_accuracy_is_kept_by_team(waits: Waits) -> None:
    for number, ended in enumerate((1, 2, 3, 7)):
        await waits.write(a_wait(f"c{number}", ended=ended * MINUTE, low=MINUTE, high=4 * MINUTE))
    await waits.write(a_wait("unshown", ended=MINUTE))
    await waits.write(
        [began("r", team="returns"), Shown("r", NOON, 0, MINUTE), Ended("r", NOON + 1, taken=True)]
    )
    assert await waits.accuracy(0) == {TEAM: (3, 1), "returns": (1, 0)}
    assert await waits.accuracy(NOON + 5 * MINUTE) == {TEAM: (0, 1)}


@dataclass
class House:
    engine: Engine
    presence: SqlPresence
    waits: SqlWaits

    def change(self, statement: str) -> None:
        with self.engine.begin() as db:
            db.execute(text(statement))


@pytest.fixture
async def house(request: pytest.FixtureRequest) -> AsyncIterator[House]:
    engine = connect(url_of(request))
    hire(engine, ADA, GRACE, CLEO, SUE)
    clock = MemoryClock(NOON)
    with written(engine) as writer:
        yield House(engine, SqlPresence(engine, clock, LEASE_MS), SqlWaits(engine, writer, clock))
    engine.dispose()


@pytest.mark.parametrize("house", SQL, indirect=True)
async def test_who_is_there_and_has_room(house: House) -> None:
    assert await house.waits.staffing() == {}
    for agent in (ADA, GRACE, CLEO):
        await house.presence.connect(agent.id, f"page of {agent.name}")
    assert await house.waits.staffing() == {TEAM: Staffing(2, 2)}, "content staff take no customers"
    house.change(f"UPDATE agents SET capacity = 3 WHERE id = '{ADA.id}'")
    assert await house.waits.staffing() == {TEAM: Staffing(2, 4)}
    house.change(f"UPDATE agents SET wrapping_until = {NOON + 1} WHERE id = '{ADA.id}'")
    assert await house.waits.staffing() == {TEAM: Staffing(2, 1)}, "she writes notes, and comes back"
    house.change(f"UPDATE agents SET wrapping_until = {NOON} WHERE id = '{ADA.id}'")
    await house.presence.set_status(GRACE.id, False, "lunch")
    assert await house.waits.staffing() == {TEAM: Staffing(1, 3)}


@pytest.mark.parametrize("house", SQL, indirect=True)
async def test_agents_who_are_given_customers_have_room_for_several(house: House) -> None:
    await house.presence.connect(ADA.id, "page")
    house.change(f"""UPDATE teams SET settings = '{{"assignment": "automatic"}}' WHERE name = '{TEAM}'""")
    assert await house.waits.staffing() == {TEAM: Staffing(1, 4)}


@pytest.mark.parametrize("house", SQL, indirect=True)
async def test_a_supervisor_of_no_team_helps_everywhere(house: House) -> None:
    await house.presence.connect(SUE.id, "page")
    assert await house.waits.staffing() == {EVERYWHERE: Staffing(1, 1)}
