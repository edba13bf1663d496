"""``handrail doctor``: reads everything, says what breaks a promise, and mends what has one right answer."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Engine

from handoff.adapters import database, inspection
from handoff.adapters.beats import SqlBeats
from handoff.adapters.connection import Session
from handoff.adapters.event_log import SqlTransaction
from handoff.adapters.holdings import LAPSES_S, NOBODY
from handoff.adapters.writer import Writer
from handoff.core.checkup import Finding, House, settled
from handoff.core.conversation import Conversation, Status, changed
from handoff.core.deadlines import Limits, scheduled
from handoff.core.folding import record
from handoff.core.mending import ownership
from handoff.desk.books import waiting_for
from handoff.settings import Settings
from handoff.storage import now_ms, open_database
from handoff.troubles import DatabaseTrouble

SERVED = (
    "A service works on this database and keeps rows in memory, so it would not see a repair. Stop it, "
    "repair, and start it again: pages come back by themselves. Without --repair the doctor reads beside it."
)


@dataclass(slots=True)
class Report:
    """How much was read, how much was wrong, and how much of that still is."""

    conversations: int = 0
    found: int = 0
    left: int = 0


Tell = Callable[[Finding, bool], object]
"""Hears of each finding, and whether it is mended."""


async def examine(settings: Settings, tell: Tell, *, repair: bool) -> Report:
    """Piece by piece, so that a large database needs no memory. Safe beside services on PostgreSQL: each
    repair is one transaction that expects the row it read."""
    with contextlib.ExitStack() as stack:
        engine = await asyncio.to_thread(open_database, settings)
        stack.callback(engine.dispose)
        if settings.one_machine and repair:
            stack.enter_context(_alone(settings.database))
            running = False
        else:
            running = await _running(settings, engine)
        with inspection.snapshot(engine) as read:
            house = inspection.house_of(read, now_ms(), running=running)
        writer = Writer(engine)
        writer.start()
        try:
            return await Doctor(engine, writer, house, settings.limits, tell, repair=repair).examine()
        finally:
            await asyncio.to_thread(writer.stop)


class Doctor:
    def __init__(
        self, engine: Engine, writer: Writer, house: House, limits: Limits, tell: Tell, *, repair: bool
    ) -> None:
        self._engine = engine
        self._writer = writer
        self._house = house
        self._limits = limits
        self._tell = tell
        self._repair = repair
        self._report = Report()

    async def examine(self) -> Report:
        for count, found in inspection.conversations(self._engine, self._house):
            self._report.conversations += count
            await self._judge(found)
        with inspection.snapshot(self._engine) as read:
            others = [*inspection.visitors(read), *inspection.mails(read, self._house)]
        await self._judge(others)
        for found in inspection.calls(self._engine):
            await self._judge(found)
        return self._report

    async def _judge(self, found: Iterable[Finding]) -> None:
        by_conversation: dict[str, list[Finding]] = {}
        for finding in found:
            by_conversation.setdefault(finding.conversation, []).append(finding)
        for id, findings in by_conversation.items():
            left = findings
            if self._repair and any(finding.mendable for finding in findings):
                left = await self._writer.submit(functools.partial(self._mend, id))
            self._say(findings, left)

    def _say(self, findings: list[Finding], left: list[Finding]) -> None:
        still = {finding.check for finding in left}
        for finding in findings:
            self._tell(finding, finding.check not in still)
        known = {finding.check for finding in findings}
        new = [finding for finding in left if finding.check not in known]
        for finding in new:
            self._tell(finding, False)
        self._report.found += len(findings) + len(new)
        self._report.left += len(left)

    def _mend(self, id: str, session: Session) -> list[Finding]:
        """In one transaction: look again, mend, and look whether it is well. Returns what is not."""
        seen = inspection.one(session.read, id, self._house)
        if seen is None:
            return []
        row, reading, found = seen
        if not any(finding.mendable for finding in found):
            return found
        for seq, previous in reading.chain.items():
            session.write(
                "UPDATE events SET prev_customer = :previous WHERE conversation = :id AND seq = :seq",
                {"previous": previous, "id": id, "seq": seq},
            )
        right = changed(settled(reading.at, row.state), revision=row.columns["revision"])
        self._write(session, right)
        again = inspection.one(session.read, id, self._house)
        return again[2] if again else []

    def _write(self, session: Session, right: Conversation) -> None:
        now = now_ms()
        tx = SqlTransaction(session, now_ms, None)
        after, events = record(right, ownership(right, self._house), now)
        if events and after.status is Status.QUEUED:
            # Due at once: a service rings the consoles, which nobody here could.
            after = changed(after, reminded_at=now - self._limits.still_waiting)
        tx.append(right, scheduled(after, self._limits, waiting_for(tx, after, now)), events)


@contextlib.contextmanager
def _alone(url: str) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(database.only_one(url))
        except DatabaseTrouble:
            raise DatabaseTrouble(SERVED) from None
        yield


async def _running(settings: Settings, engine: Engine) -> bool:
    """Whether services work on it: they hold the lock, or their beat moves."""
    if settings.one_machine:
        return database.is_served(settings.database)
    beats = SqlBeats(engine, "deadlines")
    first = await beats.read()
    if first is None or first.holder == NOBODY:
        return False
    for _ in range(10):
        await asyncio.sleep(LAPSES_S / 10)
        if await beats.read() != first:
            return True
    return False
