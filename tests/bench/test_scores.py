"""The arithmetic of the figures, against slow and plain ways to the same numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from bench.scores import (
    NONE,
    Guesses,
    auroc,
    calibration_error,
    coverage,
    interval,
    macro_f1,
    summed_up,
)

SURE = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.5000001, 0.75, 0.9, 1.0])  # few, so that many are equal
QUESTIONS = st.lists(st.tuples(SURE, st.booleans(), st.booleans()), min_size=1, max_size=40)


def columns(questions: list[tuple[float, bool, bool]]) -> tuple[Any, Any, Any]:
    """Confidence, whether right, whether ours; nothing is right that is not ours."""
    confidence, right, ours = (np.array(column) for column in zip(*questions, strict=True))
    return confidence, right & ours, ours


@given(QUESTIONS, st.sampled_from([0.5, 0.8, 0.95, 0.98]))
def test_coverage_is_the_best_that_any_threshold_gives(
    questions: list[tuple[float, bool, bool]], wanted: float
) -> None:
    confidence, right, ours = columns([*questions, (0.3, True, True)])
    best = 0.0
    for threshold in confidence:
        answered = confidence >= threshold
        if right[answered].sum() >= wanted * answered.sum():
            best = max(best, (answered & ours).sum() / ours.sum())
    assert coverage(confidence, right, ours, wanted) == pytest.approx(best)


def test_equal_confidences_are_answered_together_or_not_at_all() -> None:
    sure = np.array([0.9, 0.9, 0.9, 0.9])
    right = np.array([True, True, True, False])
    everyone = np.ones(4, dtype=bool)
    assert coverage(sure, right, everyone, 0.95) == 0
    assert coverage(sure, right, everyone, 0.75) == 1


def test_a_question_that_nothing_answers_counts_as_wrong_when_answered() -> None:
    sure, right, ours = columns([(0.9, True, True), (0.8, True, False), (0.7, True, True)])
    assert coverage(sure, right, ours, 0.95) == 0.5
    assert coverage(sure, right, ours, 0.6) == 1


@given(st.lists(SURE, min_size=1, max_size=30), st.lists(SURE, min_size=1, max_size=30))
def test_auroc_counts_pairs(ours: list[float], others: list[float]) -> None:
    pairs = [(a > b) + (a == b) / 2 for a in ours for b in others]
    assert auroc(np.array(ours), np.array(others)) == pytest.approx(sum(pairs) / len(pairs))


@given(QUESTIONS)
def test_the_calibration_error_is_the_bins_mean_distance(questions: list[tuple[float, bool, bool]]) -> None:
    confidence, right, _ = columns(questions)
    bins: dict[int, list[tuple[float, bool]]] = {}
    for sure, good in zip(confidence.tolist(), right.tolist(), strict=True):
        bins.setdefault(min(14, math.floor(sure * 15)), []).append((sure, good))
    error = sum(abs(sum(s for s, _ in one) - sum(g for _, g in one)) for one in bins.values())
    assert calibration_error(confidence, right) == pytest.approx(error / len(questions))


@given(st.integers(1, 5_000).flatmap(lambda asked: st.tuples(st.integers(0, asked), st.just(asked))))
def test_the_interval_is_wilsons(counted: tuple[int, int]) -> None:
    right, asked = counted
    share, z = right / asked, 1.959963984540054
    middle = (share + z**2 / (2 * asked)) / (1 + z**2 / asked)
    half = z / (1 + z**2 / asked) * math.sqrt(share * (1 - share) / asked + z**2 / (4 * asked**2))
    assert interval(right, asked) == pytest.approx((max(0, middle - half), min(1, middle + half)), abs=1e-9)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abcd")), min_size=1, max_size=40))
def test_macro_f1_is_the_mean_over_what_was_asked(pairs: list[tuple[str, str]]) -> None:
    truth, guessed = (list(column) for column in zip(*pairs, strict=True))
    expected = f1_score(truth, guessed, labels=sorted(set(truth)), average="macro", zero_division=0)
    assert macro_f1(truth, guessed) == pytest.approx(expected)


def guesses(names: list[str], sure: list[float], threshold: float = 0.5) -> Guesses:
    return Guesses(
        names, np.array(sure), np.array(sure) >= threshold, np.arange(float(len(names))), threshold
    )


def test_a_category_that_was_never_learnt_is_wrong_and_still_ours() -> None:
    told = summed_up(["cards", "never seen"], guesses(["cards", "cards"], [0.9, 0.8]))
    assert (told["accuracy"], told["asked"], told["oos"]) == (0.5, 2, 0)
    assert (told["precision"], told["coverage"], told["oos_auroc"]) == (0.5, 1.0, None)


def test_what_nothing_answers_is_never_right_even_where_nothing_was_guessed() -> None:
    told = summed_up(["cards", NONE, NONE], guesses(["cards", NONE, "cards"], [0.9, 0.6, 0.1]))
    assert told["accuracy"] == 1.0
    assert told["precision"] == 0.5
    assert told["oos_recall"] == 0.5
    assert told["oos_auroc"] == 1.0


def test_who_answers_nothing_has_no_precision() -> None:
    told = summed_up(["cards"], guesses(["cards"], [0.1]))
    assert (told["precision"], told["precision_interval"], told["coverage"]) == (None, None, 0.0)


@pytest.mark.parametrize("figure", [coverage, auroc], ids=lambda figure: figure.__name__)
def test_order_does_not_matter(figure: Callable[..., float], rng: Any) -> None:
    questions = [(rng.random(), rng.random() < 0.8, rng.random() < 0.7) for _ in range(200)]
    mixed = rng.sample(questions, len(questions))
    first, second = columns(questions), columns(mixed)
    if figure is auroc:
        assert auroc(first[0][first[2]], first[0][~first[2]]) == pytest.approx(
            auroc(second[0][second[2]], second[0][~second[2]])
        )
    else:
        assert coverage(*first, 0.95) == coverage(*second, 0.95)
