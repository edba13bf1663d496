"""Settings of the whole site in SQL, each a named piece of JSON."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Engine, delete, insert, select

from handoff.adapters import schema as t
from handoff.adapters.accounts import opened
from handoff.ports import Clock


class Site:
    """All methods block on the database: call them in a thread."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def read(self, name: str) -> dict[str, Any]:
        """Empty where nobody has chosen anything yet."""
        with opened(self._engine.connect) as db:
            kept = db.scalar(select(t.site.c.value).where(t.site.c.name == name))
        found = orjson.loads(kept) if kept else {}
        return found if isinstance(found, dict) else {}

    def write(self, name: str, value: dict[str, Any]) -> None:
        with opened(self._engine.begin) as db:
            db.execute(delete(t.site).where(t.site.c.name == name))
            kept = orjson.dumps(value).decode()
            db.execute(insert(t.site).values(name=name, value=kept, changed_at=self._clock()))
