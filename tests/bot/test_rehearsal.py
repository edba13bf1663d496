"""How sure to be, on made-up shops whose right answers are known: points on a circle stand for phrasings."""

from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.nlu import OFF_TOPIC
from bot.nlu.calibration import importance_of, operating_point
from bot.nlu.classifier import View, learn
from bot.nlu.evidence import SIGNS, Spacing, weigh
from bot.nlu.learnt import Phrasings
from bot.nlu.rehearsal import fit, spoken_of
from bot.nlu.selector import AnswerSelector
from bot.training import summary

CONFIG = AnswerSelector.get_default_config() | {"steps": 0}
WIDTH = 12


def view(points: Any) -> View:
    rows = np.asarray(points, dtype=np.float32)
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return View(rows, csr_matrix((len(rows), 3), dtype=np.float32))


def shop(
    entries: int, each: int, spread: float, seed: int
) -> tuple[Phrasings, list[str], list[str], np.random.Generator]:
    """Give a shop whose entries lie at random places, and each one's phrasings around it."""
    chance = np.random.default_rng(seed)
    places = chance.normal(size=(entries + 1, WIDTH))
    label = np.repeat(np.arange(entries + 1), each)
    points = places[label] + spread * chance.normal(size=(len(label), WIDTH))
    names = [f"faq/{number:02}" for number in range(entries)] + [OFF_TOPIC]
    every = np.ones(len(label), dtype=bool)
    phrasings = Phrasings(view(points), label, np.full(len(label), 5, np.float32), every)
    return phrasings, names, [f"phrasing {number}" for number in range(len(label))], chance


def test_what_is_nobodys_question_is_never_the_guess_and_weighs_against_any_other() -> None:
    model = learn(view([[1, 0], [1, 0.1], [0, 1], [0.1, 1], [-1, 0], [-1, -0.1]]),
                  np.array([0, 0, 1, 1, 2, 2]), 0.25, 0)  # fmt: skip
    asked = model.compare(view([[1, 0.05], [-1, -0.05]]))
    ones = np.ones(2, np.float32)
    free, _ = weigh(model, Spacing.of(model), asked, ones, ones)
    guess, scores = weigh(model, Spacing.of(model), asked, ones, ones, nothing=2)
    assert free.label.tolist() == [0, 2]
    assert guess.label[0] == 0
    assert guess.label[1] != 2
    assert guess.evidence.shape == (2, SIGNS)
    assert guess.evidence[1, 6] == scores[1, 2] > guess.evidence[0, 6]


def test_a_label_of_one_phrasing_is_spaced_like_the_others() -> None:
    model = learn(view([[1, 0, 0], [1, 0.2, 0], [0, 1, 0], [0, 1, 0.2], [0, 0, 1]]),
                  np.array([0, 0, 1, 1, 2]), 0.25, 0)  # fmt: skip
    spacing = Spacing.of(model)
    assert spacing.mean[2] == pytest.approx(spacing.mean[:2].mean(), abs=1e-3)
    assert np.isfinite(spacing.deviation).all()
    alone = Spacing.of(learn(view([[1, 0], [0, 1]]), np.array([0, 1]), 0.25, 0))
    assert np.isfinite(alone.mean).all()
    assert np.isfinite(alone.nearest).all()


def test_what_training_expects_is_what_fresh_questions_get(seed: int) -> None:
    phrasings, names, texts, _ = shop(20, 12, 0.45, seed)
    learnt, report = fit(phrasings, names, texts, CONFIG | {"unanswerable": 0.3})
    chance = np.random.default_rng(seed)
    places = chance.normal(size=(21, WIDTH))
    truth = np.concatenate([np.repeat(np.arange(20), 40), np.full(340, -1)])
    strangers = chance.normal(size=(340, WIDTH))
    points = np.concatenate([places[truth[:800]] + 0.45 * chance.normal(size=(800, WIDTH)), strangers])
    guess, _ = learnt.guess(view(points), np.full(len(points), 5, np.float32))
    confidence = learnt.judge.confidence(guess.evidence)
    given = confidence >= learnt.point.threshold
    right = guess.label == truth
    assert report["coverage"] > 0.3
    assert right[given].mean() > 0.9
    assert abs(given[truth >= 0].mean() - report["coverage"]) < 0.2
    assert abs(confidence.mean() - right.mean()) < 0.12


