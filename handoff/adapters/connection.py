"""The writer's own connection: raw driver, both dialects' differences, and rows that may be remembered."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine

from handoff.core.conversation import Conversation

CACHED = 20_000
"""Folded conversations kept beside the connection, about 2 KB each."""


@dataclass(slots=True)
class Session:
    """What one piece of work writes through; with a savepoint, rolled back alone when it fails."""

    connection: Connection
    savepoint: bool = False
    cache: dict[str, Conversation] = field(default_factory=dict)
    writing: bool = False

    def read(self, statement: str, values: Mapping[str, Any]) -> list[Sequence[Any]]:
        return self.connection.read(statement, values)

    def write(self, statement: str, values: Mapping[str, Any]) -> int:
        """Rows touched."""
        if not self.writing and self.savepoint:
            self.connection.execute("SAVEPOINT one")
        self.writing = True
        return self.connection.write(statement, values)

    def lock(self, statement: str, values: Mapping[str, Any]) -> None:
        """Nobody else changes these rows until the commit. SQLite has one writer in any case."""
        if self.connection.many_writers:
            self.connection.read(f"{statement} FOR UPDATE", values)

    def cached(self, id: str) -> Conversation | None:
        return self.cache.get(id) or self.connection.cached(id)

    def keep(self, conversation: Conversation) -> None:
        self.cache[conversation.id] = conversation


class Connection:
    """The raw driver connection with both dialects' differences: placeholders, and who may cache."""

    def __init__(self, engine: Engine) -> None:
        self._raw: Any = engine.raw_connection()
        driver: Any = self._raw.driver_connection
        self._driver = driver
        self._raw.detach()  # its mode is set below; it must never serve anybody else from the pool
        self._sqlite = engine.dialect.name == "sqlite"
        if self._sqlite:
            self._driver.isolation_level = None
        else:
            self._driver.autocommit = True
        self._cursor: Any = self._driver.cursor()
        module: Any = engine.dialect.loaded_dbapi
        self.trouble: type[Exception] = module.Error
        self.clash: type[Exception] = module.IntegrityError
        self._statements: dict[str, str] = {}
        # Only SQLite has a single writer, so only there a row can't change behind the cache.
        self._cache: OrderedDict[str, Conversation] | None = OrderedDict() if self._sqlite else None

    @property
    def many_writers(self) -> bool:
        return not self._sqlite

    def begin(self) -> None:
        self.execute("BEGIN IMMEDIATE" if self._sqlite else "BEGIN")

    def execute(self, statement: str) -> None:
        self._cursor.execute(statement)

    def read(self, statement: str, values: Mapping[str, Any]) -> list[Sequence[Any]]:
        self._cursor.execute(self._translated(statement), values)
        rows: list[Sequence[Any]] = self._cursor.fetchall()
        return rows

    def write(self, statement: str, values: Mapping[str, Any]) -> int:
        self._cursor.execute(self._translated(statement), values)
        return int(self._cursor.rowcount)

    def cached(self, id: str) -> Conversation | None:
        return None if self._cache is None else self._cache.get(id)

    def keep(self, conversations: Mapping[str, Conversation]) -> None:
        if self._cache is None:
            return
        for id, conversation in conversations.items():
            self._cache[id] = conversation
            self._cache.move_to_end(id)
        while len(self._cache) > CACHED:
            self._cache.popitem(last=False)

    def forget(self, ids: Sequence[str] | None = None) -> None:
        if self._cache is not None:
            for id in list(self._cache) if ids is None else ids:
                self._cache.pop(id, None)

    def close(self) -> None:
        self._driver.close()

    def _translated(self, statement: str) -> str:
        """``:name`` for SQLite, ``%(name)s`` for psycopg."""
        if self._sqlite:
            return statement
        if statement not in self._statements:
            self._statements[statement] = re.sub(r":(\w+)", r"%(\1)s", statement)
        return self._statements[statement]
