"""Going back to any release by command, and two people who have to agree."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from handoff.adapters.accounts import Accounts
from handoff.cli import app
from handoff.core.releases import By
from handoff.releases.publishing import Publishing
from handoff.settings import Settings, load
from handoff.storage import now_ms, open_database
from tests import releases
from tests.cast import PASSWORD

CLEO, GRACE, ADA = "cleo@shop.example", "grace@shop.example", "ada@shop.example"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Two releases: thirty days, then sixty."""
    for name in ("HOME", "DATA", "MODELS"):
        monkeypatch.setenv(f"HANDRAIL_{name}", str(tmp_path / name.lower()))
    for number, days in ((1, "Thirty"), (2, "Sixty")):
        releases.write(tmp_path / "data", answer=f"{days} days.")
        releases.train(tmp_path / "models", tmp_path / "data", f"m-{number}")
        assert CliRunner().invoke(app, ("publish", "--note", days)).exit_code == 0
    return load()


def said(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ("releases", *words))
    assert done.exit_code == code, done.output
    return done.output.strip()


def newest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said("--json").splitlines()[0])
    return found


@pytest.fixture
def cleo(settings: Settings) -> By:
    """She, Grace and Ada have accounts."""
    engine = open_database(settings)
    accounts = Accounts(engine, now_ms)
    accounts.save(GRACE, "Grace", "supervisor", None, PASSWORD)
    accounts.save(ADA, "Ada", "agent", None, PASSWORD)
    made = accounts.save(CLEO, "Cleo", "content", None, PASSWORD)
    engine.dispose()
    return By(made.id, made.name)


def ask(settings: Settings, by: By, release: int) -> str:
    """In the studio, to go back to a release."""
    engine = open_database(settings)
    publishing = Publishing(settings, engine, now_ms)
    live = publishing.releases.live()
    assert live is not None
    outcome = asyncio.run(publishing.restore(by, release, None, seen=live.id, client_id=None))
    assert outcome.request is not None
    engine.dispose()
    return outcome.request.id


def test_any_release_is_made_live_again_with_its_content_and_model(settings: Settings) -> None:
    assert said("restore", "1", "--note", "Sixty was wrong.").endswith("the bot takes it when it starts.")
    told = newest()
    assert (told["id"], told["restores"], told["note"]) == (3, 1, "Sixty was wrong.")
    assert told["model"] == "m-1"
    assert told["author"]["name"].endswith("(command line)")
    assert said("diff", "1", "3") == "Nothing is different."
    assert said("restore", "3", code=1) == "Release 3 is the live one already."
    assert said("restore", "9", code=1) == "There is no such release."
    assert newest()["id"] == 3


def test_nobody_agrees_with_themselves_by_command_either(settings: Settings, cleo: By) -> None:
    assert said("rule") == "Everybody who publishes in the studio does so alone."
    assert said("requests") == "Nothing waits for a second pair of eyes."
    assert said("rule", "--second").startswith("Two people have to agree")
    asked = ask(settings, cleo, 1)
    assert said("requests").startswith(f"{asked}  ")
    assert "answer: Sixty days. → Thirty days." in said("requests", asked)
    assert json.loads(said("requests", "--json"))["author"]["name"] == "Cleo"
    assert "You asked for this yourself." in said("approve", asked, "--by", CLEO, code=1)
    assert "Content staff" in said("approve", asked, "--by", ADA, code=1)
    assert "no account" in said("decline", asked, "--by", "mia@mail.example", code=1)
    assert said("approve", "none", "--by", GRACE, code=1) == "Nobody asks for this."
    assert said("requests", "none", code=1) == "Nobody asks for this any more."
    assert newest()["id"] == 2
    assert said("approve", asked, "--by", GRACE).startswith("Release 3 is published")
    assert (newest()["author"]["name"], newest()["restores"]) == ("Cleo", 1)
    for email in (CLEO, GRACE):
        assert "decided this already: it was approved" in said("decline", asked, "--by", email, code=1)
    assert said("decline", ask(settings, cleo, 2), "--by", CLEO) == "It is withdrawn. What is live stays."
    asked = ask(settings, cleo, 2)
    assert said("decline", asked, "--by", GRACE) == "It is declined. What is live stays."
    assert "it was declined" in said("approve", asked, "--by", GRACE, code=1)
    assert newest()["id"] == 3
    assert said("rule", "--no-second").startswith("Everybody")
