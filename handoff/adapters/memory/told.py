"""The in-memory twin of who is told of what."""

from __future__ import annotations

from dataclasses import replace

from handoff.adapters.memory.customers import Drop
from handoff.adapters.memory.mailroom import Put
from handoff.adapters.memory.tables import Tables
from handoff.core.told import Waiting


class MemoryTellings:
    """``ports.Tellings`` on dictionaries."""

    def __init__(self, tables: Tables, put: Put, drop: Drop) -> None:
        self._tables = tables
        self._put = put
        self._drop = drop

    def claim(self, telling: str, visitor: str) -> Waiting | None:
        found = self._tables.to_tell.get((telling, visitor))
        if found is None:
            return None
        self._drop(self._tables.to_tell, (telling, visitor))
        while visitor in self._tables.retired:
            visitor = self._tables.retired[visitor]
        return replace(found, visitor=visitor)

    def first(self, waiting: Waiting, at: int) -> bool:  # noqa: ARG002
        before = [one for one, became in self._tables.retired.items() if became == waiting.visitor]
        if any((waiting.subject, one) in self._tables.told for one in (*before, waiting.visitor)):
            return False
        self._put(self._tables.told, (waiting.subject, waiting.visitor), None)
        return True

    def mailed(self, waiting: Waiting, posting: str) -> None:
        self._put(self._tables.told, (waiting.subject, waiting.visitor), posting)

    def failed(self, telling: str) -> None:
        self._put(self._tables.untold, telling, self._tables.untold.get(telling, 0) + 1)
