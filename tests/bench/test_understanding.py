"""What is told of a set of questions: the table's row and the figures, ours beside the others'."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench import __main__ as command
from bench import understanding
from bench.pipelines import PIPELINES, NotRun, Pipeline
from bench.questions import Rows
from bench.scores import NONE, Guesses
from bench.sets import BESIDE, DATA, DEVELOPED_ON, Row, Set, folder
from bench.understanding import OURS, TOLD, cells, figures_of, measured, row_of, run, together

TRAIN = [(f"parcel {number}", "parcel") for number in range(5)] + [("pay", "payment"), ("card", "payment")]
TEST = [("Where is my PARCEL?", "parcel"), ("Pay it!", "payment"), ("a refund", "refund")]
LOGISTIC = "rasa-logistic"


def by_rote(pipeline: Pipeline, train: Rows, texts: list[str]) -> tuple[Guesses, float]:
    """A pipeline that knows two words as they are written, and takes all else for a payment."""
    if pipeline.elsewhere:
        raise NotRun("It was not run.")
    sure = np.array([0.9 if {"parcel", "Pay"} & set(text.split()) else 0.2 for text in texts])
    names = ["parcel" if "parcel" in text.lower() else "payment" for text in texts]
    return Guesses(names, sure, sure > 0.5, np.full(len(texts), 2.0), 0.5), float(len(train))


@pytest.fixture(autouse=True)
def _rote(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(understanding, "asked", by_rote)


def test_a_question_is_asked_as_it_is_mistyped_and_plain() -> None:
    told = run(PIPELINES[OURS], Set(TRAIN, TEST, [("hello", "x")], spoilt=2))
    assert told["accuracy"] == pytest.approx(2 / 3)
    assert told["lower_accuracy"] == 1
    assert (told["asked"], told["oos"], told["answered"]) == (3, 1, 1)
    assert told["oos_recall"] == 1
    assert told["train_s"] == len(TRAIN)


def test_several_runs_are_told_by_their_mean() -> None:
    runs = [run(PIPELINES[OURS], Set(rows, TEST)) for rows in (TRAIN, TRAIN[3:])]
    told = together(runs)
    assert told["train_s"] == (7 + 4) / 2
    assert told["runs"]["train_s"] == [7, 4]
    assert told["precision_interval"] == runs[0]["precision_interval"]
    spread = next(f for f in figures_of("small", {OURS: told}) if f.name == "nlu_small_train_s")
    assert spread.note == "rounds 7, 4"
    assert told["oos_auroc"] is None
    assert told["typo_accuracy"] is None


def test_what_cannot_be_run_is_said_and_the_rest_is_told() -> None:
    said: list[str] = []
    row = Row("small", lambda _: [Set(TRAIN, TEST, beside=(LOGISTIC, "rasa-default"))])
    found = row_of(row, Path(), said.append)
    assert list(found) == [OURS, LOGISTIC]
    assert "  small: It was not run." in said


async def test_where_ours_fails_the_bench_fails_and_the_rest_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def falls(pipeline: Pipeline, train: Rows, texts: list[str]) -> tuple[Guesses, float]:
        if len(train) < len(TRAIN):
            raise NotRun("Handrail failed to train: ValueError: no.")
        return by_rote(pipeline, train, texts)

    monkeypatch.setattr(understanding, "asked", falls)
    monkeypatch.setenv(DATA, str(tmp_path))
    rows = (Row("bad", lambda _: [Set(TRAIN[:3], TEST)]), Row("good", lambda _: [Set(TRAIN, TEST)]))
    figures = await measured(rows)
    assert figures[0].name == "nlu_good_accuracy"
    assert (figures[-1].name, figures[-1].value, figures[-1].held()) == ("nlu_sets_failed", 1, False)
    assert "bad: Handrail failed to train: ValueError: no." in capsys.readouterr().out


def test_figures_stand_beside_rasas() -> None:
    ours, theirs = (together([run(PIPELINES[OURS], Set(TRAIN, TEST))]) for _ in range(2))
    theirs["accuracy"], theirs["p50_ms"] = 0.5, 8.0
    figures = {figure.name: figure for figure in figures_of("small", {OURS: ours, LOGISTIC: theirs})}
    accuracy = figures["nlu_small_accuracy"]
    assert accuracy.against == "Rasa's LogisticRegression pipeline"
    assert accuracy.ratio == pytest.approx(4 / 3)
    assert figures["nlu_small_p50_ms"].ratio == 0.25
    assert "95 % interval" in figures["nlu_small_precision"].note
    assert "nlu_small_oos_auroc" not in figures
    assert figures_of("small", {LOGISTIC: theirs}) == []
    assert figures_of("small", {OURS: ours})[0].ratio is None


def test_a_row_has_a_cell_for_every_head() -> None:
    shown = cells(together([run(PIPELINES[OURS], Set(TRAIN, TEST))]))
    assert len(shown) == len(TOLD)
    assert "0.667" in shown


async def test_without_questions_nothing_is_measured_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv(DATA, str(tmp_path / "nowhere"))
    assert await measured(DEVELOPED_ON) == []
    assert f"not measured. {DATA} names no folder" in capsys.readouterr().out
    monkeypatch.setenv(DATA, str(tmp_path))
    assert [figure.name for figure in await measured(DEVELOPED_ON)] == ["nlu_sets_failed"]
    assert capsys.readouterr().out.count("not measured.") == len(DEVELOPED_ON)
    monkeypatch.delenv(DATA)
    assert folder() == (BESIDE if BESIDE.is_dir() else None)


def test_what_is_developed_on_is_no_test_file(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = shared_data / "intents"
    opened: list[Path] = []
    real = Path.open

    def watched(path: Path, *arguments: Any, **named: Any) -> Any:
        opened.append(path)
        return real(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", watched)
    for row in DEVELOPED_ON:
        for one in row.runs(root):
            assert not {text for text, _ in one.train} & {text for text, _ in one.test[:100]}
            assert len(one.test) >= one.spoilt > 0
            assert one.beside == ()
            assert NONE not in {name for _, name in one.test}
    assert {path.name for path in opened} >= {"train.csv", "valid.csv", "data_full.json"}
    assert "test.csv" not in {path.name for path in opened}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["relay", "--alone"], "belong to 'understanding'"),
        (["understanding", "--only", "everything"], "there is no set 'everything'; there are banking77_10"),
        (["understanding", "--dev", "--only", "banking77"], "there is no set 'banking77'; there are dev_"),
    ],
)
def test_a_set_that_is_not_there_is_named(
    arguments: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", ["bench", *arguments])
    with pytest.raises(SystemExit):
        command.main()
    assert said in " ".join(capsys.readouterr().err.split())
