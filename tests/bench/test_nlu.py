"""The whole command once, on little: it trains as the bot is trained and asks as the bot is asked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.questions import Rows, write

TRAIN: Rows = [
    (text.format(thing=thing), name)
    for thing in ("sofa", "lamp", "rug")
    for text, name in (
        ("where is my {thing}", "Track/it?"),
        ("when does the {thing} arrive", "Track/it?"),
        ("the {thing} I bought is broken", "off_topic"),
        ("my {thing} came damaged", "off_topic"),
        ("can I pay the {thing} by card", "nlu_fallback"),
        ("which cards do you take for a {thing}", "nlu_fallback"),
    )
]
TEST: Rows = [
    ("when will the mirror arrive", "Track/it?"),
    ("the mirror is broken", "off_topic"),
    ("pay by card", "nlu_fallback"),
    ("x" * 100_000, "never learnt"),
]


@pytest.mark.timeout(240)  # two starts of Rasa and a training, longer on a busy machine
def test_categories_of_any_name_are_learnt_and_asked(tmp_path: Path, repo: Path) -> None:
    train, test = write(tmp_path / "train.csv", TRAIN), write(tmp_path / "test.csv", TEST)
    oos = write(tmp_path / "oos.csv", [("how tall is a giraffe", "")])
    command = [sys.executable, "bench/nlu.py", str(train), str(test), "--oos", str(oos), "--lower"]
    done = subprocess.run(command, cwd=repo, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["accuracy"] == 0.75
    assert (told["asked"], told["oos"], told["unknown"], told["categories"]) == (4, 1, 1, 3)
    assert 0 < told["p50_ms"] <= told["p99_ms"]
    assert 0 < told["threshold"] <= 1
    assert told["train_s"] > 0
