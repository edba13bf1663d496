"""Several services on one PostgreSQL: two processes' worth of writers, one truth."""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine, update

from handoff.adapters import schema
from handoff.adapters.database import connect
from handoff.adapters.event_log import SqlLog
from handoff.adapters.memory import MemoryBot, MemoryClock, MemoryFanout
from handoff.adapters.presence import SqlPresence
from handoff.core.conversation import Status
from handoff.core.errors import NotFound, NotNow, Refusal, Taken
from handoff.core.events import Draft, Kind
from handoff.desk import AgentDesk, CustomerDesk, Desk
from handoff.desk.customers import Place
from handoff.ports import Transaction, Visitor
from tests.adapters.conftest import LEASE_MS, hire, written
from tests.adapters.test_log_contract import write
from tests.cast import ADA, GRACE, LIMITS, MIA, MIA_SPEAKS, NOON, once

pytestmark = [
    pytest.mark.xdist_group("postgresql"),
    pytest.mark.parametrize("database_url", [pytest.param("postgresql", id="PostgreSQL")], indirect=True),
]


class Service:
    """What one process would have: its own writer, pool and desk."""

    def __init__(self, engine: Engine, log: SqlLog, clock: MemoryClock) -> None:
        self.log = log
        self.desk = Desk(log, MemoryBot(), MemoryFanout(), clock, LIMITS)
        self.customers = CustomerDesk(self.desk)
        self.agents = AgentDesk(self.desk, self.customers, SqlPresence(engine, clock, LEASE_MS))


@pytest.fixture
async def services(database_url: str) -> AsyncIterator[tuple[Service, Service]]:
    clock = MemoryClock(NOON)
    with contextlib.ExitStack() as stack:
        made = []
        for number in range(2):
            engine = connect(database_url)
            stack.callback(engine.dispose)
            if number == 0:
                hire(engine, ADA, GRACE)
            writer = stack.enter_context(written(engine))
            made.append(Service(engine, SqlLog(engine, writer, clock), clock))
        yield made[0], made[1]
        for service in made:
            service.desk.turns.stop()


async def test_two_services_write_one_conversation_without_gap_or_double(
    services: tuple[Service, Service],
) -> None:
    await services[0].customers.say(MIA, once(), "Hello", Place())
    await asyncio.gather(
        *(services[n % 2].customers.say(MIA, once(), f"words {n}", Place()) for n in range(80))
    )
    for service in services:
        await service.desk.turns.settle()
    found = await services[0].log.latest(MIA.id)
    assert found is not None
    events = await services[1].log.events(found.id, 0, 1_000)
    assert [event.seq for event in events] == list(range(1, found.seq + 1))
    said = [event.data["text"] for event in events if event.kind is Kind.CUSTOMER_SAID]
    assert sorted(said) == sorted(["Hello", *(f"words {n}" for n in range(80))])


async def test_a_call_sent_again_to_another_service_is_done_once(services: tuple[Service, Service]) -> None:
    await services[0].customers.say(MIA, once(), "Hello", Place())
    same = once()
    answers = await asyncio.gather(
        *(services[n % 2].customers.say(MIA, same, "Are you there?", Place()) for n in range(10))
    )
    assert all(answer == answers[0] for answer in answers)


async def test_agents_on_two_services_race_and_each_conversation_has_one_owner(
    services: tuple[Service, Service],
) -> None:
    customers = [Visitor(str(uuid.uuid4())) for _ in range(25)]
    await asyncio.gather(
        *(services[n % 2].customers.person(one, once(), Place()) for n, one in enumerate(customers))
    )
    team = [replace(ADA, id=str(uuid.uuid4()), name=f"Agent {n}") for n in range(100)]
    results = await asyncio.gather(
        *(services[n % 2].agents.take(agent, once(), None) for n, agent in enumerate(team)),
        return_exceptions=True,
    )
    won = [result["conversation"] for result in results if isinstance(result, dict)]
    assert len(won) == len(set(won)) == 25
    assert all(isinstance(result, NotFound) for result in results if not isinstance(result, dict))
    for id in won:
        stored = await services[0].log.conversation(id)
        assert stored is not None
        assert stored.status is Status.WITH_AGENT


