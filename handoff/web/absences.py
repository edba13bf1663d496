"""What those who wait are offered beside waiting, kept up with who is there and with the clock."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from handoff.core.absence import Absence, Offer, absence, offer, wire
from handoff.core.errors import Refusal
from handoff.desk.suggesting import Suggester
from handoff.ports import Clock, Log, Transaction

log = logging.getLogger(__name__)


class Absences:
    """``again`` hears of a conversation whose form can be filled better than it was told. ``mail``: whether
    mail goes out, so that nobody is promised one that does not."""

    def __init__(self, log: Log, suggester: Suggester, clock: Clock, *, mail: bool = False) -> None:
        self._mail = mail
        self._log = log
        self._suggester = suggester
        self._clock = clock
        self._known: dict[str, Absence] = {}
        self._filled: dict[str, dict[str, Any]] = {}
        self._filling: dict[str, asyncio.Task[None]] = {}
        self.again: Callable[[str], None] = lambda _id: None

    async def refresh(self, teams: set[str]) -> set[str]:
        """Look who is there. The teams for which something changed."""
        now = self._clock()

        def look(tx: Transaction) -> dict[str, Absence]:
            return {
                team.name: absence(team, tx.colleagues(team.name), now)
                for team in tx.teams()
                if team.name in teams
            }

        known = await self._log.transact(look)
        changed = {name for name in teams if known.get(name) != self._known.get(name)}
        self._known = known
        return changed

    def knows(self, team: str | None) -> bool:
        return team in self._known

    def offer(self, team: str, waiting_since: int) -> Offer | None:
        known = self._known.get(team)
        return offer(known, waiting_since, self._clock()) if known is not None else None

    def told(self, team: str, conversation: str, offered: Offer) -> dict[str, Any]:
        """``follow_up`` of the ``queue`` message. Address and entries come once they are looked up."""
        filled = self._filled.get(conversation)
        if filled is None and conversation not in self._filling:
            task = asyncio.get_running_loop().create_task(self._fill(conversation))
            self._filling[conversation] = task
            task.add_done_callback(lambda _: self._filling.pop(conversation, None))
        form = {**wire(offered, self._known[team].team, self._clock()), "mail": self._mail}
        return {**form, **(filled or {"email": None, "entries": []})}

    def forget(self, conversation: str) -> None:
        self._filled.pop(conversation, None)

    async def _fill(self, id: str) -> None:
        """What is known of the customer, and what may fit their question."""
        try:
            found = await self._log.conversation(id)
            if found is None:
                return
            entries = await self._suggester.for_customer(found)
        except Refusal as refusal:
            log.warning("a form stays emptier than it could be: %s", refusal.message)
            return
        self._filled[id] = {"email": found.email, "entries": entries}
        if found.email or entries:
            self.again(id)
