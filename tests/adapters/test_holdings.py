"""Only one of many at a time: in memory, on SQLite and on PostgreSQL, with clocks that a test moves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, text

from handoff.adapters.beats import SqlBeats
from handoff.adapters.database import connect
from handoff.adapters.holdings import LAPSES_S, TAKEN_AFTER_S, Beats, Contender
from handoff.adapters.memory import MemoryBeats, MemoryBot, MemoryClock, MemoryFanout, MemoryLog
from handoff.core import customer
from handoff.core.conversation import Conversation, Status
from handoff.core.deadlines import Limits
from handoff.core.errors import Unavailable
from handoff.deadlines import HANDOVER_MS, Deadlines
from handoff.desk import Desk
from handoff.ports import Transaction
from tests.adapters.conftest import EVERY, SQL, url_of, written
from tests.cast import MIA, MIA_SPEAKS, NOON, WAITS

anywhere = pytest.mark.parametrize("table", EVERY, indirect=True)


@dataclass
class Watch:
    """A monotonic clock of one process's own, in seconds; each began at another time."""

    now: float

    def __call__(self) -> float:
        return self.now


class Machine:
    def __init__(self, name: str, beats: Beats, began: float) -> None:
        self.watch = Watch(began)
        self.contender = Contender(beats, name, self.watch)

    async def live(self, seconds: float) -> None:
        """Time passes and the loop turns, once a second."""
        for _ in range(int(seconds)):
            self.watch.now += 1
            await self.contender.step()

    def freeze(self, seconds: float) -> None:
        """Time passes and nothing turns."""
        self.watch.now += seconds

    def holds(self) -> bool:
        return self.contender.held is not None


Table = Callable[[], Beats]


@pytest.fixture
def table(request: pytest.FixtureRequest) -> Iterator[Table]:
    """Beats as each process reaches them: through an engine of its own."""
    if request.param == "memory":
        shared = MemoryBeats()
        yield lambda: shared
        return
    url = url_of(request)
    engines: list[Engine] = []

    def opened() -> Beats:
        engines.append(connect(url))
        return SqlBeats(engines[-1], "deadlines")

    yield opened
    for engine in engines:
        engine.dispose()


@pytest.fixture
def two(table: Table) -> tuple[Machine, Machine]:
    return Machine("one", table(), 10.0), Machine("two", table(), 500_000.0)


async def together(seconds: int, *machines: Machine) -> None:
    for _ in range(seconds):
        for machine in machines:
            await machine.live(1)


@anywhere
async def test_of_two_who_begin_together_one_holds_and_keeps_it(two: tuple[Machine, Machine]) -> None:
    await asyncio.gather(*(machine.contender.step() for machine in two))
    assert sorted(machine.holds() for machine in two) == [False, True]
    held = [machine.contender.held for machine in two]
    await together(20, *two)
    assert [machine.contender.held for machine in two] == held, "the same tenure all the time"


@anywhere
async def test_a_holder_who_dies_is_replaced_once_its_beat_stood_still(two: tuple[Machine, Machine]) -> None:
    one, other = two
    await together(3, one, other)
    assert one.holds()
    await other.live(TAKEN_AFTER_S - 1)
    assert not other.holds(), "it may only be slow"
    await other.live(2)
    assert other.contender.held is not None
    idle = other.contender.held.idle_ms
    assert idle is not None
    assert TAKEN_AFTER_S * 1000 <= idle < HANDOVER_MS


@anywhere
async def test_a_holder_who_was_frozen_stops_before_anybody_may_take_over(
    two: tuple[Machine, Machine],
) -> None:
    one, other = two
    await together(3, one, other)
    one.freeze(LAPSES_S)
    assert not one.holds(), "asked before it does anything, without looking at the database"
    other.freeze(LAPSES_S)
    await other.contender.step()
    assert not other.holds()
    await together(10, other)
    assert other.holds()
    one.freeze(10)
    await together(5, one, other)
    assert (one.holds(), other.holds()) == (False, True), "who comes back finds that it was replaced"