def test_more_precision_is_had_for_fewer_answers_and_the_report_says_how_many(seed: int) -> None:
    phrasings, names, texts, _ = shop(12, 10, 0.7, seed)
    _, report = fit(phrasings, names, texts, CONFIG)
    choices = report["choices"]
    assert [choice["wanted"] for choice in choices] == [0.9, 0.95, 0.98]
    assert choices[0]["coverage"] >= choices[1]["coverage"] >= choices[2]["coverage"]
    assert report["coverage"] == choices[1]["coverage"]
    told = summary(report)
    assert f"90% right: {choices[0]['coverage']:.0%} answered" in told
    assert "needless handoffs" in told


@pytest.mark.parametrize(
    "label", [[0, 1], [0, 0, 1, 1], [0, 1, 2]], ids=["one each", "contradictory", "three"]
)
def test_very_little_content_trains_and_only_phrasings_as_written_are_answered(label: list[int]) -> None:
    points = np.eye(4)[[0, 0, 0, 0] if label == [0, 0, 1, 1] else label]
    names = ["faq/a", "faq/b", OFF_TOPIC]
    every = np.ones(len(label), dtype=bool)
    phrasings = Phrasings(view(points), np.array(label), np.ones(len(label), np.float32), every)
    learnt, report = fit(phrasings, names, [str(number) for number in range(len(label))], CONFIG)
    assert learnt.point.threshold == 1
    assert report["coverage"] == 0
    assert "only phrasings as they are written here are answered" in summary(report)


@pytest.mark.parametrize("by_meaning", [True, False], ids=["by meaning", "by words and letters"])
def test_a_shop_that_speaks_of_the_weather_answers_what_others_call_off_topic(by_meaning: bool) -> None:
    points = np.eye(5)[[0, 0, 1, 1, 2, 0, 3, 4]]
    label = np.array([0, 0, 1, 1, 1, 2, 2, 2])
    seen = view(points) if by_meaning else View(np.empty((8, 0), np.float32), csr_matrix(points))
    phrasings = Phrasings(seen, label, np.ones(8, np.float32), np.ones(8, dtype=bool))
    assert spoken_of(phrasings, 2).nonzero()[0].tolist() == [5]
    assert not spoken_of(phrasings, -1).any()
    texts = [str(number) for number in range(8)]
    learnt, _ = fit(phrasings, ["faq/weather", "faq/returns", OFF_TOPIC], texts, CONFIG)
    assert learnt.texts == texts[:5] + texts[6:]
    assert len(learnt.model.label) == 7


def test_questions_far_off_count_little_however_many_they_are() -> None:
    answerable = np.array([True, True, False, False, False, False])
    far = np.array([False, False, False, True, True, True])
    weights = importance_of(answerable, 0.4, far)
    assert weights[:2].sum() == pytest.approx(0.6)
    assert weights[2] > weights[3:].sum()
    assert weights.sum() == pytest.approx(1)
    assert importance_of(answerable, 0.4, ~answerable)[2:].sum() == pytest.approx(0.4)


def test_a_margin_that_would_cost_most_answers_is_given_up() -> None:
    confidence = np.linspace(0.99, 0.5, 40, dtype=np.float32)
    right = np.ones(40, dtype=bool)
    right[[1, 39]] = False
    every = np.ones(40, dtype=bool)
    point = operating_point(confidence, right, every, importance_of(every, 0), 0.9, margin=3)
    assert (
        point.threshold == operating_point(confidence, right, every, importance_of(every, 0), 0.9).threshold
    )
    assert point.lowest < 0.9, "the interval says so"


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("precision", 1.0, "precision must be a number from 0.5 to 0.999, not 1.0"),
        ("precision", "high", "precision must be a number"),
        ("unanswerable", 1, "unanswerable must be a number from 0 to 0.95"),
        ("folds", 2.5, "folds must be a whole number from 2 to 50, not 2.5"),
        ("margin", -1, "margin must be"),
        ("talk", True, "talk must be"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(setting: str, value: Any, told: str) -> None:
    AnswerSelector.validate_config(CONFIG)
    with pytest.raises(ValueError, match=told):
        AnswerSelector.validate_config(CONFIG | {setting: value})
