"""Durable appends: many writers sharing commits, against the same statements with a commit each."""

from __future__ import annotations

import asyncio
import os
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import Engine

from bench.figure import Figure, median, percentile, spread
from handoff.adapters import database
from handoff.adapters.connection import Connection, Session
from handoff.adapters.event_log import SqlLog, SqlTransaction
from handoff.adapters.writer import Writer
from handoff.core.conversation import Conversation, changed
from handoff.core.events import Draft, Kind, Role, Speaker
from handoff.core.folding import record
from handoff.ports import Transaction
from handoff.storage import now_ms

WRITERS = 64
ROUNDS = 5
ROUND_S = 1.0
TEXT = "Where is my parcel? It was to come on Tuesday, and nobody has seen it since. " * 3
SYNCS = 300


async def measure(home: Path) -> list[Figure]:
    shared, own, queued, waits, syncs = [], [], [], [], []
    for number in range(ROUNDS):
        rate, times = await appended(home / f"shared-{number}.sqlite3")
        shared.append(rate)
        waits.append(percentile(times, 0.99) * 1000)
        own.append(await asyncio.to_thread(committed, home / f"own-{number}.sqlite3"))
        with patch("handoff.adapters.writer.BATCH", 1):
            queued.append((await appended(home / f"queued-{number}.sqlite3"))[0])
        syncs.append(percentile(synced(home / "sync"), 0.99) * 1000)
    ratios = [ours / other for ours, other in zip(shared, own, strict=True)]
    in_line = [ours / other for ours, other in zip(shared, queued, strict=True)]
    p99s = [ours / other for ours, other in zip(waits, syncs, strict=True)]
    return [
        Figure(
            "append_rate_vs_per_commit", median(shared), "appends/s",
            f"each writer its own connection, one commit each: {median(own):.0f}/s", median(ratios), "≥ 10",
            f"{WRITERS} writers; {spread(ratios)}",
        ),
        Figure(
            "append_rate_vs_one_thread_per_commit", median(shared), "appends/s",
            f"our writer, one commit each: {median(queued):.0f}/s", median(in_line), "",
            f"the same without the lock's contention; {spread(in_line)}",
        ),
        Figure(
            "append_p99_vs_fdatasync_p99", median(waits), "ms",
            f"fdatasync of 4 KiB alone, p99: {median(syncs):.2f} ms", median(p99s), "",
            f"{WRITERS} writers; {spread(p99s)}",
        ),
    ]  # fmt: skip


async def appended(path: Path) -> tuple[float, list[float]]:
    """Appends a second, and how long each waited (s)."""
    engine = database.connect(f"sqlite:///{path}")
    database.migrate(engine)
    writer = Writer(engine)
    writer.start()
    log = SqlLog(engine, writer, now_ms)
    times: list[float] = []
    until = time.perf_counter() + ROUND_S
    await asyncio.gather(*(one_writer(log, until, times) for _ in range(WRITERS)))
    writer.stop()
    engine.dispose()
    return len(times) / ROUND_S, times


async def one_writer(log: SqlLog, until: float, times: list[float]) -> None:
    talk = Talk()
    while (began := time.perf_counter()) < until:
        talk.held = await log.transact(talk.say)
        times.append(time.perf_counter() - began)


def committed(path: Path) -> float:
    """Appends a second when each writer has a connection of its own and commits each append."""
    engine = database.connect(f"sqlite:///{path}")
    database.migrate(engine)
    until = time.perf_counter() + ROUND_S
    with ThreadPoolExecutor(WRITERS) as threads:
        done = sum(threads.map(lambda _: one_committer(engine, until), range(WRITERS)))
    engine.dispose()
    return done / ROUND_S


def one_committer(engine: Engine, until: float) -> int:
    connection = Connection(engine)
    connection.execute("PRAGMA busy_timeout=60000")
    talk = Talk()
    done = 0
    while time.perf_counter() < until:
        connection.begin()
        session = Session(connection)
        talk.held = talk.say(SqlTransaction(session, now_ms, None))
        connection.execute("COMMIT")
        connection.keep(session.cache)
        done += 1
    connection.close()
    return done


class Talk:
    """Messages into one conversation, each after the other: what ``say`` writes."""

    def __init__(self) -> None:
        self._id = str(uuid.uuid4())
        self._by = Speaker(Role.CUSTOMER, self._id)
        self.held: Conversation | None = None

    def say(self, tx: Transaction) -> Conversation:
        client_id = str(uuid.uuid4())
        draft = Draft(Kind.CUSTOMER_SAID, self._by, {"text": TEXT}, client_id)
        after, events = record(self.held or Conversation(self._id, self._id, 1), [draft], now_ms())
        stored = tx.append(self.held, changed(after, due_at=now_ms()), events)
        tx.remember(f"v:{self._id}", client_id, self._id, {"conversation": self._id, "seq": after.seq})
        return stored


def synced(path: Path) -> list[float]:
    times = []
    with path.open("ab") as file:
        for _ in range(SYNCS):
            file.write(b"x" * 4096)
            file.flush()
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - began)
    return times
