"""Who is kept out, at hand for every call: heard of at once, and read anew every few seconds."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from handoff.core.errors import Forbidden, Unavailable
from handoff.core.events import iso
from handoff.desk.records import RecordDesk
from handoff.ports import Clock

log = logging.getLogger(__name__)

READ_S = 5.0
"""A hint that got lost is made up for within this time."""


class KeptOut:
    """``mail`` is where who is kept out can still write to; None: no mail comes in or goes out here."""

    def __init__(self, desk: RecordDesk, clock: Clock, mail: str | None) -> None:
        self._desk = desk
        self._clock = clock
        self._mail = mail
        self._until: dict[str, int] = {}  # 0: without an end
        self._lately: list[Any] = []  # heard of while the list was being read

    def refuse(self, visitor: str) -> None:
        until = self._until.get(visitor)
        if until is None or 0 < until <= self._clock():
            return
        end = f" until {iso(until)[:16].replace('T', ' ')} UTC" if until else ""
        other = f"You can write to {self._mail}." if self._mail else "Please reach us in another way."
        raise Forbidden(f"This chat is closed to you{end}. {other}", reason="blocked", mail=self._mail)

    def heard(self, told: Any) -> None:
        """A hint, of this service or another: ``[visitor, until]``; None: let in again."""
        self._lately.append(told)
        self._take(told)

    def _take(self, told: Any) -> None:
        visitor, until = told
        if until is None:
            self._until.pop(str(visitor), None)
        else:
            self._until[str(visitor)] = int(until)

    async def read(self) -> None:
        """What was heard meanwhile is newer than what is read."""
        self._lately.clear()
        self._until = {one.visitor: one.until or 0 for one in await self._desk.blocks()}
        for told in self._lately:
            self._take(told)

    async def run(self) -> None:
        while True:
            try:
                await self.read()
            except Unavailable as error:
                log.warning("who is kept out is read late: %s", error.message)
            await asyncio.sleep(READ_S)
