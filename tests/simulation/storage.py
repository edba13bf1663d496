"""What survives a crash, and the way to it: one writer that commits for all who wait."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, cast

from handoff.adapters.memory import MemoryLog, MemoryPresence
from handoff.core.conversation import Conversation
from handoff.core.errors import Unavailable
from handoff.core.events import Event
from handoff.ports import Transaction
from tests.simulation.loop import Loop

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call:
    """Which call a piece of work belongs to. ``person`` is who made it."""

    person: str
    name: str
    payload: dict[str, Any]


calling: ContextVar[Call | None] = ContextVar("calling", default=None)
"""The call that the current task answers; None for the service's own doing."""


@dataclass(slots=True)
class Written:
    """One row written in a commit, with its new events."""

    before: Conversation | None
    after: Conversation
    events: Sequence[Event]


class Witness(Protocol):
    """Who sees each commit at the moment it becomes durable, and each piece of work that was refused."""

    def committed(self, call: Call | None, written: list[Written]) -> None: ...

    def refused(self, call: Call | None, written: list[Written]) -> None: ...


class RunAgain(Exception):
    """A row changed under the work: what it wrote is undone, and it is run once more."""


@dataclass(slots=True)
class Job:
    work: Callable[[Transaction], Any]
    future: asyncio.Future[Any]
    call: Call | None
    written: list[Written] = field(default_factory=list)


class Watched:
    """A transaction whose appends are noted."""

    def __init__(self, transaction: Transaction, written: list[Written]) -> None:
        self._transaction = transaction
        self._written = written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transaction, name)

    def append(
        self, before: Conversation | None, after: Conversation, events: Sequence[Event]
    ) -> Conversation:
        stored = self._transaction.append(before, after, events)
        self._written.append(Written(before, stored, events))
        return stored


class Storage(MemoryLog):
    """One service's way to the tables. Reads come back later than they were read, as from a thread."""

    def __init__(self, survives: MemoryLog, loop: Loop, witness: Witness) -> None:
        super().__init__(survives.presence)
        self.__dict__.update(survives.__dict__)  # the same tables, whatever the twin keeps beside them
        self.out_of_order = 0  # commits that will fail
        self.crossed = 0  # pieces of work that will run twice
        self._loop = loop
        self._witness = witness
        self._jobs: list[Job] = []

    async def transact(self, work: Callable[[Transaction], T]) -> T:
        future = self._loop.create_future()
        self._jobs.append(Job(work, future, calling.get()))
        if len(self._jobs) == 1:
            self._loop.call_soon(self._commit)
        return cast(T, await future)

    def _commit(self) -> None:
        """Everybody who waits, in one commit. Whoever went away meanwhile is served all the same."""
        jobs, self._jobs = self._jobs, []
        results = [self._carry_out(job) for job in jobs]
        with self._loop.in_order():
            for job, (result, error) in zip(jobs, results, strict=True):
                if job.future.done():
                    continue
                if error is not None:
                    job.future.set_exception(error)
                else:
                    job.future.set_result(result)
        self.out_of_order = max(0, self.out_of_order - 1)

    def _carry_out(self, job: Job) -> tuple[Any, Exception | None]:
        if self.out_of_order:
            return None, Unavailable("The database can't be written right now.", retry_s=1)
        try:
            if self.crossed:
                self.crossed -= 1
                self._run_in_vain(job)
            result = self.commit(lambda tx: job.work(cast(Transaction, Watched(tx, job.written))))
        except Exception as error:  # noqa: BLE001 - refusals and mistakes alike belong to the caller
            self._witness.refused(job.call, job.written)
            return None, error
        self._witness.committed(job.call, job.written)
        return result, None

    def _run_in_vain(self, job: Job) -> None:
        def undone(tx: Transaction) -> None:
            job.work(tx)
            raise RunAgain

        try:
            self.commit(undone)
        except RunAgain:
            return

    async def conversation(self, id: str) -> Conversation | None:
        return await self._read(super().conversation, id)

    async def latest(self, visitor: str) -> Conversation | None:
        return await self._read(super().latest, visitor)

    async def events(self, conversation: str, after: int, limit: int) -> list[Event]:
        return await self._read(super().events, conversation, after, limit)

    async def waiting(self, teams: Sequence[str] | None) -> list[Conversation]:
        return await self._read(super().waiting, teams)

    async def held(self, agent: str) -> list[Conversation]:
        return await self._read(super().held, agent)

    async def heads(self, conversations: Sequence[str]) -> dict[str, tuple[int, int]]:
        return await self._read(super().heads, conversations)

    async def due(self, now: int, limit: int) -> list[str]:
        return await self._read(super().due, now, limit)

    async def abandoned(self) -> list[str]:
        return await self._read(super().abandoned)

    async def retired(self) -> list[str]:
        return await self._read(super().retired)

    async def _read(self, reading: Callable[..., Awaitable[T]], *what: Any) -> T:
        found = await reading(*what)
        await asyncio.sleep(0)
        return found


class Leases(MemoryPresence):
    """One service's way to the presence that survives it."""

    def __init__(self, survives: MemoryPresence) -> None:
        super().__init__()
        self.__dict__.update(survives.__dict__)

    async def connect(self, agent: str, connection: str) -> None:
        await asyncio.sleep(0)
        await super().connect(agent, connection)
        await asyncio.sleep(0)

    async def disconnect(self, connection: str) -> None:
        await asyncio.sleep(0)
        await super().disconnect(connection)
        await asyncio.sleep(0)

    async def set_status(self, agent: str, available: bool, label: str | None) -> None:
        await asyncio.sleep(0)
        await super().set_status(agent, available, label)
        await asyncio.sleep(0)
