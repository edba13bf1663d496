"""Known issues by command: posted, changed, closed and opened again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from handoff.adapters.known_issues import KnownIssues
from handoff.cli import app
from handoff.settings import load
from handoff.storage import now_ms, open_database
from tests import releases


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "DATA"):
        monkeypatch.setenv(f"HANDRAIL_{name}", str(tmp_path / name.lower()))
    releases.write(tmp_path / "data")


def said(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ("known-issues", *words))
    assert done.exit_code == code, done.output
    return done.output.strip()


def listed() -> list[dict[str, object]]:
    return [json.loads(line) for line in said("list", "--json").splitlines()]


def test_an_issue_is_posted_changed_closed_and_opened_again() -> None:
    assert said("list") == "There is no known issue."
    id = said("post", "Parcels are late", "--text", "A storm.", "--entry", "returns").partition(" ")[0]
    (one,) = listed()
    assert (one["id"], one["title"], one["text"], one["entries"]) == (
        id, "Parcels are late", "A storm.", ["returns"],
    )  # fmt: skip
    changed = json.loads(said("change", id, "--text", "A big storm.", "--json"))
    assert (changed["title"], changed["text"], changed["entries"]) == (
        "Parcels are late", "A big storm.", ["returns"],
    )  # fmt: skip
    assert json.loads(said("change", id, "--entry", "", "--json"))["entries"] == []
    assert said("close", id) == "It is closed."
    assert listed()[0]["closed"] is not None
    assert said("close", id, code=1) == "This known issue is closed already."
    assert said("reopen", id) == "It is open again."
    assert listed()[0]["closed"] is None
    assert said("reopen", id, code=1) == "This known issue is open already."


def test_whoever_closes_one_hears_how_those_affected_are_told() -> None:
    id = said("post", "Parcels are late").partition(" ")[0]
    engine = open_database(load())
    KnownIssues(engine, now_ms).affects(id, "mia")
    engine.dispose()
    assert "1 affected  Parcels are late" in said("list")
    assert said("close", id) == f"It is closed. handrail tell --issue {id} tells those it affected."


def test_what_is_wrong_is_a_sentence_and_changes_nothing() -> None:
    id = said("post", "Parcels are late").partition(" ")[0]
    before = listed()
    assert said("post", "  ", code=1) == "title: say in a few words what is wrong."
    assert said("post", "x" * 121, code=1) == "title: at most 120 characters."
    assert said("post", "Late", "--text", "x" * 1_001, code=1) == "text: at most 1,000 characters."
    assert said("post", "Late", "--entry", "ships", code=1) == "entries: there is no entry 'ships'."
    assert said("change", id, "--title", "", code=1).startswith("title:")
    for command in ("change", "close", "reopen"):
        assert said(command, "none", code=1) == "There is no such known issue."
    assert listed() == before
