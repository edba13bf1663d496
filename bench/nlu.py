"""``python bench/nlu.py TRAIN.csv TEST.csv [--oos OOS.csv …]``: asks config.yml's pipeline.

One process reads TRAIN only and trains; another asks the rest. Rows are ``text,category``. A category's name,
read as words, is its title, which entries have too. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # run as a file
    sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

BINS = 15
WARM = 20  # questions before the clock counts
NONE = ""  # what no category answers

Rows = list[tuple[str, str]]
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


def read(path: Path) -> Rows:
    """Give text and category; categories by the same letters, whatever their case or question marks."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return [(row["text"], key(row.get("category") or "")) for row in rows if row["text"].strip()]


def key(category: str) -> str:
    return category.strip().lower().replace("?", "").replace("/", "_")


def train(path: Path, models: Path) -> dict[str, Any]:
    """Train on one file, in this process; gives the model's path and the seconds it took."""
    from ruamel.yaml import YAML

    from bot.launcher import prepare
    from bot.lean import ONE_THREAD

    os.environ |= {**ONE_THREAD, "RASA_MAX_CACHE_SIZE": "0", "LOG_LEVEL": "WARNING"}
    prepare()
    from rasa.model_training import train_nlu

    config = YAML(typ="safe").load((ROOT / "config.yml").read_text(encoding="utf-8"))
    config["importers"] = [{"name": "bench.importer.CsvImporter"}]
    written = models / "config.yml"
    YAML().dump(config, written)
    began = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there are no answers; none are needed
        model = train_nlu(str(written), str(path), str(models), fixed_model_name="model")
    return {"model": str(model), "train_s": time.perf_counter() - began}


def ask(model: Path, test: Rows, oos: list[Rows]) -> dict[str, Any]:
    """Ask everything, in this process, and sum up."""
    from bot.lean import leave_out

    leave_out()
    from bot.launcher import prepare

    prepare()
    from rasa.core.agent import Agent

    agent = Agent.load(model)
    asked = test + [(text, NONE) for rows in oos for text, _ in rows]

    async def guesses() -> tuple[list[dict[str, Any]], list[float]]:
        given, took = [], []
        for text, _ in [*asked[:WARM], *asked]:
            began = time.perf_counter()
            parsed = await agent.parse_message(text)
            took.append(time.perf_counter() - began)
            given.append({**parsed["guess"], "given": parsed["intent"]["name"] == "faq"})
        return given[-len(asked) :], took[-len(asked) :]

    given, took = asyncio.run(guesses())
    truth = [category for _, category in asked]
    guessed = [guess["name"].removeprefix("faq/") for guess in given]
    return {
        **summed_up(
            truth,
            guessed,
            np.array([guess["confidence"] for guess in given]),
            np.array([guess["given"] for guess in given]),
        ),
        "threshold": given[0]["threshold"],
        "p50_ms": 1e3 * float(np.percentile(took, 50)),
        "p99_ms": 1e3 * float(np.percentile(took, 99)),
    }


def summed_up(truth: list[str], guessed: list[str], confidence: Numbers, given: Flags) -> dict[str, Any]:
    """Work the figures out; `truth` is empty for what no category answers."""
    from bot.nlu.calibration import interval

    right = np.array([a == b and a != NONE for a, b in zip(truth, guessed, strict=True)])
    ours = np.array([category != NONE for category in truth])
    told: dict[str, Any] = {
        "accuracy": float(right[ours].mean()),
        "macro_f1": macro_f1(
            [t for t in truth if t], [g for g, own in zip(guessed, ours, strict=True) if own]
        ),
        "coverage_at_95": coverage(confidence, right, ours, 0.95),
        "coverage_at_98": coverage(confidence, right, ours, 0.98),
        "oos_auroc": None if ours.all() else auroc(confidence[ours], confidence[~ours]),
        "ece": calibration_error(confidence, right),
        "precision": None,
        "precision_interval": None,
        "coverage": float((given & ours).sum() / ours.sum()),
        "oos_recall": None if ours.all() else float((~given[~ours]).mean()),
        "asked": int(ours.sum()),
        "oos": int((~ours).sum()),
    }
    if answered := int(given.sum()):
        told["precision"] = float(right[given].mean())
        told["precision_interval"] = list(interval(told["precision"], answered))
    return told


def coverage(confidence: Numbers, right: Flags, ours: Flags, wanted: float) -> float:
    """Give the share of ours answered at the best threshold in hindsight; equal confidences go together."""
    order = np.argsort(-confidence, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    ends = np.append(np.diff(confidence[order]) != 0, True)
    fits = np.flatnonzero((precision >= wanted) & ends)
    return float(ours[order[: fits[-1] + 1]].sum() / ours.sum()) if len(fits) else 0.0


def auroc(ours: Numbers, others: Numbers) -> float:
    """Give the chance that one of ours is judged surer than one of the others."""
    ordered = np.sort(others)
    below, upto = np.searchsorted(ordered, ours, "left"), np.searchsorted(ordered, ours, "right")
    return float(((below + upto) / 2).mean() / len(others))


def calibration_error(confidence: Numbers, right: Flags) -> float:
    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    parts = [place == one for one in range(BINS)]
    return float(sum(abs(confidence[p].mean() - right[p].mean()) * p.mean() for p in parts if p.any()))


def macro_f1(truth: list[str], guessed: list[str]) -> float:
    scores = []
    for label in set(truth):
        hit = sum(t == label == g for t, g in zip(truth, guessed, strict=True))
        scores.append(2 * hit / (truth.count(label) + guessed.count(label)))
    return sum(scores) / len(scores)


def measure(path: Path, test: Path, oos: list[Path]) -> dict[str, Any]:
    """Train in one process, ask in another, and put both together."""
    with tempfile.TemporaryDirectory() as folder:
        trained = json.loads(_step("--train-only", str(path), folder))
        told = json.loads(_step("--ask-only", trained["model"], str(test), *map(str, oos)))
    return {**told, "train_s": trained["train_s"]}


def _step(*arguments: str) -> str:
    command = [sys.executable, str(Path(__file__)), *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.splitlines()[-1]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/nlu.py", description=__doc__)
    parser.add_argument("train", type=Path, metavar="TRAIN.csv")
    parser.add_argument("test", type=Path, metavar="TEST.csv")
    parser.add_argument("--oos", type=Path, nargs="*", action="extend", default=[], metavar="OOS.csv")
    given = parser.parse_args()
    print(json.dumps(measure(given.train.resolve(), given.test.resolve(), [p.resolve() for p in given.oos])))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--train-only", path, folder]:
            print(json.dumps(train(Path(path), Path(folder))))
        case ["--ask-only", model, test, *oos]:
            print(json.dumps(ask(Path(model), read(Path(test)), [read(Path(path)) for path in oos])))
        case _:
            main()
