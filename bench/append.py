"""Durable appends: many writers sharing commits, against the same statements with a commit each."""

from __future__ import annotations

import asyncio
import os
import time
import uuid
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from bench.figure import Figure, median, percentile, spread
from handoff.adapters import database
from handoff.adapters.event_log import SqlLog
from handoff.adapters.writer import Writer
from handoff.app import now_ms
from handoff.core.conversation import Conversation, record
from handoff.core.events import Draft, Kind, Role, Speaker
from handoff.ports import Transaction

WRITERS = 64
ROUNDS = 5
ROUND_S = 1.0
TEXT = "Where is my parcel? It was to come on Tuesday, and nobody has seen it since. " * 3
SYNCS = 300


async def measure(home: Path) -> list[Figure]:
    shared, single, waits, syncs = [], [], [], []
    for number in range(ROUNDS):
        rate, times = await appended(home / f"shared-{number}.sqlite3")
        shared.append(rate)
        waits.append(percentile(times, 0.99) * 1000)
        with patch("handoff.adapters.writer.BATCH", 1):
            rate, _ = await appended(home / f"single-{number}.sqlite3")
        single.append(rate)
        syncs.append(percentile(synced(home / "sync"), 0.99) * 1000)
    ratios = [ours / other for ours, other in zip(shared, single, strict=True)]
    p99s = [ours / other for ours, other in zip(waits, syncs, strict=True)]
    return [
        Figure(
            "append_rate_vs_per_commit", median(shared), "appends/s",
            f"one commit each: {median(single):.0f}/s", median(ratios), "≥ 10",
            f"{WRITERS} writers; {spread(ratios)}",
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
    """Messages into a conversation of its own, each acknowledged before the next: what ``say`` writes."""
    visitor = str(uuid.uuid4())
    by = Speaker(Role.CUSTOMER, visitor)
    held: Conversation | None = None

    def say(tx: Transaction, client_id: str) -> Conversation:
        base = held or Conversation(visitor, visitor, 1)
        after, events = record(base, [Draft(Kind.CUSTOMER_SAID, by, {"text": TEXT}, client_id)], now_ms())
        stored = tx.append(held, replace(after, due_at=now_ms()), events)
        tx.remember(f"v:{visitor}", client_id, visitor, {"conversation": visitor, "seq": after.seq})
        return stored

    while (began := time.perf_counter()) < until:
        client_id = str(uuid.uuid4())
        held = await log.transact(lambda tx, client_id=client_id: say(tx, client_id))  # type: ignore[misc]
        times.append(time.perf_counter() - began)


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
