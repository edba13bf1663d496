"""`handrail gaps`: the same as in the studio, in a terminal and for scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import insert
from typer.testing import CliRunner, Result

from handoff.adapters import schema as t
from handoff.cli import app
from handoff.settings import Settings
from handoff.storage import now_ms, open_database


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two gaps of one question each."""
    monkeypatch.setenv("HANDRAIL_HOME", str(tmp_path))
    engine = open_database(Settings(home=tmp_path))
    with engine.begin() as db:
        for id, said in (
            (1, "Do you deliver to a ship?"),
            (2, "Can my boat get mail from mia@mail.example?"),
        ):
            question = {"conversation": f"c{id}", "seq": 2, "at": now_ms(), "became": "unanswered"}
            more = {"chosen": False, "agent_ms": 60_000, "text": said, "gap": id, "placed": True}
            db.execute(insert(t.questions).values(id=id, **question, **more))
            counted = {"questions": 1, "customers": 3 - id, "agent_ms": 60_000, "score": 9 - id}
            state = {"state": "open", "revision": 0, "touched": True, "stale": False, "likeness": 1.0}
            rest = {"central": id, "size": 0, "nearest": "[]", "changed_at": 0}
            db.execute(insert(t.gaps).values(id=id, **counted, **state, **rest))
    engine.dispose()
    return tmp_path


def run(*words: str, code: int = 0) -> Result:
    done = CliRunner().invoke(app, ["gaps", *words])
    assert done.exit_code == code, done.output
    return done


def test_gaps_are_listed_shown_drafted_merged_and_dismissed(home: Path) -> None:
    lines = [json.loads(line) for line in run("list", "--json").output.splitlines()]
    assert [(gap["id"], gap["customers"]) for gap in lines] == [(1, 2), (2, 1)]
    assert "Do you deliver to a ship?" in run("list", "--find", "SHIP").output
    assert "mail.example" not in run("show", "2").output
    assert "deliver to a ship" in run("draft", "1").output
    assert json.loads(run("draft", "2", "--json").output)["entry"]["id"]
    assert run("group").output.startswith("0 new questions")
    assert "part of gap 1" in run("merge", "1", "2").output
    assert json.loads(run("show", "1", "--json").output)["questions"] == 2
    assert "dismissed" in run("dismiss", "1", "--reason", "No ships here.").output
    assert "No ships here." in run("list", "--state", "dismissed", "--json").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "99"), "There is no such gap."),
        (("draft", "99"), "There is no such gap."),
        (("dismiss", "1", "--reason", "  "), "say why"),
        (("merge", "1", "1"), "can't be merged with itself"),
        (("list", "--state", "gone"), "--state: one of"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    home: Path, words: tuple[str, ...], said: str
) -> None:
    assert said in " ".join(run(*words, code=1).output.split())
