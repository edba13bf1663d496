"""docs/promises.md names what holds each promise: all of it exists, and no invariant is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.simulation.promises import PROMISES
from tests.simulation.promises.promise import Reading


@pytest.fixture(scope="module")
def page(request: pytest.FixtureRequest) -> str:
    return (Path(request.config.rootpath) / "docs" / "promises.md").read_text()


def test_every_promise_has_invariants_and_tests(page: str) -> None:
    parts = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    promises = [part for part in parts if part[0].isdigit()]
    assert [int(part.split(" ")[0]) for part in promises] == list(range(1, 11))
    for part in promises:
        assert "Invariants: `" in part, part.splitlines()[0]
        assert "\n- `tests/" in part, part.splitlines()[0]


def test_every_named_test_exists(page: str, repo: Path) -> None:
    named = re.findall(r"`(tests/\S+\.py)::(\w+)`", page)
    assert len(named) >= 30
    for path, name in named:
        assert re.search(rf"^(async )?def {name}\(", (repo / path).read_text(), re.MULTILINE), (
            f"{path}::{name}"
        )


def test_every_invariant_is_named_and_exists(page: str) -> None:
    lines = re.findall(r"^Invariants: (.*)$", page, re.MULTILINE)
    named = {name for line in lines for name in re.findall(r"`(\w+)`", line)}
    assert named == {one.__name__ for one in PROMISES if one is not Reading}