async def test_services_that_write_the_same_rows_crosswise_both_succeed(
    services: tuple[Service, Service],
) -> None:
    """PostgreSQL ends a deadlock by rolling one batch back; that batch is carried out again."""
    visitors = [MIA, Visitor(str(uuid.uuid4()))]
    for visitor in visitors:
        await services[0].customers.person(visitor, once(), Place())
    ids = [(await services[0].customers.current(visitor)).id for visitor in visitors]
    both_hold_one = threading.Barrier(2)
    tries = [0, 0]

    def crosswise(number: int) -> object:
        def work(tx: Transaction) -> None:
            tries[number] += 1
            for turn, id in enumerate(ids if number == 0 else reversed(ids)):
                found = tx.conversation(id)
                assert found is not None
                write(tx, found, found, [Draft(Kind.NOTE_ADDED, MIA_SPEAKS, {"text": f"{number}"})])
                if turn == 0 and tries[number] == 1:
                    both_hold_one.wait(10)

        return services[number].log.transact(work)

    await asyncio.gather(crosswise(0), crosswise(1))  # type: ignore[call-overload]
    assert sum(tries) >= 3, "one of them was rolled back and tried again"
    for id in ids:
        notes = [e for e in await services[0].log.events(id, 0, 100) if e.kind is Kind.NOTE_ADDED]
        assert sorted(note.data["text"] for note in notes) == ["0", "1"]


async def test_a_storm_over_two_services_leaves_every_log_whole(
    services: tuple[Service, Service], rng: random.Random
) -> None:
    visitors = [Visitor(str(uuid.uuid4())) for _ in range(5)]
    refused: set[str] = set()

    async def act(number: int) -> None:
        service, visitor = rng.choice(services), rng.choice(visitors)
        agent = rng.choice((ADA, GRACE))
        id = (await service.customers.current(visitor)).id
        calls: list[Callable[[], Awaitable[object]]] = [
            lambda: service.customers.say(visitor, once(), f"{number}", Place()),
            lambda: service.customers.person(visitor, once(), Place()),
            lambda: service.agents.take(agent, once(), None),
            lambda: service.agents.say(agent, once(), id, "Hello", None),
            lambda: service.agents.release(agent, once(), id),
            lambda: service.agents.resolve(agent, once(), id, None),
            lambda: service.desk.agent_gone(agent.id),
        ]
        try:
            await rng.choice(calls)()
        except Refusal as refusal:
            refused.add(refusal.code)

    await asyncio.gather(*(act(n) for n in range(120)))
    assert "unavailable" not in refused
    for service in services:
        await service.desk.turns.settle()
    for visitor in visitors:
        found = await services[0].log.latest(visitor.id)
        if found is not None:
            events = await services[1].log.events(found.id, 0, 1_000)
            assert [event.seq for event in events] == list(range(1, found.seq + 1))


async def test_nobody_is_given_more_than_they_can_hold_by_two_services_at_once(
    services: tuple[Service, Service], engine: Engine
) -> None:
    """By hand and by both assigners at the same time: the agent's row is locked while it is counted."""
    with engine.begin() as db:
        db.execute(update(schema.agents).values(capacity=3))
        db.execute(update(schema.teams).values(settings='{"assignment": "automatic"}'))
    presence = SqlPresence(engine, MemoryClock(NOON), LEASE_MS)
    crowd = [Visitor(str(uuid.uuid4())) for _ in range(20)]
    for agent in (ADA, GRACE):
        await presence.connect(agent.id, f"tab of {agent.name}")
    asked = await asyncio.gather(
        *(services[n % 2].customers.person(mia, once(), Place()) for n, mia in enumerate(crowd))
    )
    taken = await asyncio.gather(
        *(
            services[n % 2].agents.take((ADA, GRACE)[n // 2 % 2], once(), answer["conversation"])
            for n, answer in enumerate(asked)
        ),
        *(service.desk.assigner.assign() for service in services),
        return_exceptions=True,
    )
    for service in services:
        await service.desk.assigner.settle()
    for agent in (ADA, GRACE):
        assert len(await services[0].log.held(agent.id)) == 3
    assert sum(isinstance(one, (NotNow, Taken)) for one in taken) >= 14
