"""A folder of content for one test, and what a check says of it."""

import shutil
from pathlib import Path

import pytest

from content.check import examine
from content.places import DATA

PHRASINGS = [
    f"phrasing number {number} of something"
    for number in ["one", "two", "three", "four", "five", "six", "seven", "eight"]
]
GOOD = {
    "id": "track",
    "title": "Where is it?",
    "url": "https://shop.example/help/track",
    "phrasings": PHRASINGS,
    "answer": "Look at the link. It moves in the evening.",
}


def written(**changes: object) -> str:
    """Give one entry as YAML lines, with some of its parts changed, or left out where None."""
    lines = []
    for key, value in ({**GOOD, **changes}).items():
        if isinstance(value, list):
            lines += [f"    {key}:", *(f"      - {item}" for item in value)]
        elif value is not None:
            lines.append(f"    {key}: {value}")
    return "\n".join(["  -" + lines[0][3:], *lines[1:]])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give a folder with the shop's small talk and rules, and one good topic."""
    (tmp_path / "faq").mkdir()
    for name in ("talk.yml", "rules.yml"):
        shutil.copy(DATA / name, tmp_path)
    topic(tmp_path, written())
    return tmp_path


def topic(data: Path, *entries: str, name: str = "orders.yml") -> Path:
    path = data / "faq" / name
    path.write_text("\n".join(["topic: Orders", "entries:", *entries, ""]), encoding="utf-8")
    return path


def told(data: Path) -> list[str]:
    """Give every problem as `name:line: level: sentence`, without the folder."""
    return [str(problem).replace(f"{data}/", "") for problem in examine(data)[1]]


def only(data: Path) -> str:
    """Give the one problem there is."""
    problems = told(data)
    assert len(problems) == 1, problems
    return problems[0]
