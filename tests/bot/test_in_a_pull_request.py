"""The workflow that docs/operations.md shows does what it says, and a test question can fail it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from content.places import DATA
from tests.bot.conftest import ROOT

HANDRAIL = [sys.executable, "-m", "handoff.cli"]


def commands() -> list[list[str]]:
    """What the workflow runs, after setting up."""
    page = (ROOT / "docs" / "operations.md").read_text()
    snippet = re.search(r"```yaml\n(on: pull_request.*?)```", page, re.DOTALL)
    assert snippet is not None
    steps = yaml.safe_load(snippet[1])["jobs"]["content"]["steps"]
    ran = [step["run"].split() for step in steps if "run" in step]
    assert ran[0] == ["scripts/setup", "run"]
    return ran[1:]


def test_a_pull_request_fails_where_a_test_question_does(model: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    topic = data / "faq" / "orders.yml"
    begins = "  - id: track-order\n"
    tests = f"{begins}    must_answer:\n      - where is my order\n      - the weather in oslo\n"
    topic.write_text(topic.read_text().replace(begins, tests, 1))
    environment = {**os.environ, "HANDRAIL_DATA": str(data), "HANDRAIL_MODELS": str(model.parent)}
    environment["HANDRAIL_HOME"] = str(tmp_path / "none")
    codes, said = [], ""
    for program, *arguments in commands():
        assert program == ".venv/bin/handrail"
        done = subprocess.run(
            [*HANDRAIL, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        codes.append(done.returncode)
        said = done.stdout
    assert codes == [0, 0, 1]
    assert "2 tests: 1 pass, 1 fail." in said
    assert "track-order: must_answer “the weather in oslo”: " in said
    assert not (tmp_path / "none").exists()
