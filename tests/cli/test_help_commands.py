"""Public questions and feedback by command: what the studio's pages do, at the terminal."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from handoff.adapters.accounts import Accounts
from handoff.adapters.community import Community
from handoff.adapters.help_feedback import HelpFeedback
from handoff.settings import Settings
from handoff.storage import now_ms, open_database
from tests.cast import PASSWORD
from tests.cli.test_commands import is_one_line, run

QUESTION, ANSWER = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cleo and Ada, a question, a "no" and what was missing; copied by each test."""
    home = tmp_path_factory.mktemp("asked")
    engine = open_database(Settings(home=home))
    for email, name, role in (("cleo@shop.example", "Cleo", "content"), ("ada@shop.example", "Ada", "agent")):
        Accounts(engine, now_ms).save(email, name, role, None, PASSWORD)
    community, feedback = Community(engine, now_ms, None), HelpFeedback(engine, now_ms)
    community.ask(QUESTION, "returns", "en", "Which [red]tape[/red]?", "Mia", None, "/help/returns")
    feedback.vote("returns", "somebody", helpful=False, language="en")
    feedback.comment(ANSWER, "returns", "The label is missing.", "en", None)
    engine.dispose()
    return home / "handrail.sqlite3"


@pytest.fixture
def home(asked: Path, tmp_path: Path) -> Path:
    shutil.copy(asked, tmp_path / "handrail.sqlite3")
    return tmp_path


def test_a_question_is_read_answered_and_taken_away_by_command(home: Path) -> None:
    assert "Mia: Which [red]tape[/red]?" in run("community", "list", home=home).stdout
    by = ("--by", "cleo@shop.example")
    done = run("community", "answer", QUESTION, *by, "--text", "Strong tape.", "--json", home=home)
    told = json.loads(done.stdout)
    assert (told["state"], told["answers"][0]["author"]["name"]) == ("approved", "Cleo")
    assert run("community", "list", home=home).stdout == ""
    assert run("community", "approve", QUESTION, *by, "--text", "Which tape?", home=home).exit_code == 0
    shown = json.loads(run("community", "list", "--state", "approved", "--json", home=home).stdout)
    assert shown["text"] == "Which tape?"
    assert run("community", "reject", QUESTION, *by, "--reason", "Old.", home=home).exit_code == 0
    assert "rejected" in run("community", "list", "--state", "rejected", home=home).stdout


def test_feedback_is_listed(home: Path) -> None:
    told = run("feedback", "list", home=home).stdout
    assert "returns  0 yes  1 no  1 comments, 1 open" in told
    assert "open: The label is missing." in told
    lines = [json.loads(line) for line in run("feedback", "list", "--json", home=home).stdout.splitlines()]
    assert [line.get("text") for line in lines] == [None, "The label is missing."]
    assert run("feedback", "list", "--entry", "other", home=home).stdout == ""


WRONG = [
    (("list", "--state", "lost"), "pending, approved, rejected"),
    (("approve", "none", "--by", "cleo@shop.example"), "no such question"),
    (("approve", QUESTION, "--by", "nobody@shop.example"), "no account"),
    (("answer", QUESTION, "--by", "ada@shop.example", "--text", "Yes."), "Content staff"),
    (("answer", QUESTION, "--by", "cleo@shop.example", "--text", " "), "write something first"),
    (("answer", QUESTION, "--by", "cleo@shop.example", "--text", "x" * 2_001), "at most"),
    (("reject", QUESTION, "--by", "cleo@shop.example", "--reason", " "), "reason"),
]


def test_what_is_wrong_is_one_line_and_changes_nothing(home: Path) -> None:
    for words, says in WRONG:
        is_one_line(run("community", *words, home=home), says)
    assert "pending" in run("community", "list", home=home).stdout
