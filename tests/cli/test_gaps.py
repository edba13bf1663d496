"""`handrail gaps`: the same as in the studio, in a terminal and for scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Executable, insert, update
from typer.testing import CliRunner, Result

from handoff.adapters import schema as t
from handoff.cli import app
from handoff.settings import Settings
from handoff.storage import now_ms, open_database
from tests import releases


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


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a shop with one entry."""
    monkeypatch.setenv("HANDRAIL_DATA", str(tmp_path / "data"))
    releases.write(tmp_path / "data")
    return tmp_path / "data" / "faq" / "returns.yml"


def changed(home: Path, statement: Executable) -> None:
    """Stands in for what a service noted meanwhile."""
    engine = open_database(Settings(home=home))
    with engine.begin() as db:
        db.execute(statement)
    engine.dispose()


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


def test_questions_are_taken_out_of_a_gap_and_every_change_is_undone(home: Path) -> None:
    run("merge", "1", "2")
    assert "[2]  Can my boat" in run("show", "1").output
    apart = json.loads(run("split", "1", "2", "--json").output)
    assert json.loads(run("show", str(apart["gap"]), "--json").output)["questions"] == 1
    assert "Gap 1 is as it was before." in run("undo", str(apart["change"])).output
    assert json.loads(run("show", "1", "--json").output)["questions"] == 2
    dismissed = run("dismiss", "1", "--reason", "No ships here.").output.strip()
    assert "Gap 1 is open again." in run("reopen", "1").output
    assert "Something else was done" in run("undo", dismissed.rpartition(" ")[2], code=1).stderr
    assert "open already" in run("reopen", "1", code=1).stderr


def test_before_and_after_are_told_of_a_gap_whose_entry_is_live(home: Path, shop: Path) -> None:
    assert run("effect", "1").output.startswith("No entry answers it yet.")
    assert "no entry 'ships'" in run("drafted", "1", "ships", code=1).stderr
    assert "once returns is published" in run("drafted", "1", "returns").output
    assert run("effect", "1").output.startswith("Its entry returns is not live yet.")
    told = json.dumps({"entry": "returns", "published": now_ms() + 60_000, "release": 4})
    changed(home, update(t.gaps).where(t.gaps.c.id == 1).values(state="answered", told=told))
    lines = run("effect", "1").output.splitlines()
    assert lines[0].startswith("returns is live since ")
    assert lines[0].endswith(", with release 4.")
    assert [line.split() for line in lines[2:4]] == [
        ["before", "1", "1", "0", "0", "0", "1"],
        ["after", "1", "0", "0", "0", "0", "0"],
    ]
    assert json.loads(run("effect", "1", "--json").output)["before"]["handed_over"] == 1


def test_doubtful_answers_get_a_yes_or_no_that_teaches_and_is_undone(home: Path, shop: Path) -> None:
    for id, said in ((7, "May I bring a hat back?"), (8, "Is a cup for keeps, or can I swap it?")):
        question = {"conversation": f"c{id}", "seq": 2, "at": now_ms(), "became": "answered", "text": said}
        more = {"entry": "returns", "confidence": id / 10, "chosen": False, "agent_ms": 0, "placed": False}
        changed(home, insert(t.questions).values(id=id, **question, **more))
    waiting = [json.loads(line) for line in run("reviews", "--json").output.splitlines()]
    assert [(one["id"], one["entry"]["id"]) for one in waiting] == [(7, "returns"), (8, "returns")]
    shown = "70%  May I bring a hat back?  →  How long can I return it? (returns)"
    assert shown in run("reviews").output
    assert "returns has learnt these words" in run("verdict", "7", "yes").output
    assert "May I bring a hat back?" in shop.read_text()
    assert "has looked at this already" in run("verdict", "7", "no", code=1).stderr
    assert "waits again" in run("verdict", "7", "undo").output
    assert "May I bring a hat back?" not in shop.read_text()
    assert "goes into the gaps" in run("verdict", "8", "no").output
    assert "waits no more" in run("verdict", "7", "skip").output
    assert "No answer waits" in run("reviews").stderr
    changed(home, update(t.questions).where(t.questions.c.id == 7).values(review=None))
    for words, why in (
        (("99", "yes"), "There is no such answer."),
        (("99", "undo"), "There is no such answer."),
        (("7", "perhaps"), "VERDICT: one of yes, no, skip, undo."),
        (("7", "undo"), "Nobody has said anything"),
        (("7", "undo", "--entry", "returns"), "only a no"),
        (("7", "yes", "--entry", "returns"), "only a no"),
        (("7", "no", "--entry", "returns"), "say yes"),
        (("7", "no", "--entry", "ships"), "There is no such entry"),
    ):
        assert why in run("verdict", *words, code=1).stderr
    assert "--order: one of" in run("reviews", "--order", "old", code=1).stderr
    assert len(run("reviews", "--json").output.splitlines()) == 1, "what was refused changed nothing"


WRONG = [
    (("show", "99"), "There is no such gap."),
    (("draft", "99"), "There is no such gap."),
    (("dismiss", "1", "--reason", "  "), "say why"),
    (("merge", "1", "1"), "can't be merged with itself"),
    (("split", "1", "1"), "all of its questions"),
    (("split", "1", "2"), "not in this gap"),
    (("reopen", "99"), "There is no such gap."),
    (("undo", "99"), "There is no such change."),
    (("effect", "99"), "There is no such gap."),
    (("list", "--state", "gone"), "--state: one of"),
]


def test_what_makes_no_sense_is_refused_with_a_sentence(home: Path) -> None:
    for words, said in WRONG:
        assert said in " ".join(run(*words, code=1).output.split())
