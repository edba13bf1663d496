"""``handrail doctor``: a line for each finding, an exit code for programs, and no traceback."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from sqlalchemy import text

from handoff.adapters.database import connect, migrate, only_one
from handoff.adapters.event_log import SqlLog
from handoff.adapters.memory import MemoryBot, MemoryFanout
from handoff.adapters.writer import Writer
from handoff.desk import CustomerDesk, Desk
from handoff.desk.customers import Place
from handoff.storage import now_ms
from handoff.troubles import WRONG_SET_UP
from tests.adapters.conftest import hire
from tests.cast import ADA, LIMITS, MIA, once
from tests.cli.test_commands import is_one_line, run

SECRET = "my grandmother's recipe"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Mia wrote, and waits."""
    engine = connect(f"sqlite:///{tmp_path / 'handrail.sqlite3'}")
    migrate(engine)
    hire(engine, ADA)

    async def write() -> None:
        writer = Writer(engine)
        writer.start()
        desk = Desk(SqlLog(engine, writer, now_ms), MemoryBot(), MemoryFanout(), now_ms, LIMITS)
        await CustomerDesk(desk).say(MIA, once(), SECRET, Place())
        await CustomerDesk(desk).person(MIA, once(), Place())
        desk.turns.stop()
        writer.stop()

    asyncio.run(write())
    engine.dispose()
    return tmp_path


def break_row(home: Path) -> None:
    engine = connect(f"sqlite:///{home / 'handrail.sqlite3'}")
    with engine.begin() as db:
        db.execute(text("UPDATE conversations SET due_at = NULL"))
    engine.dispose()


def test_a_healthy_database_is_one_line_and_exit_0(home: Path) -> None:
    ended = run("doctor", home=home)
    assert (ended.exit_code, ended.stdout) == (0, "1 conversation read: all is well.\n")


def test_an_empty_database_is_healthy(tmp_path: Path) -> None:
    assert run("doctor", "--repair", home=tmp_path).exit_code == 0


def test_what_is_found_is_a_line_each_and_exit_1_until_it_is_mended(home: Path) -> None:
    break_row(home)
    found = run("doctor", home=home)
    assert found.exit_code == 1
    first, last = found.stdout.splitlines()
    assert "promise 4, said is done: what is looked up is not what its row says: due_at." in first
    assert last.endswith("--repair mends what has one right answer.")
    mended = run("doctor", "--repair", home=home)
    assert mended.exit_code == 0
    assert mended.stdout.splitlines() == [
        f"{first} Mended.",
        "1 conversation read, 1 thing is wrong; all mended.",
    ]
    assert run("doctor", home=home).exit_code == 0
    assert SECRET not in found.stdout + mended.stdout


def test_programs_read_json_lines(home: Path) -> None:
    break_row(home)
    first, last = map(json.loads, run("doctor", "--json", home=home).stdout.splitlines())
    assert (first["promise"], first["check"], first["mendable"], first["mended"]) == (
        4,
        "columns",
        True,
        False,
    )
    assert last == {"conversations": 1, "found": 1, "left": 1}


def test_behind_a_running_service_it_reads_and_does_not_mend(home: Path) -> None:
    break_row(home)
    with only_one(f"sqlite:///{home / 'handrail.sqlite3'}"):
        assert run("doctor", home=home).exit_code == 1
        refused = run("doctor", "--repair", home=home)
    is_one_line(refused, "Stop it, repair, and start it again")
    assert refused.exit_code == WRONG_SET_UP


def test_a_database_server_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    url = f"postgresql://nobody@/handrail?host={tmp_path}"
    is_one_line(run("doctor", home=tmp_path, database_url=url), "The database can't be used")