@anywhere
async def test_a_short_freeze_costs_nobody_anything(two: tuple[Machine, Machine]) -> None:
    one, other = two
    await together(3, one, other)
    tenure = one.contender.held
    one.freeze(LAPSES_S)
    await together(1, other)
    await one.contender.step()
    assert one.contender.held is tenure
    await together(5, one, other)
    assert (one.holds(), other.holds()) == (True, False)


@anywhere
async def test_a_clean_stop_hands_over_at_once(two: tuple[Machine, Machine]) -> None:
    one, other = two
    await together(3, one, other)
    await one.contender.leave()
    assert not one.holds()
    await other.live(1)
    assert other.contender.held is not None
    assert other.contender.held.idle_ms == 0
    await one.contender.leave()
    await together(3, other)
    assert other.holds(), "leaving what one does not hold changes nothing"


@anywhere
async def test_who_was_not_watching_does_not_know_how_long_nobody_held_it(table: Table) -> None:
    one = Machine("one", table(), 10.0)
    await one.live(3)
    again = Machine("again", table(), 20.0)
    await again.live(TAKEN_AFTER_S + 2)
    assert again.contender.held is not None
    assert again.contender.held.idle_ms is None
    await again.contender.leave()
    third = Machine("third", table(), 30.0)
    await third.live(1)
    assert third.contender.held is not None
    assert third.contender.held.idle_ms is None


@anywhere
async def test_of_many_who_see_it_stand_still_only_one_takes_over(table: Table) -> None:
    first = Machine("first", table(), 10.0)
    await first.live(1)
    many = [Machine(f"{n}", table(), 100.0 * n) for n in range(5)]
    await together(1, *many)
    for machine in many:
        machine.freeze(TAKEN_AFTER_S)
    await asyncio.gather(*(machine.contender.step() for machine in many))
    assert sum(machine.holds() for machine in many) == 1


@pytest.mark.parametrize("database_url", SQL, indirect=True)
async def test_two_things_are_held_apart(engine: Engine) -> None:
    deadlines = Machine("one", SqlBeats(engine, "deadlines"), 1.0)
    mail = Machine("two", SqlBeats(engine, "mail"), 1.0)
    await together(3, deadlines, mail)
    assert deadlines.holds()
    assert mail.holds()


async def test_without_the_database_nobody_holds_it_and_afterwards_one_does() -> None:
    beats = MemoryBeats()
    two = Machine("one", beats, 10.0), Machine("two", beats, 20.0)
    await together(3, *two)
    beats.up = False
    for machine in two:
        machine.freeze(30)
        with pytest.raises(Unavailable):
            await machine.contender.step()
    assert not any(machine.holds() for machine in two)
    beats.up = True
    await together(5, *two)
    assert sum(machine.holds() for machine in two) == 1


@pytest.mark.xdist_group("postgresql")
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_transaction_that_stands_still_keeps_its_rows_from_nobody(engine: Engine) -> None:
    """A process frozen between writing and committing: PostgreSQL ends it, and the others go on."""
    with engine.begin() as db:
        db.execute(text("INSERT INTO holdings (name, holder, beat) VALUES ('x', 'frozen', 1)"))
    frozen = engine.raw_connection()
    cursor = frozen.cursor()
    cursor.execute("UPDATE holdings SET holder = 'never' WHERE name = 'x'")
    with written(engine) as writer:
        statement = "UPDATE holdings SET holder = :me WHERE name = 'x'"
        assert await writer.submit(lambda session: session.write(statement, {"me": "living"})) == 1
    with pytest.raises(engine.dialect.loaded_dbapi.Error):
        frozen.commit()
    frozen.invalidate()
    with engine.connect() as db:
        assert db.scalar(text("SELECT holder FROM holdings WHERE name = 'x'")) == "living"


