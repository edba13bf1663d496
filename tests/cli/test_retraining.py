"""``handrail up`` without a model: customers go to people, and a change of the content is another try."""

from __future__ import annotations

import asyncio
import io
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from content import entries
from handoff import supervisor
from handoff.settings import Settings
from tests.cast import until


class Untrainable(supervisor.Crew):
    """Its training fails; the second try is its last."""

    tries = 0

    async def servable(self) -> bool:
        self.tries += 1
        self._stopping = self.tries == 2
        return False


async def test_a_training_that_failed_is_tried_again_when_the_content_changes_and_not_before(
    tmp_path: Path, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    shutil.copytree(repo / "data", data)
    looks = 0

    def fingerprint(of: Path = data) -> str:
        nonlocal looks
        looks += 1
        return original(of)

    original = entries.fingerprint
    monkeypatch.setattr(entries, "fingerprint", fingerprint)
    monkeypatch.setattr(supervisor, "CONTENT_EVERY_S", 0.01)
    said = io.StringIO()
    crew = Untrainable(Settings(home=tmp_path / "home"), Console(file=said, width=200))
    running = asyncio.create_task(crew.run_bot(1))
    await until(lambda: looks >= 5, "the content to be looked at")
    assert crew.tries == 1, "nothing changed, so nothing is tried"
    assert "customers go to people" in said.getvalue()
    with (data / "talk.yml").open("a") as talk:
        talk.write("# a thought\n")
    await asyncio.wait_for(running, 10)
    assert crew.tries == 2
