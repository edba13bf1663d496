"""A long line moves: what one change costs, in time and in SQL, with ten thousand waiting and with few."""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bench.figure import Figure, median, spread
from handoff.adapters import database
from handoff.adapters.event_log import SqlLog
from handoff.adapters.memory import MemoryBot, MemoryCatalogue
from handoff.adapters.presence import SqlPresence
from handoff.adapters.waits import SqlWaits
from handoff.adapters.writer import Writer
from handoff.core.deadlines import Limits
from handoff.core.queue import Standing
from handoff.desk import AgentDesk, CustomerDesk, Desk
from handoff.desk.customers import Place
from handoff.desk.giving import Giving
from handoff.desk.line import Line
from handoff.desk.suggesting import Suggester
from handoff.desk.telling import LINES, visitor_topic
from handoff.ports import Visitor
from handoff.storage import now_ms
from handoff.web.absences import Absences
from handoff.web.connections import Connection, Connections
from handoff.web.lines import Lines, queue_payload
from handoff.web.waits import Waits

FEW, FULL, MANY = 100, 1_000, 10_000
"""At a thousand the front and the slice of one step are as full as they get."""

ROUNDS = 5
UPDATES = 2_000
CHANGES = 40
AT_ONCE = 200
TEAM = "support"


async def measure(home: Path) -> list[Figure]:
    few, many = [], []
    for number in range(ROUNDS):
        few.append(updated(FEW, number))
        many.append(updated(MANY, number))
    updates = [ours / other for ours, other in zip(many, few, strict=True)]
    shops = [await Shop(home / f"{count}.sqlite3").open(count) for count in (FEW, FULL, MANY)]
    steps, ticks = [], []
    for shop in shops:
        steps.append([await shop.changed() for _ in range(CHANGES)])
        ticks.append(await shop.looked())
        await shop.close()
    sql = [median(of_shop) for of_shop in steps]
    return [
        Figure(
            "position_update_us_10000_waiting", median(many), "µs",
            f"{FEW} waiting: {median(few):.1f} µs", median(updates), "≤ 3",
            f"one leaves, one joins, one page is told; in proportion it would be 100; {spread(updates)}",
        ),
        Figure(
            "position_sql_steps_10000_waiting", sql[2], "steps of SQLite's machine",
            f"{FEW} waiting: {sql[0]:.0f}", sql[2] / sql[0], "≤ 1.5",
            f"one leaves the line or joins it, all statements of the change; {FULL} waiting: {sql[1]:.0f}",
        ),
        Figure(
            "position_step_ms_10000_waiting", ticks[2], "ms",
            f"{FULL} waiting: {ticks[1]:.2f} ms", ticks[2] / ticks[1], "≤ 2",
            "the first of the line leaves: all that is told in the step after it, no SQL",
        ),
    ]  # fmt: skip


class Paper:
    """Stands where a page's socket is."""

    def __init__(self) -> None:
        self.bytes = 0

    def write(self, frame: str) -> None:
        self.bytes += len(frame)


def updated(count: int, seed: int) -> float:
    """µs for a change in the line and one page's new number."""
    rng = random.Random(seed)
    line, connections = Line(), Connections()
    ids = [str(uuid.UUID(int=rng.getrandbits(128))) for _ in range(count)]
    for number, id in enumerate(ids):
        line.moved(Standing(id, id, 1, TEAM, (2, number, id)))
        connections.add(Connection("/customer", id, None, Paper()), visitor_topic(id))  # type: ignore[arg-type]
    chosen = [rng.randrange(count) for _ in range(UPDATES)]
    began = time.perf_counter()
    for revision, number in enumerate(chosen, 2):
        id = ids[number]
        line.moved(Standing(id, id, 2 * revision))
        line.moved(Standing(id, id, 2 * revision + 1, TEAM, (2, number, id)))
        position = line.position(id)
        assert position is not None
        connections.tell(visitor_topic(id), "queue", queue_payload(id, position, None))
    return (time.perf_counter() - began) / UPDATES * 1e6


class Shop:
    """A desk on SQLite, its line, and a page for each who waits; counts the steps SQLite's machine makes."""

    def __init__(self, path: Path) -> None:
        self.steps = 0
        self.engine = database.connect(f"sqlite:///{path}")
        event.listen(self.engine, "connect", self._count)
        database.migrate(self.engine)
        self.writer = Writer(self.engine)
        self.log = SqlLog(self.engine, self.writer, now_ms)
        self.connections = Connections()
        self.desk = Desk(self.log, MemoryBot(), self, now_ms, Limits())
        self.customers = CustomerDesk(self.desk)
        agents = AgentDesk(self.desk, self.customers, SqlPresence(self.engine, now_ms, 10_000))
        stored = SqlWaits(self.engine, self.writer, now_ms)
        self.waits = Waits(stored, self.desk.line, now_ms, lambda *_: None)
        absences = Absences(
            self.log, Suggester(self.log, MemoryBot(), MemoryCatalogue(), Giving(now_ms)), now_ms
        )
        self.lines = Lines(self.desk.line, self.log, self.connections, agents, self.waits, absences, now_ms)
        self.visitors: list[Visitor] = []

    def tell(self, topic: str, name: str, payload: Any) -> None:
        """``ports.Fanout`` of a process that is alone."""
        if topic == LINES:
            self.lines.heard(payload)
        else:
            self.connections.tell(topic, name, payload)

    async def open(self, count: int) -> Shop:
        self.writer.start()
        self.visitors = [Visitor(str(uuid.uuid4())) for _ in range(count)]
        for visitor in self.visitors:
            page: Any = Connection("/customer", visitor.id, visitor, Paper())  # type: ignore[arg-type]
            self.connections.add(page, visitor_topic(visitor.id))
        for start in range(0, count, AT_ONCE):
            await asyncio.gather(*(self.ask(one) for one in self.visitors[start : start + AT_ONCE]))
        for _ in range(count // 100):
            await self.lines.look()
        return self

    async def close(self) -> None:
        self.desk.turns.stop()
        await asyncio.to_thread(self.writer.stop)
        self.engine.dispose()

    async def ask(self, visitor: Visitor) -> None:
        await self.customers.person(visitor, str(uuid.uuid4()), Place())

    async def changed(self) -> float:
        """Steps for one who leaves somewhere in the line and comes back at its end, and one who is told."""
        visitor = self.visitors[len(self.visitors) // 2]
        self.steps = 0
        await self.customers.bot(visitor, str(uuid.uuid4()), Place())
        await self.ask(visitor)
        return self.steps / 2

    async def looked(self) -> float:
        """ms of the step in which people learn that the first of the line has left; median."""
        times = []
        for visitor in self.visitors[:CHANGES]:
            await self.customers.bot(visitor, str(uuid.uuid4()), Place())
            began = time.perf_counter()
            await self.lines.look()
            times.append((time.perf_counter() - began) * 1000)
        return median(times)

    def _count(self, connection: Any, _record: Any) -> None:
        connection.set_progress_handler(self._step, 1)

    def _step(self) -> int:
        self.steps += 1
        return 0
