"""A training leaves nothing behind, however it ends, and what it can't do it says in a sentence."""

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.training import sentence_of
from bot.workplace import PREFIX, workplace
from content.places import DATA
from tests.bot.conftest import ROOT


def started(models: Path) -> "subprocess.Popen[str]":
    """A training that has begun to work."""
    command = [
        sys.executable,
        "-m",
        "bot.training",
        "--progress",
        "--data",
        str(DATA),
        "--models",
        str(models),
    ]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line)["stage"] == "reading":
            break
    assert list(models.glob(f"{PREFIX}*"))
    return process


@pytest.mark.parametrize(("number", "left"), [(signal.SIGTERM, 0), (signal.SIGKILL, 1)])
def test_a_training_that_is_ended_leaves_nothing_or_the_next_one_sweeps_up(
    tmp_path: Path, number: int, left: int
) -> None:
    process = started(tmp_path)
    process.send_signal(number)
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(10) == (143 if number == signal.SIGTERM else -number)
    assert len(list(tmp_path.glob(f"{PREFIX}*"))) == left
    with workplace(tmp_path) as mine:
        assert list(tmp_path.glob(f"{PREFIX}*")) == [mine]
    assert list(tmp_path.glob(f"{PREFIX}*")) == []
    assert not list(tmp_path.glob("*.json"))


def test_a_training_that_runs_keeps_its_folder_while_another_begins(tmp_path: Path) -> None:
    with workplace(tmp_path) as first, workplace(tmp_path) as second:
        assert first.is_dir()
        assert second.is_dir()


def test_what_is_not_there_or_full_is_said_in_a_sentence() -> None:
    full = RuntimeError("Rasa's words")
    full.__cause__ = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "x")
    assert sentence_of(full) == "The disk is full. Free some room and train again; nothing was changed."
    assert sentence_of(MemoryError()).startswith("There is not enough memory")
    assert sentence_of(PermissionError(errno.EACCES, "Permission denied", "models")).startswith("models: ")
    assert sentence_of(ValueError("unforeseen")) == ""


def test_broken_content_is_told_with_file_and_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot.training", "--progress", "--data", str(tmp_path / "none")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["failed"] == "Nothing was trained: the content has errors."
    assert told["problems"][0]["sentence"] == "The folder is missing."
    assert told["problems"][0]["file"].endswith("none")
