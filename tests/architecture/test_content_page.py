"""docs/content.md is read by people who look for its words on the page: they stand there."""

import re
from pathlib import Path
from typing import Any

import pytest
import typer

from handoff.cli import app as command_line

ROOMS = ("console/studio", "console/settings", "widget/strings")


@pytest.fixture(scope="module")
def page(repo: Path) -> str:
    return (repo / "docs" / "content.md").read_text(encoding="utf-8")


def words(repo: Path) -> list[re.Pattern[str]]:
    """Everything between quotation marks in the pages' sources; what is put in there stands for anything."""
    sources = [path.read_text(encoding="utf-8") for room in ROOMS for path in (repo / room).rglob("*.ts")]
    quoted = [said for source in sources for said in re.findall(r'"([^"\n]+)"|`([^`]+)`', source)]
    pieces = [re.split(r"\$\{[^}]*\}", plain or filled) for plain, filled in quoted]
    return [re.compile(".+".join(map(re.escape, parts))) for parts in pieces if any(map(str.strip, parts))]


def test_every_word_that_staff_are_told_to_look_for_is_on_a_page(page: str, repo: Path) -> None:
    named = set(re.findall(r"\*\*([^*\n]+)\*\*", re.sub(r"`[^`]*`", "", page)))
    assert len(named) > 40
    known = words(repo)
    assert [name for name in sorted(named) if not any(one.fullmatch(name) for one in known)] == []


def test_every_command_beside_a_page_exists(page: str) -> None:
    group: Any = typer.main.get_command(command_line)
    table = page.split("## For developers")[1]
    rows = [
        re.findall(r"`(?:handrail )?([a-z][a-z-]*)(?: ([a-z]+))?", row)
        for row in table.splitlines()
        if row[:1] == "|"
    ]
    for row in filter(None, rows):
        first = group.commands[row[0][0]]
        for name, inner in row:
            parent = group.commands.get(name, first)  # `list`, `show`: of the command that stands first
            wanted = inner if name in group.commands else name
            assert not wanted or wanted in getattr(parent, "commands", {wanted: None}), f"{name} {inner}"