# What the holder does with it: the deadlines of one log, looked at by two processes.


class Process:
    """One process's deadlines over a log that both share."""

    def __init__(self, name: str, beats: Beats, log: MemoryLog, clock: MemoryClock) -> None:
        self.machine = Machine(name, beats, 1.0)
        self.clock = clock
        self.desk = Desk(log, MemoryBot(), MemoryFanout(), clock, Limits(still_waiting=60_000))
        self.deadlines = Deadlines(self.desk, log, clock, self.machine.contender)

    async def live(self, seconds: int) -> None:
        for _ in range(seconds):
            await self.machine.live(1)
            await self.deadlines.look()


@dataclass
class Pair:
    one: Process
    other: Process
    log: MemoryLog
    clock: MemoryClock

    async def live(self, seconds: int, *processes: Process) -> None:
        for _ in range(seconds):
            self.clock.advance(1000)
            for process in processes:
                await process.live(1)

    async def mia_waits(self) -> str:
        def work(tx: Transaction) -> Conversation:
            drafts = [*customer.start("I am a bot.", None, None),
                      *customer.person(Conversation("c", MIA.id, 1), MIA_SPEAKS, WAITS)]  # fmt: skip
            return self.one.desk.write(tx, None, Conversation("c", MIA.id, 1), drafts).after

        return (await self.log.transact(work)).id

    async def row(self) -> Conversation:
        found = await self.log.conversation("c")
        assert found is not None
        return found


@pytest.fixture
def pair() -> Pair:
    beats, log, clock = MemoryBeats(), MemoryLog(), MemoryClock(NOON)
    return Pair(Process("one", beats, log, clock), Process("other", beats, log, clock), log, clock)


async def test_a_handover_goes_on_where_the_other_stopped_without_fresh_graces(pair: Pair) -> None:
    await pair.live(3, pair.one, pair.other)
    await pair.mia_waits()
    before = await pair.row()
    await pair.live(6, pair.other)
    assert pair.other.machine.holds()
    assert await pair.row() == before, "nothing fell due, and nobody got more time"
    await pair.live(60, pair.other)
    assert (await pair.row()).reminded_at is not None


async def test_who_starts_while_nobody_ran_the_deadlines_grants_a_fresh_grace(pair: Pair) -> None:
    await pair.live(1, pair.one)
    await pair.mia_waits()
    pair.clock.advance(59_000)  # everything was down
    await pair.live(4, pair.other)
    assert pair.other.machine.holds()
    assert (await pair.row()).active_at > NOON + 59_000


async def test_only_the_holder_takes_what_is_due(pair: Pair) -> None:
    await pair.live(2, pair.one, pair.other)
    await pair.mia_waits()
    for _ in range(70):
        pair.clock.advance(1000)
        await pair.one.machine.live(1)
        await pair.other.live(1)  # looks, and may not
    assert (await pair.row()).reminded_at is None
    await pair.one.deadlines.look()
    assert (await pair.row()).revision > 1


async def test_one_who_was_frozen_takes_nothing_before_it_knows_who_holds_it(pair: Pair) -> None:
    await pair.live(2, pair.one, pair.other)
    await pair.mia_waits()
    pair.clock.advance(70_000)
    pair.one.machine.freeze(70)
    await pair.one.deadlines.look()
    assert (await pair.row()).revision == 1
    assert (await pair.row()).status is Status.QUEUED


@pytest.mark.parametrize("jump_ms", [3_600_000, -3_600_000])
async def test_a_wall_clock_that_jumps_hands_nothing_over(pair: Pair, jump_ms: int) -> None:
    await pair.live(3, pair.one, pair.other)
    tenure = pair.one.machine.contender.held
    pair.clock.advance(jump_ms)
    await pair.live(10, pair.one, pair.other)
    assert pair.one.machine.contender.held is tenure
    assert not pair.other.machine.holds()
