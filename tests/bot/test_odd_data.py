"""Odd content trains, or is refused by a sentence with file and entry: seen through the real command."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from content.places import DATA
from tests.bot.conftest import ROOT

LONELY = ["wo ist meine bestellung"]
GERMAN = ["wie lange dauert die lieferung", "wann kommt mein paket", "ist mein paket schon da 📦"]


def entry(name: str, phrasings: list[str]) -> str:
    lines = [f"  - id: {name}", f"    title: Was heißt {name}?", f"    url: https://shop.example/{name}"]
    lines += ["    phrasings:", *(f"      - {text}" for text in phrasings)]
    return "\n".join([*lines, "    answer: Das steht hier."])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "faq").mkdir(parents=True)
    for name in ("talk.yml", "rules.yml"):
        shutil.copy(DATA / name, folder)
    return folder


def taught(data: Path, *entries: str) -> "subprocess.CompletedProcess[str]":
    text = "\n".join(["topic: Fragen", "entries:", *entries, ""])
    (data / "faq" / "fragen.yml").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "handoff.cli", "train"]
    command += ["--data", str(data), "--models", str(data.parent / "models")]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_an_entry_with_one_phrasing_and_one_in_another_language_are_learnt(data: Path) -> None:
    done = taught(data, entry("bestellung", LONELY), entry("lieferung", GERMAN))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 phrasings here; 8 or more are learnt well" in done.stdout
    assert json.loads(done.stdout.splitlines()[-1])["entries"] == 2


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        (
            [entry("bestellung", LONELY), entry("anders", ["Wo ist meine Bestellung?"])],
            "“Wo ist meine Bestellung?” stands under `bestellung`",
        ),
        ([entry("bestellung", ["🙂🙂"])], "A phrasing needs at least one letter or digit."),
        (["  - title: Was?"], "An entry has no `phrasings`."),
    ],
    ids=["one question under two entries", "emoji alone", "a title alone"],
)
def test_what_cannot_be_learnt_is_refused_with_its_place(
    data: Path, entries: list[str], sentence: str
) -> None:
    done = taught(data, *entries)
    assert done.returncode == 1
    line = next(line for line in done.stdout.splitlines() if sentence in line)
    assert line.startswith(f"{data}/faq/fragen.yml:")
    assert "Nothing was trained: the content has errors." in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert not (data.parent / "models").exists()
