"""Automatic assignment: the first in line goes to the least busy agent as soon as one has room."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from handoff.core.conversation import Conversation
from handoff.core.customer import joined
from handoff.core.errors import Unavailable
from handoff.core.teams import Assignment, Team
from handoff.desk.placing import claimed
from handoff.ports import Transaction

if TYPE_CHECKING:
    from handoff.desk.desk import Change, Desk

log = logging.getLogger(__name__)


class Assigner:
    """Woken by whatever may give somebody room, and by the deadlines' sweep, so that nothing is forgotten."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._task: asyncio.Task[None] | None = None
        self._again = False

    def wake(self) -> None:
        if self._task is not None:
            self._again = True
            return
        self._task = asyncio.get_running_loop().create_task(self._run())
        self._task.add_done_callback(self._ended)

    async def settle(self) -> None:
        """Wait until nothing is left to give: for tests and for stopping."""
        while self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)
            await asyncio.sleep(0)

    async def assign(self) -> bool:
        """Give each automatic team's first in line to somebody; whether there was anything to give."""
        changes = await self._desk.log.transact(self._give)
        self._desk.tell(changes)
        return bool(changes)

    async def _run(self) -> None:
        while await self.assign():
            pass

    def _give(self, tx: Transaction) -> list[Change]:
        return [
            change
            for team in tx.teams()
            if team.assignment is Assignment.AUTOMATIC and (change := self._give_first(tx, team))
        ]

    def _give_first(self, tx: Transaction, team: Team) -> Change | None:
        first = tx.next_in_line([team.name])
        if first is None:
            return None
        agent = claimed(tx, tx.colleagues(team.name), self._desk.clock(), _who_let_go(first))
        if agent is None:
            return None
        return self._desk.write(tx, first, first, [joined(agent, team.name)])

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._task = None
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Unavailable):
            log.warning("assignments are late: %s", error.message)
        elif error is not None:
            log.error("an assignment failed; the next sweep tries again", exc_info=error)
        if self._again and not task.cancelled():
            self._again = False
            self.wake()


def _who_let_go(conversation: Conversation) -> str | None:
    """Not straight back to who released them, unless nobody else took them until the queue rang again."""
    last = conversation.last_agent
    returned = conversation.returned and conversation.reminded_at is None
    return last.id if last is not None and returned else None
