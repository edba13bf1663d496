"""Tells one customer what staff say to those who had asked: an event, and mail where an address is known."""

from __future__ import annotations

from handoff.core.told import tell
from handoff.desk.desk import Change, Desk
from handoff.ports import Transaction


class ToldDesk:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def tell(self, telling: str, visitor: str) -> bool:
        """In one transaction, so that nobody hears of it twice, whoever dies in between. False: they had
        heard of it, somebody else tells them, or they are kept out."""

        def work(tx: Transaction) -> list[Change]:
            waiting, now = tx.tellings.claim(telling, visitor), self._desk.clock()
            if waiting is None:
                return []
            latest = tx.latest(waiting.visitor)
            if latest is None or _kept_out(tx, waiting.visitor, now):
                tx.tellings.failed(telling)
                return []
            if not tx.tellings.first(waiting, now):
                return []
            change = self._desk.write(tx, latest, latest, tell(latest, waiting))
            if (posting := change.events[0].data.get("mail")) is not None:
                tx.tellings.mailed(waiting, str(posting))
            return [change]

        changes = await self._desk.log.transact(work)
        self._desk.tell(changes)
        return bool(changes)

    async def give_up(self, telling: str, visitor: str) -> None:
        """It can't be done: the others are told all the same."""

        def work(tx: Transaction) -> None:
            if tx.tellings.claim(telling, visitor) is not None:
                tx.tellings.failed(telling)

        await self._desk.log.transact(work)


def _kept_out(tx: Transaction, visitor: str, now: int) -> bool:
    return any(
        one.visitor == visitor and (one.until is None or one.until > now) for one in tx.customers.kept_out()
    )
