"""Group commit: one thread, one connection, many callers, one durable commit for all who wait.

A disk syncs a few hundred times a second however little each sync carries, so callers that arrive while
one commit is under way share the next. One refused command never fails its batch: most refusals come before
anything was written, and a batch in which one comes after is carried out again, each piece in a savepoint.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Engine

from handoff.adapters.connection import Connection, Session
from handoff.core.errors import Unavailable

log = logging.getLogger(__name__)
T = TypeVar("T")

BATCH = 256
"""Most pieces of work in one commit: more would make the first of them wait for the last."""

RETRIES = 20
"""How often work runs again because a row changed under it; a conversation has few writers."""

UNAVAILABLE = "The database can't be written right now. Nothing was changed; try again."

DEADLOCKS = 5
"""How often a batch is carried out again after PostgreSQL rolled it back for crossing another service's."""

CROSSED = ("40P01", "40001")
"""SQL states of a deadlock and of a failed serialisation; the driver is loaded only where it is used."""


class StaleRow(Exception):
    """The row changed since it was read: decide again on the newer state."""


class FailedAfterWriting(Exception):
    """One piece of a batch failed with something written and no savepoint to go back to."""


@dataclass(slots=True)
class Job(Generic[T]):
    """One caller's work and where its result goes."""

    work: Callable[[Session], T]
    future: asyncio.Future[T]
    loop: asyncio.AbstractEventLoop
    result: T | None = None
    error: BaseException | None = None


class Writer:
    """The thread that owns the writing connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: queue.SimpleQueue[Job[Any] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._connection: Connection | None = None

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish what was handed in, then close."""
        self._jobs.put(None)
        self._thread.join()

    def submit(self, work: Callable[[Session], T]) -> asyncio.Future[T]:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put(Job(work, future, loop))
        return future

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            batch = [job]
            stopping = self._gather(batch)
            self._commit(batch)
            _deliver(batch)
            if stopping:
                break
        if self._connection is not None:
            self._connection.close()

    def _gather(self, batch: list[Job[Any]]) -> bool:
        """Whoever is already here joins; nobody is waited for. True: told to stop."""
        while len(batch) < BATCH:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return False
            if job is None:
                return True
            batch.append(job)
        return False

    def _commit(self, batch: list[Job[Any]]) -> None:
        for _ in range(DEADLOCKS):
            try:
                self._commit_once(batch)
                return
            except Exception as error:  # noqa: BLE001 - a full disk, a lost server: nobody is told "ok"
                self._abandon()
                if getattr(error, "sqlstate", None) not in CROSSED:
                    log.error("commit failed: %s", error)
                    break
                log.info("two services wrote the same conversations crosswise; once more: %s", error)
        for job in batch:
            job.error = Unavailable(UNAVAILABLE, retry_s=1)

    def _commit_once(self, batch: list[Job[Any]]) -> None:
        """Savepoints are two more statements for each piece and hardly ever needed, so at first without."""
        connection = self._connected()
        try:
            _carry_out_all(connection, batch, savepoints=False)
        except FailedAfterWriting:
            connection.execute("ROLLBACK")
            connection.forget()
            _carry_out_all(connection, batch, savepoints=True)
        connection.execute("COMMIT")

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = Connection(self._engine)
        return self._connection

    def _abandon(self) -> None:
        """After a failed commit nothing about the connection is trusted: the next batch gets a new one."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        with contextlib.suppress(connection.trouble):  # it may be the connection itself that broke
            connection.execute("ROLLBACK")
        with contextlib.suppress(connection.trouble):
            connection.close()


def _carry_out_all(connection: Connection, batch: list[Job[Any]], *, savepoints: bool) -> None:
    connection.begin()
    for job in batch:
        job.error = None
        _carry_out(connection, job, savepoints)


def _carry_out(connection: Connection, job: Job[Any], savepoint: bool) -> None:
    """Run one job, again while rows change under it. Its own failure stays its own."""
    for _ in range(RETRIES):
        session = Session(connection, savepoint)
        try:
            job.result = job.work(session)
        except (StaleRow, connection.clash):
            # Somebody wrote first (on PostgreSQL another process). Undo, and decide on what is there now.
            _undo(connection, session)
            connection.forget(list(session.cache))
            continue
        except connection.trouble:
            raise
        except Exception as error:  # noqa: BLE001 - refusals and mistakes alike belong to the caller
            _undo(connection, session)
            job.error = error
            return
        if session.writing and savepoint:
            connection.execute("RELEASE SAVEPOINT one")
        connection.keep(session.cache)
        return
    job.error = Unavailable("Too many changes at once. Nothing was changed; try again.", retry_s=1)


def _undo(connection: Connection, session: Session) -> None:
    if not session.writing:
        return
    if not session.savepoint:
        raise FailedAfterWriting
    connection.execute("ROLLBACK TO SAVEPOINT one")
    connection.execute("RELEASE SAVEPOINT one")


def _deliver(batch: list[Job[Any]]) -> None:
    """One wake-up of each event loop for the whole batch, in the order of the commits."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Job[Any]]] = {}
    for job in batch:
        by_loop.setdefault(job.loop, []).append(job)
    for loop, jobs in by_loop.items():
        try:
            loop.call_soon_threadsafe(_settle, jobs)
        except RuntimeError:
            log.warning("the event loop closed before %d commits were told", len(jobs))


def _settle(jobs: list[Job[Any]]) -> None:
    for job in jobs:
        if job.future.done():
            continue  # the caller went away; what it asked for is done all the same
        if job.error is not None:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.result)
