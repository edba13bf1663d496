"""``handrail tell``: who would hear what, who tells them, and mistakes in one line."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

import pytest
from sqlalchemy import text

from handoff.adapters.rows import columns_of
from handoff.core.conversation import Conversation, Status
from handoff.settings import Settings
from handoff.storage import open_database
from tests.cast import MIA, NOON, PASSWORD
from tests.cli.test_commands import is_one_line, run

CLEO = ("agents", "add", "cleo@shop.example", "--name", "Cleo", "--role", "content", "--password-stdin")
ADA = ("agents", "add", "ada@shop.example", "--name", "Ada", "--password-stdin")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Mia had asked; an entry answers it. Made once: checking passwords is slow on purpose."""
    made = tmp_path_factory.mktemp("asked")
    for words in (CLEO, ADA):
        assert run(*words, says=PASSWORD, home=made).exit_code == 0
    engine = open_database(Settings(home=made))
    hers = Conversation(str(uuid.uuid4()), MIA.id, 1, "en", Status.RESOLVED, seq=3, resolved_at=NOON)
    columns = columns_of(hers)
    with engine.begin() as db:
        names = ", ".join(columns)
        values = ", ".join(f":{name}" for name in columns)
        db.execute(text(f"INSERT INTO conversations ({names}) VALUES ({values})"), columns)
        db.execute(
            text(
                """INSERT INTO gaps (id, state, revision, touched, stale, likeness, size, nearest, questions,
                customers, agent_ms, score, told, changed_at) VALUES (7, 'answered', 1, false, false, 1, 1,
                '[]', 1, 1, 0, 0, :told, 1)"""
            ),
            {"told": '{"entry": "track-order"}'},
        )
        db.execute(
            text(
                """INSERT INTO questions (conversation, seq, at, locale, became, chosen, agent_ms, text, gap,
                placed) VALUES (:id, 2, 1, 'en', 'unanswered', false, 0, 'Where is it?', 7, true)"""
            ),
            {"id": hers.id},
        )
    engine.dispose()
    return made


@pytest.fixture
def home(asked: Path, tmp_path: Path) -> Path:
    shutil.copy(asked / "handrail.sqlite3", tmp_path)
    return tmp_path


def waiting(home: Path) -> int:
    engine = open_database(Settings(home=home))
    with engine.connect() as db:
        count = db.execute(text("SELECT count(*) FROM to_tell")).scalar_one()
    engine.dispose()
    return int(count)


def test_a_dry_run_shows_what_they_would_read_and_tells_nobody(home: Path) -> None:
    shown = run("tell", "--gap", "7", "--dry-run", home=home)
    assert shown.exit_code == 0, shown.stderr
    assert "1 customer can be told, 0 of them by mail, too." in shown.stdout
    assert "You asked: Where is it?" in shown.stdout
    assert "Nobody was told: this was a dry run." in shown.stdout
    assert waiting(home) == 0


def test_a_person_tells_them_with_words_of_their_own_and_once(home: Path, tmp_path: Path) -> None:
    message = tmp_path / "message.txt"
    message.write_text("News: {title}")
    told = run("tell", "--gap", "7", "--message-file", str(message), "--as", "cleo@shop.example", home=home)
    assert told.exit_code == 0, told.stderr
    assert "1 customer are told now" not in told.stdout
    assert "1 customer is told now, by the running service." in told.stdout
    assert waiting(home) == 1
    is_one_line(run("tell", "--gap", "7", "--as", "cleo@shop.example", home=home), "Nobody of them is left")


MISTAKES = [
    (("--gap", "7"), "--as EMAIL"),
    (("--gap", "7", "--as", "ada@shop.example"), "Ada may not"),
    (("--gap", "7", "--as", "nobody@shop.example"), "no account"),
    (("--gap", "8", "--dry-run"), "no such gap"),
    (("--release", "9", "--dry-run"), "no such release"),
    (("--issue", "x", "--dry-run"), "no such known issue"),
    (("--dry-run",), "Name one of"),
    (("--gap", "7", "--release", "1"), "Name one of"),
    (("--gap", "7", "--message-file", "/no/such/file", "--dry-run"), "can't be read"),
]


def test_mistakes_are_one_line_and_tell_nobody(home: Path) -> None:
    for words, says in MISTAKES:
        is_one_line(run("tell", *words, home=home), says)
    assert waiting(home) == 0
