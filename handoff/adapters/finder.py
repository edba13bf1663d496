"""Finding conversations in SQL: full text by the database's own index, everything else by words of the same
index, so that filters cost nothing more."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Engine, String, bindparam, text
from sqlalchemy.exc import SQLAlchemyError

from handoff.adapters.database import reason
from handoff.adapters.rows import EVENT_COLUMNS, event_from
from handoff.core.errors import Unavailable
from handoff.core.events import Event
from handoff.core.search import RANKED, Document, Search, Sight, first_number, name_word, ranked
from handoff.core.words import Term

NEWEST = 300
"""Events of a conversation that are read for the words around a hit."""

_FIND = """SELECT d.conversation, d.number, d.started_at, d.seq, {texts} FROM {source}
    JOIN conversations c ON c.id = d.conversation WHERE {where} ORDER BY {number} DESC LIMIT :limit"""
_BY_WORDS = "documents_words JOIN documents d ON d.number = documents_words.rowid"

_SAID = f"""SELECT {EVENT_COLUMNS} FROM (SELECT {EVENT_COLUMNS}, row_number()
    OVER (PARTITION BY conversation ORDER BY seq DESC) AS place FROM events
    WHERE body IS NOT NULL AND conversation IN :ids) AS newest
    WHERE place <= {NEWEST} ORDER BY conversation, seq DESC"""


class SqlFinder:
    """``ports.Finder`` on SQLite (FTS5) or PostgreSQL (tsvector)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sqlite = engine.dialect.name == "sqlite"

    async def find(self, search: Search, sight: Sight) -> tuple[list[Document], bool]:
        if not search.best:
            found = await self._newest(search, sight, search.limit + 1, whole=False)
            return found[: search.limit], len(found) > search.limit
        found = ranked(await self._newest(search, sight, RANKED, whole=True), search)
        end = search.skip + search.limit
        return found[search.skip : end], len(found) > end

    async def said(self, conversations: Sequence[str]) -> list[Event]:
        rows = await self._read(_SAID, {"ids": list(conversations)}) if conversations else []
        return [event_from(row) for row in rows]

    async def _newest(self, search: Search, sight: Sight, limit: int, *, whole: bool) -> list[Document]:
        if sight.teams is not None:  # narrowed by the index before rows are looked at
            search = replace(search, marks=(*search.marks, sight.marks))
        where, values = self._where(search)
        if sight.teams is not None:
            where.append("(c.agent = :me OR (c.team IN :teams AND c.status <> 'with_bot'))")
            values |= {"me": sight.agent, "teams": list(sight.teams)}
        by_words = self._sqlite and "wanted" in values
        statement = _FIND.format(
            texts="d.words, d.marks" if whole else "'', ''",
            source=_BY_WORDS if by_words else "documents d",
            where=" AND ".join(where),
            number="documents_words.rowid" if by_words else "d.number",
        )
        rows = await self._read(statement, values | {"limit": limit})
        return [Document(*row) for row in rows]

    def _where(self, search: Search) -> tuple[list[str], dict[str, Any]]:
        where, values = ["d.seq >= 0"], dict[str, Any]()
        wanted = self._wanted(search)
        if wanted:
            values["wanted"] = wanted
            if self._sqlite:
                where.append("documents_words MATCH :wanted")
            else:
                where.append("d.found @@ CAST(:wanted AS tsquery)")
        number = "documents_words.rowid" if wanted and self._sqlite else "d.number"
        if search.before is not None:
            where.append(f"{number} < :before")
            values["before"] = search.before
        if search.since is not None:
            where.append(f"{number} >= :since")
            values["since"] = first_number(search.since)
        if search.until is not None:
            where.append("d.started_at < :until")
            values["until"] = search.until
        return where, values

    def _wanted(self, search: Search) -> str:
        """As the index's own query. Words hold letters and digits alone, so quoting them is safe."""
        either, both = (" OR ", " AND ") if self._sqlite else (" | ", " & ")
        groups: list[Iterable[str]] = [
            *((self._term(one), self._term(_named(one))) for one in search.terms),
            *((self._term(_named(one)),) for one in search.names),
            *((self._term(Term(value, False)) for value in group) for group in search.marks),
        ]
        return both.join(f"({either.join(group)})" for group in groups)

    def _term(self, term: Term) -> str:
        if self._sqlite:
            return f'"{term.word}"' + (" *" if term.begins else "")
        return f"'{term.word}'" + (":*" if term.begins else "")

    async def _read(self, statement: str, values: Mapping[str, Any]) -> Sequence[Any]:
        return await asyncio.to_thread(self._read_now, statement, values)

    def _read_now(self, statement: str, values: Mapping[str, Any]) -> Sequence[Any]:
        lists = [name for name, value in values.items() if isinstance(value, list)]
        query = text(statement).bindparams(
            *(bindparam(name, expanding=True, type_=String()) for name in lists)
        )
        try:
            with self._engine.connect() as connection:
                return connection.execute(query, values).all()
        except SQLAlchemyError as error:
            raise Unavailable(f"The database can't be read right now: {reason(error)}", retry_s=1) from error


def _named(term: Term) -> Term:
    return Term(name_word(term.word), term.begins)
