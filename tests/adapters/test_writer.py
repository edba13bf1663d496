"""A commit that fails is told to nobody as done, and the next one works."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import pytest
from sqlalchemy import Engine, text

from handoff.adapters.connection import Connection
from handoff.adapters.event_log import SqlLog
from handoff.adapters.memory import MemoryClock
from handoff.adapters.writer import Writer
from handoff.core import customer
from handoff.core.conversation import Conversation
from handoff.core.errors import Unavailable
from handoff.ports import Transaction
from tests.adapters.conftest import SQL, written
from tests.adapters.test_log_contract import words, write
from tests.cast import MIA, NOON

everywhere = pytest.mark.parametrize("database_url", SQL, indirect=True)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def writer(engine: Engine) -> AsyncIterator[Writer]:
    with written(engine) as running:
        yield running


@pytest.fixture
def log(engine: Engine, writer: Writer) -> SqlLog:
    return SqlLog(engine, writer, MemoryClock(NOON))


def beginning(number: int) -> Conversation:
    return Conversation(f"00000000-0000-4000-8000-{number:012}", MIA.id, number)


async def begin(log: SqlLog, number: int) -> Conversation:
    return await log.transact(
        lambda tx: write(tx, None, beginning(number), customer.start("I am a bot.", None, None))
    )


async def say(log: SqlLog, id: str, text: str) -> Conversation:
    def work(tx: Transaction) -> Conversation:
        found = tx.conversation(id)
        assert found is not None
        return write(tx, found, found, [words(text)])

    return await log.transact(work)


@everywhere
async def test_a_failed_commit_is_unavailable_to_all_of_its_batch_and_the_writer_goes_on(
    log: SqlLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = await begin(log, 1)
    execute = Connection.execute

    def failing(self: Connection, statement: str) -> None:
        if statement == "COMMIT":
            raise sqlite3.OperationalError("disk I/O error")
        execute(self, statement)

    with monkeypatch.context() as broken:
        broken.setattr(Connection, "execute", failing)
        results = await asyncio.gather(
            *(say(log, told.id, f"{n}") for n in range(10)), return_exceptions=True
        )
    assert all(isinstance(result, Unavailable) for result in results)
    assert all("retry_s" in r.wire() for r in results if isinstance(r, Unavailable))
    assert await log.conversation(told.id) == told
    after = await say(log, told.id, "again")
    assert after.seq == told.seq + 1, "nothing of the failed batch is remembered beside the database"
    assert [event.seq for event in await log.events(told.id, 0, 100)] == [1, 2]


@on_sqlite
async def test_a_full_disk_loses_nothing_that_was_acknowledged(log: SqlLog, engine: Engine) -> None:
    told = await begin(log, 1)
    acknowledged = ["fits"]
    await say(log, told.id, "fits")
    await log.transact(lambda tx: _limit_pages(tx, "max_page_count=1"))  # as full as it can be from here on
    refused = 0
    for number in range(200):
        try:
            await say(log, told.id, f"{number} " + "x" * 3_000)
            acknowledged.append(f"{number}")
        except Unavailable:
            refused += 1
            break
    assert refused, "the disk was full"
    await say(log, told.id, "room again")  # a new connection has no limit: somebody made room
    acknowledged.append("room again")
    events = await log.events(told.id, 0, 1_000)
    assert [e.data["text"].split(" x")[0] for e in events[1:]] == acknowledged
    assert [event.seq for event in events] == list(range(1, len(events) + 1))


def _limit_pages(tx: Transaction, pragma: str) -> None:
    session: Any = tx
    session._session.connection.execute(f"PRAGMA {pragma}")


@everywhere
async def test_the_writers_connection_never_serves_anybody_else(log: SqlLog, engine: Engine) -> None:
    """It commits by hand; in the pool it would take transactions from whoever got it next."""
    await begin(log, 1)
    before = log._writer._connection
    log._writer._abandon()
    await begin(log, 2)
    assert log._writer._connection is not before
    for _ in range(8):
        with engine.connect() as db:
            db.execute(text("INSERT INTO teams (name, created_at) VALUES ('half', 1)"))
            db.rollback()
    with engine.connect() as db:
        assert db.scalar(text("SELECT COUNT(*) FROM teams")) == 0


@pytest.mark.xdist_group("postgresql")
@pytest.mark.parametrize("database_url", [pytest.param("postgresql", id="PostgreSQL")], indirect=True)
async def test_a_database_server_that_dropped_us_is_unavailable_once_and_then_works(
    log: SqlLog, engine: Engine
) -> None:
    told = await begin(log, 1)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    with pytest.raises(Unavailable):
        await say(log, told.id, "lost")
    after = await say(log, told.id, "kept")
    assert after.seq == 2


@on_sqlite
async def test_a_row_that_changed_under_a_work_is_decided_on_again(log: SqlLog) -> None:
    told = await begin(log, 1)
    tries = []

    def work(tx: Transaction) -> Conversation:
        found = tx.conversation(told.id)
        assert found is not None
        tries.append(found.revision)
        if len(tries) == 1:
            found = beginning(1)  # an older state than the stored one
        return write(tx, found, found, [words("decided again")])

    after = await log.transact(work)
    assert tries == [1, 1]
    assert after.seq == 2


@on_sqlite
async def test_a_row_that_never_stands_still_is_given_up_with_a_sentence(log: SqlLog) -> None:
    told = await begin(log, 1)

    def work(tx: Transaction) -> None:
        write(tx, beginning(1), beginning(1), [words("stale")])

    with pytest.raises(Unavailable):
        await log.transact(work)
    assert await log.conversation(told.id) == told


@on_sqlite
async def test_whoever_went_away_before_the_commit_is_stored_all_the_same(log: SqlLog) -> None:
    told = await begin(log, 1)
    leaving = asyncio.ensure_future(say(log, told.id, "said and gone"))
    await asyncio.sleep(0)  # it is handed in now
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    assert (await say(log, told.id, "next")).seq == 3


@on_sqlite
async def test_stopping_finishes_what_was_handed_in(engine: Engine) -> None:
    stopping = Writer(engine)
    stopping.start()
    log = SqlLog(engine, stopping, MemoryClock(NOON))
    begun = [asyncio.ensure_future(begin(log, n)) for n in range(1, 30)]
    await asyncio.sleep(0)
    await asyncio.to_thread(stopping.stop)
    assert len(await asyncio.gather(*begun)) == 29


@on_sqlite
async def test_many_who_wait_share_one_commit(log: SqlLog, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [await begin(log, n) for n in range(1, 41)]
    commits: list[str] = []
    execute = Connection.execute

    def counting(self: Connection, statement: str) -> None:
        if statement == "COMMIT":
            commits.append(statement)
        execute(self, statement)

    monkeypatch.setattr(Connection, "execute", counting)
    await asyncio.gather(*(say(log, one.id, "now") for one in told))
    assert len(commits) < 20


def test_statements_are_put_in_the_drivers_words() -> None:
    translated = Connection.__new__(Connection)
    translated._sqlite = False
    translated._statements = {}
    values: Mapping[str, Any] = {"id": 1}
    read: Sequence[str] = [translated._translated("SELECT 1 WHERE id = :id"), *values]
    assert read == ["SELECT 1 WHERE id = %(id)s", "id"]
