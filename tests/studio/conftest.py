"""Conversations written straight into a log, what follows them, and a grouping that needs no encoder."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from handoff.adapters.gaps_following import SqlQuestions
from handoff.adapters.gaps_grouping import GapGroups
from handoff.adapters.memory import Always
from handoff.core.conversation import Conversation
from handoff.ports import Known, Transaction, Visitor
from handoff.studio.gap_grouping import Grouping
from tests.adapters.conftest import Place, place, postgres_tables, sqlite_template  # noqa: F401 - fixtures
from tests.cast import MIA, Story

FAKE = Path(__file__).with_name("grouping_by_first_word.py")


class Shelf:
    """``ports.Catalogue``."""

    async def entries(self) -> dict[str, Known]:
        return {"returns": Known("returns", "Returns", "", "", "", "How do I return it?")}


@dataclass
class House:
    """What the tests of gaps need."""

    place: Place
    engine: Engine
    questions: SqlQuestions
    groups: GapGroups
    grouping: Grouping

    async def keep(self, story: Story) -> str:
        """The story's conversation, as the log would hold it."""
        after, events = story.at, story.log

        def work(tx: Transaction) -> Conversation:
            return tx.append(None, after, events)

        await self.place.log.transact(work)
        return after.id

    def rows(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        with self.engine.connect() as db:
            return [tuple(row) for row in db.execute(text(statement), values)]

    def change(self, statement: str, **values: Any) -> None:
        with self.engine.begin() as db:
            db.execute(text(statement), values)

    async def erase(self, conversation: str, seq: int) -> None:
        self.change("UPDATE events SET body = NULL WHERE conversation = :c AND seq = :s",
                    c=conversation, s=seq)  # fmt: skip


@pytest.fixture
async def house(place: Place, tmp_path: Path) -> House:  # noqa: F811
    assert place.engine is not None
    writer = place.log._writer  # type: ignore[attr-defined]
    questions = SqlQuestions(place.engine, writer, place.clock)
    groups = GapGroups(place.engine, writer, place.clock)
    grouping = Grouping(questions, groups, Shelf(), Always(), tmp_path, None, (sys.executable, str(FAKE)))
    return House(place, place.engine, questions, groups, grouping)


def visitor(number: int) -> Visitor:
    return MIA if number == 0 else Visitor(f"{number:08d}-1111-4111-8111-111111111111")
