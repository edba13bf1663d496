"""Search over a hundred thousand conversations: how soon an agent sees the first page, whatever they ask for;
what the index costs those who write; and how fast it follows the log."""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, text

from bench.append import WRITERS, one_writer
from bench.figure import Figure, median, percentile, spread
from handoff.adapters import database
from handoff.adapters.event_log import SqlLog
from handoff.adapters.finder import SqlFinder
from handoff.adapters.index import SqlIndex
from handoff.adapters.memory import Always
from handoff.adapters.rows import columns_of, columns_of_event
from handoff.adapters.writer import Writer
from handoff.core.conversation import Conversation, Status, changed
from handoff.core.events import Draft, Kind, Role, Speaker
from handoff.core.folding import record
from handoff.core.search import Marks, Search, mark
from handoff.core.words import terms
from handoff.desk.searching import Searcher
from handoff.indexing import Indexing
from handoff.ports import Agent
from handoff.storage import now_ms

CONVERSATIONS = 100_000
MESSAGES = 4
VOCABULARY = 20_000
ASKED = 200
ROUNDS, ROUND_S = 3, 2.0
BEGAN = 1_700_000_000_000
SUPERVISOR = Agent("sue", "Sue", "sue@shop.example", "supervisor", None)
AGENT = Agent("ada", "Ada", "ada@shop.example", "agent", ("team3",))


async def measure(home: Path) -> list[Figure]:
    rng = random.Random(7)
    vocabulary = [
        "".join(rng.choices("abcdefghijklmnoprstuvz", k=rng.randrange(3, 10))) for _ in range(VOCABULARY)
    ]
    engine = database.connect(f"sqlite:///{home / 'archive.sqlite3'}")
    database.migrate(engine)
    await asyncio.to_thread(fill, engine, vocabulary, rng)
    writer = Writer(engine)
    writer.start()
    rate = await followed(engine, writer)
    log = SqlLog(engine, writer, now_ms)
    times = await asked(Searcher(log, SqlFinder(engine)), vocabulary, rng)
    writer.stop()
    engine.dispose()
    without, beside = [], []
    for number in range(ROUNDS):
        without.append(await appended(home / f"without-{number}.sqlite3", indexed=False))
        beside.append(await appended(home / f"beside-{number}.sqlite3", indexed=True))
    ratios = [with_it / alone for with_it, alone in zip(beside, without, strict=True)]
    return [
        Figure(
            "search_p95_ms_100000_conversations", percentile(times, 0.95), "ms", "", None, "≤ 200",
            f"p50 {percentile(times, 0.5):.1f}, worst {max(times):.0f}; rare, common and several words, "
            "filters, days, best first, a team of ten",
        ),
        Figure(
            "search_index_conversations_per_s", rate, "conversations/s", "", None, "",
            f"{MESSAGES} messages each, a thousand at once",
        ),
        Figure(
            "append_rate_with_search_vs_without", median(beside), "appends/s",
            f"nothing is taken into the index: {median(without):.0f}/s", median(ratios), "≥ 0.8",
            f"{WRITERS} writers; {spread(ratios)}",
        ),
    ]  # fmt: skip


def fill(engine: Engine, vocabulary: list[str], rng: random.Random) -> None:
    """Written as the service would have, a thousand in each commit."""
    weights = [1 / (rank + 1) for rank in range(VOCABULARY)]
    said = rng.choices(vocabulary, weights, k=CONVERSATIONS * MESSAGES * 12)
    for first in range(0, CONVERSATIONS, 1_000):
        made = [conversation(number, said, rng) for number in range(first, first + 1_000)]
        rows = [columns_of(one) for one, _ in made]
        events = [columns_of_event(event) for _, some in made for event in some]
        with engine.begin() as db:
            db.execute(text(insert("conversations", rows[0])), rows)
            db.execute(text(insert("events", events[0])), events)


def insert(table: str, row: dict[str, Any]) -> str:
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})"


def conversation(number: int, said: list[str], rng: random.Random) -> tuple[Conversation, list[Any]]:
    id = str(uuid.UUID(int=number))
    at, drafts = BEGAN + number * 60_000, []
    for message in range(MESSAGES):
        begin = (number * MESSAGES + message) * 12
        by = Speaker(Role.CUSTOMER, id) if message % 2 == 0 else Speaker(Role.AGENT, "ada", "Ada")
        kind = Kind.CUSTOMER_SAID if message % 2 == 0 else Kind.AGENT_SAID
        drafts.append(Draft(kind, by, {"text": " ".join(said[begin : begin + 12])}))
    first = Conversation(id, id, 1, started_at=at, team=f"team{number % 10}", score=rng.randrange(1, 6))
    after, events = record(changed(first, status=Status.RESOLVED, revision=1), drafts, at)
    return after, events


async def followed(engine: Engine, writer: Writer) -> float:
    """In larger pieces than the service's, which are small so that nobody waits for one."""
    index = SqlIndex(engine, writer, now_ms)
    began = time.perf_counter()
    with patch("handoff.adapters.index.LOOKED_AT", 4_000), patch("handoff.adapters.index.AT_ONCE", 1_000):
        while await index.follow():
            """On, without pauses."""
    return CONVERSATIONS / (time.perf_counter() - began)


async def asked(searcher: Searcher, vocabulary: list[str], rng: random.Random) -> list[float]:
    """Milliseconds from the question to the page, snippets included."""
    times = []
    for agent, search in questions(vocabulary, rng):
        began = time.perf_counter()
        await searcher.search(agent, search)
        times.append((time.perf_counter() - began) * 1_000)
    return times


def questions(vocabulary: list[str], rng: random.Random) -> Iterator[tuple[Agent, Search]]:
    for number in range(ASKED):
        common, rare = vocabulary[rng.randrange(30)], vocabulary[rng.randrange(1_000, VOCABULARY)]
        middle = BEGAN + rng.randrange(CONVERSATIONS) * 60_000
        kinds = [
            Search(terms(rare)),
            Search(terms(common)),
            Search(terms(f"{common} {rare}")),
            Search(terms(rare[:3])),
            Search(terms(common), best=True),
            Search(terms(common), since=middle, until=middle + 86_400_000),
            Search(terms(rare), marks=((mark(Marks.RATING, "1"), mark(Marks.RATING, "2")),)),
            Search(marks=((mark(Marks.TEAM, "team7"),), (mark(Marks.CHANNEL, "chat"),))),
        ]
        yield SUPERVISOR if number % 2 else AGENT, kinds[number // 2 % len(kinds)]


async def appended(path: Path, *, indexed: bool) -> float:
    """Appends a second by writers who wait for each, with the index following beside them or not."""
    engine = database.connect(f"sqlite:///{path}")
    database.migrate(engine)
    writer = Writer(engine)
    writer.start()
    log = SqlLog(engine, writer, now_ms)
    times: list[float] = []
    loop = (
        asyncio.create_task(Indexing(SqlIndex(engine, writer, now_ms), Always()).run()) if indexed else None
    )
    until = time.perf_counter() + ROUND_S
    await asyncio.gather(*(one_writer(log, until, times) for _ in range(WRITERS)))
    if loop is not None:
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)
    writer.stop()
    engine.dispose()
    return len(times) / ROUND_S
