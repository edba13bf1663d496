"""Reading, drawing and spoiling questions."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import nlu, questions
from bench.pipelines import PIPELINES, RASA, NotRun, asked, category_of, label, taught
from bench.questions import (
    BadQuestions,
    Rows,
    all_mistyped,
    all_plain,
    learnable,
    mistyped,
    plain,
    read,
    sampled,
)

ROWS = [(f"where is parcel {number}", f"topic {number % 4}") for number in range(40)]
GOOD = "text,category\nwhere is it,parcel\nI want to pay,payment\n"


def written(folder: Path, content: str | bytes, name: str = "rows.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_file_is_read_as_it_stands(tmp_path: Path) -> None:
    path = written(tmp_path, '\ufefftext,category\n"hi, ""you""\nthere", A/b? \n   ,nothing\nx,a/b?\n')
    assert read(path) == [('hi, "you"\nthere', "A/b?"), ("x", "a/b?")]


def test_a_text_may_be_huge(tmp_path: Path) -> None:
    path = written(tmp_path, f"text,category\n{'where ' * 500_000},a\nx,b\n")
    assert len(learnable(path)[0][0]) == 3_000_000


TEXT = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)


@settings(max_examples=30)
@given(rows=st.lists(st.tuples(TEXT, TEXT.map(str.strip)), min_size=1, max_size=5))
def test_what_is_written_is_read(rows: Rows, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "round.csv"
    assert read(questions.write(path, rows)) == rows


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "text,category"),
        ("text,category\n", "holds no questions"),
        ("text,category\n  ,a\n", "holds no questions"),
        ("question,answer\na,b\n", "lacks text and category"),
        ("text;category\na;b\n", "lacks text and category"),
        ("text,category\nwhere, or when,parcel\n", "line 2"),
        ("text,category\nwhere\n", "line 2"),
        ("text,category\nwhere,\n", "line 2: the category is missing"),
        ('text,category\n"where,a\n', "no CSV file"),
        ("text,category\na,one\nb,one\n", "one category only"),
        ("text,category\nwo bist du überall,a\nx,b\n".encode("latin-1"), "not UTF-8"),
        (GOOD.encode("utf-16"), "not UTF-8"),
    ],
)
def test_a_bad_file_is_a_sentence_and_no_traceback(
    content: str | bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, good = written(tmp_path, content), written(tmp_path, GOOD, "good.csv")
    assert nlu.main([str(bad), str(good)]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.err.startswith(str(bad))
    assert told.err.rstrip().endswith(".")
    assert told.out == ""


@pytest.mark.parametrize("place", [0, 1, 2], ids=["TRAIN", "TEST", "OOS"])
def test_a_missing_file_is_a_sentence_too(
    place: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [str(written(tmp_path, GOOD, f"{number}.csv")) for number in range(3)]
    paths[place] = str(tmp_path / "nowhere.csv")
    assert nlu.main([paths[0], paths[1], "--oos", paths[2]]) == 2
    assert capsys.readouterr().err == f"{paths[place]} cannot be read: No such file or directory.\n"
    paths[place] = str(tmp_path)
    assert nlu.main([paths[0], paths[1], "--oos", paths[2]]) == 2
    assert "is a directory" in capsys.readouterr().err.lower()


@pytest.mark.parametrize(
    "options", [["--typos", "1.5"], ["--shots", "0"], ["--pipeline", "mine"], ["--seed", "x"]], ids=str
)
def test_an_option_that_makes_no_sense_is_refused(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(written(tmp_path, GOOD))
    with pytest.raises(SystemExit) as stopped:
        nlu.main([path, path, *options])
    assert stopped.value.code == 2
    assert options[0] in capsys.readouterr().err


def test_unanswerable_questions_need_no_category(tmp_path: Path) -> None:
    assert questions.read_unanswerable(written(tmp_path, "text\nwhy\n")) == [("why", "")]
    with pytest.raises(BadQuestions, match="lacks category"):
        read(written(tmp_path, "text\nwhy\n"))


def test_a_sample_is_drawn_by_its_seed(seed: int) -> None:
    drawn, others = sampled(ROWS, 3, seed)
    assert (drawn, others) == sampled(ROWS, 3, seed)
    assert drawn != sampled(ROWS, 3, seed + 1)[0]
    assert Counter(name for _, name in drawn) == {f"topic {number}": 3 for number in range(4)}
    assert sorted(drawn + others) == sorted(ROWS)
    assert sampled(ROWS, 99, seed) == (ROWS, [])


def test_typos_are_drawn_by_their_seed(seed: int) -> None:
    once = all_mistyped(ROWS, 0.1, seed)
    assert once == all_mistyped(ROWS, 0.1, seed)
    assert once != all_mistyped(ROWS, 0.1, seed + 1)
    assert [name for _, name in once] == [name for _, name in ROWS]
    assert all_mistyped(ROWS, 0.0, seed) == ROWS


@pytest.mark.parametrize("rate", [0.05, 0.1, 0.3])
def test_about_so_many_letters_are_mistyped(rate: float, rng: random.Random) -> None:
    alone = [mistyped(letter, rate, rng) for letter in "abcdefghij" * 3_000]
    kinds = Counter(len(typed) for typed in alone)
    # A letter by itself has none to be swapped with: a third of the mistakes leaves it as it is.
    assert kinds[0] / len(alone) == pytest.approx(rate / 3, rel=0.15)
    assert kinds[2] / len(alone) == pytest.approx(rate / 3, rel=0.15)
    pairs = [mistyped("a.", rate, rng) for _ in range(30_000)]
    assert sum(typed != "a." for typed in pairs) / len(pairs) == pytest.approx(rate, rel=0.1)


def test_one_letter_is_swapped_dropped_or_doubled_and_nothing_else(rng: random.Random) -> None:
    allowed = {
        "ab": {"ab", "ba", "b", "a", "aab", "aba", "abb", "aabb", "", "aa", "bb"},
        "7!": {"7!"},
        "é": {"é", "", "éé"},
    }
    for text, wanted in allowed.items():
        seen = {mistyped(text, 0.7, rng) for _ in range(400)}
        assert seen <= wanted
        assert len(seen) >= min(3, len(wanted))


def test_plain_is_lower_case_without_punctuation() -> None:
    assert plain("I can't pay, it's £4.50 - WHY?!") == "i cant pay its £4 50 why"
    assert all_plain([("A?", "B?")]) == [("a", "B?")]


@given(st.text(min_size=1).filter(lambda name: name.isprintable()))
def test_a_category_may_be_called_anything(name: str) -> None:
    assert category_of(PIPELINES["rasa-logistic"], label(name)) == name
    assert category_of(PIPELINES["handrail"], f"faq/{label(name)}") == name
    assert not set(label(name)) & set("/+{}[]\"' ")


def test_what_is_no_category_answers_nothing() -> None:
    assert category_of(PIPELINES["handrail"], "off_topic") == ""


def test_all_pipelines_learn_the_same_phrasings(tmp_path: Path) -> None:
    _, rows = taught(PIPELINES["handrail"], ROWS, tmp_path)
    assert read(rows) == ROWS
    _, data = taught(PIPELINES["rasa-logistic"], ROWS, tmp_path)
    assert data.read_text().count('"text"') == len(ROWS) + 4  # titles, too


def test_without_a_python_for_it_rasas_default_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(RASA, raising=False)
    with pytest.raises(NotRun, match=rf"default pipeline was not run.*{RASA} names no Python"):
        asked(PIPELINES["rasa-default"], ROWS, ["x"])
    monkeypatch.setenv(RASA, "/nowhere/python")
    with pytest.raises(NotRun, match=r"cannot be started \(No such file"):
        asked(PIPELINES["rasa-default"], ROWS, ["x"])


def test_a_pipeline_that_fails_says_its_last_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stub = written(tmp_path, "#!/bin/sh\necho some trace >&2\necho 'ImportError: no rasa here' >&2\nexit 1\n")
    stub.chmod(0o700)
    monkeypatch.setenv(RASA, str(stub))
    path = str(written(tmp_path, GOOD, "good.csv"))
    assert nlu.main([path, path, "--pipeline", "rasa-default"]) == 1
    told = "Rasa's default pipeline failed to train: ImportError: no rasa here\n"
    assert capsys.readouterr().err == told
