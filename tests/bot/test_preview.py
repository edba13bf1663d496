"""Two models are asked the same questions; what staff wrote as tests is held against both."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.deciding import Decision, Opened
from bot.preview import MUST, MUST_NOT, Question, Unfit, compare, own_tests, passes, read_questions
from content.entries import read
from content.places import DATA
from tests.bot.conftest import ROOT

RETURNS = Decision("given", "returns", (), 0.9)


@pytest.fixture(scope="module")
def opened(model: Path) -> Opened:
    return Opened(model)


def test_a_model_decides_as_its_bot_would(opened: Opened) -> None:
    assert opened.decide("Where is my order?").entry == "track-order"
    assert opened.decide("I want to talk to a human").kind == "person"
    assert opened.decide("hello").kind == "said"
    assert opened.decide("").kind == "person"
    assert opened.decide("/restart" + "x" * 10_000).kind in ("person", "offered")


def test_what_staff_wrote_as_tests_passes_or_fails_by_the_entry(opened: Opened) -> None:
    entries = read(DATA, []).entries
    entry = replace(
        next(one for one in entries if one.id == "track-order"),
        must_answer=("where is my order", "the weather in oslo"),
        must_not_answer=("I want to talk to a human",),
    )
    draft = replace(entry, id="unfinished", state="draft", must_answer=("anything",))
    heard: list[tuple[int, int]] = []
    asked = [Question("where is my parcel", 3)]
    told = compare(opened, opened, asked, (entry, draft), lambda *at: heard.append(at))
    assert [(one["kind"], one["passed"]) for one in told["tests"]] == [
        (MUST, True),
        (MUST, False),
        (MUST_NOT, True),
    ]
    assert told["questions"][0]["before"] == told["questions"][0]["after"]
    assert heard == [(0, 4), (1, 4), (2, 4), (3, 4)]
    assert not any(one["new"] for one in told["collisions"])


def test_phrasings_of_two_entries_that_say_the_same_collide(opened: Opened) -> None:
    from bot.colliding import collisions

    learnt = opened.learnt
    places = np.flatnonzero(learnt.askable)
    own = [place for place in places if learnt.names[learnt.model.label[place]].startswith("faq/")]
    first, second = own[0], next(p for p in own if learnt.model.label[p] != learnt.model.label[own[0]])
    label = learnt.model.label.copy()
    twin = next(p for p in own[1:] if learnt.model.label[p] == label[first])
    plain, grams = learnt.model.plain.copy(), learnt.model.grams.tolil(copy=True)
    plain[twin], grams[twin] = plain[first], grams[first]
    label[twin] = label[second]
    model = replace(learnt.model, plain=plain, grams=grams.tocsr(), label=label)
    found = collisions(replace(learnt, model=model))
    names = {learnt.names[label[place]].split("/", 1)[1] for place in (first, second)}
    assert names == {found[0].first, found[0].second}
    assert found[0].likeness == pytest.approx(1, abs=0.01)


def test_a_decision_passes_only_by_giving_the_entry() -> None:
    offered = Decision("offered", None, ("returns",), 0.5)
    assert passes(MUST, "returns", RETURNS)
    assert not passes(MUST, "returns", offered)
    assert not passes(MUST_NOT, "returns", RETURNS)
    assert passes(MUST_NOT, "returns", offered)
    assert own_tests(()) == []


def test_questions_are_read_once_each(tmp_path: Path) -> None:
    file = tmp_path / "asked.csv"
    file.write_text("﻿question,times,other\nWhere is it?,2,x\n  Where   is it? ,,\n,,\n=cmd(),1,\n")
    assert read_questions(file) == [Question("Where is it?", 3), Question("=cmd()")]
    lines = tmp_path / "asked.jsonl"
    lines.write_text(json.dumps({"text": "Where?", "id": 7, "was": "answered"}) + "\n\n")
    assert read_questions(lines) == [Question("Where?", 1, "answered", 7)]


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("asked.csv", b"text\nwhere\n", "needs a column `question`"),
        ("asked.csv", b"question,times\nwhere,often\n", "asked.csv:2: `times` should be a whole number"),
        ("asked.csv", "question\nwo ist größe\n".encode("latin-1"), "is not UTF-8"),
        ("asked.jsonl", b"where is it\n", "asked.jsonl:1: This is not JSON"),
        ("asked.jsonl", b"[1]\n", "asked.jsonl:1: A question should be an object"),
        ("none.csv", None, "cannot be read"),
    ],
)
def test_questions_that_cannot_be_read_are_named(
    tmp_path: Path, name: str, body: bytes | None, said: str
) -> None:
    if body is not None:
        (tmp_path / name).write_bytes(body)
    with pytest.raises(Unfit, match=said):
        read_questions(tmp_path / name)


def test_a_model_that_is_none_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "broken.tar.gz").write_bytes(b"no model")
    for file, said in (("broken", "is no model that can be asked"), ("none", "There is no model at")):
        command = [sys.executable, "-m", "bot.preview", "--candidate", str(tmp_path / f"{file}.tar.gz")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert said in done.stdout
        assert "Traceback" not in done.stdout + done.stderr
