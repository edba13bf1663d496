"""What was changed in entries and who has one open, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from handoff.adapters.database import connect, migrate
from handoff.adapters.edits import LAPSES_MS, Edit, Editors, Edits
from handoff.adapters.memory import MemoryClock
from tests.cast import ADA, CLEO, NOON

HERE, THERE = "1" * 36, "2" * 36


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'edits.sqlite3'}"
    if request.param == "postgres":
        url = request.getfixturevalue("fresh_postgres_url")
    made = connect(url)
    migrate(made)
    yield made
    made.dispose()


def test_history_tells_the_newest_first_and_keeps_one_source_of_each_file(engine: Engine) -> None:
    edits = Edits(engine, MemoryClock(NOON))
    first = edits.record(
        CLEO, [Edit("hours", "added", "stores.yml", None, {"id": "hours"}, "old", "a", "pc/1")]
    )
    second = edits.record(
        ADA,
        [
            Edit("hours", "changed", "stores.yml", {"id": "hours"}, {"title": "x"}, "new", "b"),
            Edit("hours", "file", "stores.yml", None, None),
        ],
    )
    told = edits.of_entry("hours")
    assert [(edit.act, edit.kind, edit.source) for edit in told] == [
        (second, "changed", "new"),
        (first, "added", None),
    ]
    assert told[0].told()["by"] == {"id": ADA.id, "name": "Ada"}
    assert [edit.kind for edit in edits.of_act(second)] == ["file", "changed"]
    assert [edit.place for edit in edits.newest(5)] == ["", "pc/1"]


def test_two_who_have_an_entry_open_see_each_other_until_one_is_gone(engine: Engine) -> None:
    clock = MemoryClock(NOON)
    editors = Editors(engine, clock)
    assert editors.beat("hours", HERE, CLEO, unsaved=False) == []
    assert editors.beat("returns", THERE, ADA, unsaved=False) == []
    (cleo,) = editors.beat("hours", THERE, ADA, unsaved=True)
    assert (cleo["name"], cleo["unsaved"], cleo["own"]) == ("Cleo", False, False)
    (ada,) = editors.beat("hours", HERE, CLEO, unsaved=False)
    assert (ada["name"], ada["unsaved"]) == ("Ada", True)
    assert editors.beat("hours", "3" * 36, CLEO, unsaved=False)[0]["own"]
    editors.leave("hours", "3" * 36)
    clock.now += LAPSES_MS + 1
    assert editors.beat("hours", HERE, CLEO, unsaved=False) == []
