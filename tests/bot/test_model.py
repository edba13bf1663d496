"""A model is plain numbers and words: it fits the content it was trained on, and opening it runs nothing."""

import json
import os
import pickle
import shutil
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.training import fitting
from content.entries import fingerprint
from content.places import DATA
from tests.bot.conftest import ROOT


class Boom:
    """What an attacker would put into a model."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("boom",)


def unpacked(model: Path, folder: Path) -> Path:
    with tarfile.open(model) as files:
        files.extractall(folder, filter="data")
    return folder / "components"


def test_a_model_holds_only_numbers_and_words(model: Path) -> None:
    with tarfile.open(model) as files:
        endings = {Path(member.name).suffix for member in files if member.isfile()}
    assert endings <= {".json", ".npz", ".yml"}


@pytest.mark.parametrize(
    ("part", "file"), [("AnswerSelector", "numbers.npz"), ("WordAndLetterNgrams", "rarity.npz")]
)
def test_a_pickle_in_a_model_is_refused_and_not_run(
    monkeypatch: pytest.MonkeyPatch, model: Path, tmp_path: Path, part: str, file: str
) -> None:
    from bot.nlu import learnt, ngrams

    folder = next(path for path in unpacked(model, tmp_path).iterdir() if part in path.name)
    with np.load(folder / file, allow_pickle=False) as good:
        arrays = dict(good)
    monkeypatch.chdir(tmp_path)
    bad: dict[str, Any] = {name: np.array([Boom()], dtype=object) for name in arrays}
    np.savez(folder / file, **bad)
    with pytest.raises(ValueError, match="allow_pickle"):
        learnt.read(folder) if part == "AnswerSelector" else ngrams.read(folder, 0.5)
    (folder / file).write_bytes(pickle.dumps(Boom()))
    with pytest.raises(ValueError, match=r"allow_pickle|pickled"):
        learnt.read(folder) if part == "AnswerSelector" else ngrams.read(folder, 0.5)
    assert not (tmp_path / "boom").exists()


def test_beside_a_model_stands_what_it_was_made_from(model: Path) -> None:
    facts = json.loads(Path(str(model).replace(".tar.gz", ".json")).read_text())
    assert set(facts) == {"name", "fingerprint", "trained_at", "scores", "sha256", "entries"}
    assert facts["fingerprint"] == fingerprint()
    assert facts["entries"] >= 45
    scores = facts["scores"]
    assert scores["encoder"] is True
    assert scores["lowest"] < scores["precision"] < scores["highest"]
    assert scores["precision"] >= scores["wanted"]
    assert 0.4 < scores["threshold"] < 0.95


def test_a_model_that_fits_is_not_trained_again(model: Path) -> None:
    began = time.perf_counter()
    command = [sys.executable, "-m", "bot.training", "--if-needed"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert time.perf_counter() - began < 5
    assert json.loads(done.stdout)["model"] == str(model)


def test_a_model_fits_no_other_content_and_not_when_it_is_damaged(model: Path, tmp_path: Path) -> None:
    for path in model.parent.glob(model.name.replace(".tar.gz", ".*")):
        shutil.copy(path, tmp_path)
    copy = tmp_path / model.name
    found = fitting(tmp_path, fingerprint())
    assert found is not None
    assert found["model"] == str(copy)
    assert fitting(tmp_path, "0" * 64) is None
    copy.write_bytes(copy.read_bytes()[:-1])
    assert fitting(tmp_path, fingerprint()) is None
    (tmp_path / "broken.json").write_text("{")
    assert fitting(tmp_path, fingerprint()) is None


def test_content_with_errors_is_not_trained(tmp_path: Path) -> None:
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    topic = data / "faq" / "orders.yml"
    topic.write_text(topic.read_text().replace("title: Where is my order?", "title: Where is ${it}?"))
    command = [
        sys.executable,
        "-m",
        "bot.training",
        "--data",
        str(data),
        "--models",
        str(tmp_path / "models"),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"{topic}:6: error: The title holds a brace" in done.stdout
    assert "Nothing was trained" in done.stdout
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "models").exists()


def test_the_bot_says_what_is_missing_instead_of_starting(tmp_path: Path) -> None:
    for token, said in (("", "HANDRAIL_BOT_TOKEN is not set"), ("secret", "There is no model at")):
        command = [
            sys.executable,
            "-m",
            "bot.server",
            "--model",
            str(tmp_path / "none.tar.gz"),
            "--port",
            "1",
        ]
        environment = {**os.environ, "HANDRAIL_BOT_TOKEN": token}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert done.stderr.startswith(said)
        assert len(done.stderr.splitlines()) == 1
