"""Questions that mean the same come into one group, the same groups in whatever order they come."""

from __future__ import annotations

import io
import json
import random
from typing import Any

import numpy as np
import pytest

from bot import grouping
from bot.gathering import EXACT, gathered, neighbours, threshold

PIERS = (
    "Do you deliver to a ship in the harbour?",
    "can you deliver to my ship in the harbour",
    "is delivery to a ship in the harbor possible?",
)
GIFTS = (
    "Can you wrap it as a gift?",
    "do you offer gift wrapping",
    "I want this wrapped as a present",
)
ENTRIES = [
    {"entry": "shipping", "texts": ["Where do you deliver to?", "Do you deliver abroad?"]},
    {"entry": "nothing", "texts": ["", "…"]},
    {"entry": "returns", "texts": ["How do I return something?"]},
]


def asked(*texts: str, first: int = 1) -> list[dict[str, Any]]:
    return [{"id": first + place, "text": text} for place, text in enumerate(texts)]


def run(*lines: dict[str, Any], args: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    out = io.StringIO()
    assert grouping.main([*args], iter([json.dumps(line) for line in lines]), out) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


def homes(told: list[dict[str, Any]]) -> dict[int, Any]:
    return {line["id"]: line["group"] for line in told if "id" in line}


def test_what_means_the_same_is_together_and_what_does_not_is_apart() -> None:
    told = run(*asked(*PIERS, *GIFTS, "DELIVER to a ship?! in the harbour... do you"), *ENTRIES)
    where = homes(told)
    assert where[1] == where[2] == where[3] == where[7] != where[4] == where[5] == where[6]
    assert told[-1]["done"], told[-1]
    pier = next(line for line in told if line.get("central") in (1, 2, 3, 7))
    assert pier["size"] == 4
    assert pier["nearest"][0][0] == "shipping"
    assert pier["nearest"][0][1] > pier["nearest"][1][1]


def test_the_order_of_the_questions_changes_nothing(rng: random.Random) -> None:
    lines = [*asked(*PIERS, *GIFTS, PIERS[0], "hi", "hi", "?"), *ENTRIES]
    first = run(*lines)
    rng.shuffle(lines)
    assert run(*lines) == first


def test_a_settled_group_takes_in_what_fits_and_new_groups_are_made_of_the_rest() -> None:
    before = run(*asked(*PIERS[:2]))
    (group,) = [line for line in before if "centre" in line]
    settled = {"group": 7, "centre": group["centre"], "size": 2}
    told = run(*asked(PIERS[2], *GIFTS, first=10), settled)
    where = homes(told)
    assert where[10] == 7
    assert len({where[11], where[12], where[13]}) == 1
    grown = next(line for line in told if line.get("group") == 7 and "centre" in line)
    assert grown["size"] == 3
    assert "id" not in grown


def test_a_group_is_known_by_its_questions_where_its_centre_is_not() -> None:
    before = run(*asked(*PIERS[:2]))
    vectors = [line["vector"] for line in before if "id" in line]
    told = run(*asked(PIERS[2], first=10), {"group": 7, "vectors": vectors, "size": 2})
    assert homes(told) == {10: 7}


def test_loose_groups_that_meet_become_the_older_one_and_encode_nothing_twice() -> None:
    vectors = {line["id"]: line["vector"] for line in run(*asked(*PIERS)) if "id" in line}
    loose = [
        {"id": 1, "text": PIERS[0], "vector": vectors[1], "group": 9},
        {"id": 2, "text": PIERS[1], "vector": vectors[2], "group": 4},
    ]
    told = run(*loose, {"id": 3, "text": PIERS[2]})
    assert homes(told) == {1: 4, 2: 4, 3: 4}
    assert told[-1]["encoded"] == 1
    assert [line["id"] for line in told if "vector" in line] == [3]


def test_nothing_and_odd_texts_are_grouped_without_harm() -> None:
    assert run() == [{"done": True, "questions": 0, "encoded": 0, "groups": 0, "threshold": 0.536}]
    odd = asked("", "💥", "\x00", "a" * 100_000, "ß" * 900, "مرحبا كيف أعيد الطرد", "{{7*7}} ${HOME}")
    assert len(homes(run(*odd))) == len(odd)


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"id": "x", "text": "a"}', '{"id": 1}', '{"group": 1, "size": 2, "centre": "AA=="}']
)
def test_lines_that_make_no_sense_are_refused(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = io.StringIO()
    assert grouping.main([], iter([line]), out) == 2
    assert "no line of questions" in capsys.readouterr().err
    assert out.getvalue() == ""


def crowd(middles: int, each: int, seed: int) -> tuple[Any, Any]:
    """Vectors around so many middles, and whose each is."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(middles, 384))
    owners = np.repeat(np.arange(middles), each)
    rows = centres[owners] + 0.6 * random.normal(size=(len(owners), 384))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), owners


def test_groups_are_found_again_whatever_the_order(seed: int) -> None:
    vectors, owners = crowd(12, 20, seed)
    labels = gathered(vectors, 0.5)
    assert len({*zip(labels.tolist(), owners.tolist(), strict=True)}) == len({*owners.tolist()}) == 12
    turned = np.random.default_rng(seed).permutation(len(vectors))
    again = gathered(vectors[turned], 0.5)
    pairs = {*zip(labels[turned].tolist(), again.tolist(), strict=True)}
    assert len(pairs) == 12


def test_looking_into_cells_finds_the_neighbours_that_comparing_all_would(seed: int) -> None:
    vectors, owners = crowd(310, 20, seed)
    assert len(vectors) > EXACT
    near = neighbours(vectors, 5, seed)
    assert (near == neighbours(vectors, 5, seed)).all()
    share = (owners[near] == owners[:, None])[near >= 0].mean()
    assert share > 0.95, f"{share:.3f}, seed {seed}"


def test_the_more_alike_all_questions_are_the_more_alike_a_groups_must_be() -> None:
    apart, together = np.eye(384, dtype=np.float32)[:300], np.ones((300, 384), np.float32) / 384**0.5
    assert threshold(apart.sum(0), 300) < threshold(together.sum(0), 300)
    assert threshold(np.zeros(384, np.float32), 0) == pytest.approx(0.536)
