"""Which public questions are learnt from and which are asked; docs/understanding.md says whose they are."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.figure import ROOT
from bench.questions import BadQuestions, Rows, read, read_unanswerable, sampled, split

DATA = "HANDRAIL_BENCH_DATA"  # the folder with banking77/, banking77-oos/ and clinc150/
BESIDE = ROOT.parent / "shared" / "data" / "intents"
SHOTS = 10
SAMPLES = 5
ASKED = 2000  # of the questions that a sample of phrasings leaves over
LOGISTIC, DEFAULT = "rasa-logistic", "rasa-default"


@dataclass(frozen=True)
class Set:
    """One run: what to learn, what to ask, what no category answers, and who is asked beside ours."""

    train: Rows
    test: Rows
    oos: Rows = field(default_factory=list)
    beside: tuple[str, ...] = ()
    spoilt: int = 0  # how many of the questions are asked again mistyped, and again in plain lower case


@dataclass(frozen=True)
class Row:
    """A row of the table: the runs whose mean it is."""

    name: str
    runs: Callable[[Path], list[Set]]


def folder() -> Path | None:
    """Find the questions: where the environment says, else beside the repository, else nowhere."""
    named = os.environ.get(DATA)
    place = Path(named) if named else BESIDE
    return place if place.is_dir() else None


def clinc(root: Path, part: str) -> Rows:
    """Read one part of clinc150. Raises BadQuestions where it is not there."""
    path = root / "clinc150" / "data_full.json"
    try:
        parts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadQuestions(f"{path} cannot be read: {error}.") from error
    return [(text, category) for text, category in parts[part]]


def _ten(root: Path) -> list[Set]:
    test = read(root / "banking77/test.csv")
    return [Set(read(root / "banking77/train_10.csv"), test, beside=(LOGISTIC, DEFAULT), spoilt=len(test))]


def _samples(root: Path) -> list[Set]:
    train, test = read(root / "banking77/train.csv"), read(root / "banking77/test.csv")
    drawn = [sampled(train, SHOTS, seed)[0] for seed in range(1, SAMPLES + 1)]
    return [Set(rows, test, spoilt=len(test)) for rows in (read(root / "banking77/train_10.csv"), *drawn)]


def _full(root: Path) -> list[Set]:
    test = read(root / "banking77/test.csv")
    return [Set(read(root / "banking77/train.csv"), test, beside=(LOGISTIC,), spoilt=len(test))]


def _oos(root: Path) -> list[Set]:
    here = root / "banking77-oos"
    test, names = read(here / "valid.csv"), ("in_domain_oos_valid.csv", "out_of_domain_oos_valid.csv")
    oos = [row for name in names for row in read_unanswerable(here / name)]
    return [Set(read(here / "train.csv"), test, oos, (LOGISTIC,), len(test))]


def _clinc_test(root: Path) -> list[Set]:
    test, oos = clinc(root, "test"), clinc(root, "oos_test")
    return [Set(clinc(root, "train"), test, oos, (LOGISTIC,), len(test))]


def _clinc_val(root: Path) -> list[Set]:
    test = clinc(root, "val")
    return [Set(clinc(root, "train"), test, clinc(root, "oos_val"), spoilt=len(test))]


def _dev_ten(root: Path) -> list[Set]:
    return [_held_out(read(root / "banking77/train.csv"), 101)]


def _dev_samples(root: Path) -> list[Set]:
    train = read(root / "banking77/train.csv")
    return [_held_out(train, seed) for seed in (101, 102, 103)]  # none of those that are measured in the end


def _held_out(train: Rows, seed: int) -> Set:
    drawn, others = sampled(train, SHOTS, seed)
    _, asked = split(others, ASKED / len(others), seed)
    return Set(drawn, asked, spoilt=ASKED // 2)


def _dev_full(root: Path) -> list[Set]:
    learned, asked = split(read(root / "banking77/train.csv"), 0.1, 101)
    return [Set(learned, asked, spoilt=len(asked))]


def alone(row: Row) -> Row:
    """Give the row with nobody beside ours."""
    return Row(row.name, lambda root: [replace(one, beside=()) for one in row.runs(root)])


MEASURED = (
    Row("banking77_10", _ten),
    Row("banking77_10_x6", _samples),
    Row("banking77", _full),
    Row("banking77_oos", _oos),
    Row("clinc150", _clinc_test),
    Row("clinc150_val", _clinc_val),
)
DEVELOPED_ON = (
    Row("dev_banking77_10", _dev_ten),
    Row("dev_banking77_10_x3", _dev_samples),
    Row("dev_banking77", _dev_full),
    alone(Row("dev_banking77_oos", _oos)),
    Row("dev_clinc150", _clinc_val),
)
"""Nothing here opens a test file: every choice of the pipeline's can be made on these."""
