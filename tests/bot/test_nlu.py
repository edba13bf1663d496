"""The parts of understanding, each by itself."""

import numpy as np
import pytest

from bot.nlu.calibration import folds, importance_of, operating_point
from bot.nlu.classifier import learn, span_of
from bot.nlu.ngrams import TfIdf
from bot.nlu.reader import entities, language, visible, words
from bot.nlu.spelling import Speller


def read(text: str) -> list[str]:
    return words(language()(visible(text)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("order ff-482913 please", [("order_number", "ff-482913")]),
        ("it is 482913", [("order_number", "482913")]),
        ("write to Mia.Berg@example.org", [("email", "Mia.Berg@example.org")]),
        ("I paid £49.90", [("amount", "£49.90")]),
        ("that is 20 euros", [("amount", "20 euros")]),
        ("on 2026-11-22 or 3/4/2026", [("date", "2026-11-22"), ("date", "3/4/2026")]),
        ("by March 3rd, or the 5th of May", [("date", "March 3rd"), ("date", "5th of May")]),
        ("may I have 3 chairs", []),
    ],
)
def test_entities_are_what_an_agent_would_underline(text: str, found: list[tuple[str, str]]) -> None:
    seen = entities(language()(visible(text)))
    assert [(entity["entity"], entity["value"]) for entity in seen] == found
    assert all(text[entity["start"] : entity["end"]] == entity["value"] for entity in seen)


def test_words_are_small_letters_without_punctuation_and_entities() -> None:
    assert read("Where's my ORDER, FF-482913?!") == ["where", "'s", "my", "order"]
    assert read("\x00\u200b🙂 …") == []


def test_spelling_is_mended_towards_our_words_and_known_words_stay() -> None:
    speller = Speller({"refund": 9, "monstera": 3, "delivery": 5}, 5_000)
    mended = {
        word: speller.mend(word)
        for word in ("refnud", "monstrea", "delivry", "refund", "banana", "ab", "x9z")
    }
    assert mended == {
        "refnud": "refund",
        "monstrea": "monstera",
        "delivry": "delivery",
        "refund": "refund",
        "banana": "banana",
        "ab": "ab",
        "x9z": "x9z",
    }


def test_a_vectors_square_length_is_the_share_that_is_known() -> None:
    tfidf = TfIdf.learn([["where", "is", "it"], ["cancel", "order"]], 1_000, 0.3)
    whole, half, nothing = (tfidf.vector(text) for text in (["cancel", "order"], ["cancel", "zzzz"], []))
    assert whole.multiply(whole).sum() == pytest.approx(1, abs=1e-5)
    assert 0.1 < half.multiply(half).sum() < 0.9
    assert nothing.nnz == 0


def test_the_classifier_tells_phrasings_apart_by_their_likeness_alone() -> None:
    texts = [["where", "order"], ["order", "where", "now"], ["pay", "card"], ["card", "pay", "twice"]]
    tfidf = TfIdf.learn(texts, 1_000, 0.3)
    from scipy.sparse import vstack

    rows = vstack([tfidf.vector(text) for text in texts]).tocsr()
    span = span_of(rows)
    assert np.allclose(span.coordinates @ span.coordinates.T, (rows @ rows.T).toarray(), atol=1e-4)
    weights = learn(span.coordinates, np.array([4, 4, 7, 7]), 30.0)
    likeness = (tfidf.vector(["order", "where"]) @ rows.T).toarray()
    assert list(weights.labels) == [4, 7]
    assert weights.probabilities(likeness @ span.back)[0, 0] > 0.8


def test_each_round_leaves_whole_entries_out_and_asks_everything_once() -> None:
    label = np.repeat(np.arange(10), 10)
    entry = label < 8
    rounds = folds(label, entry, 5)
    for learned, asked in rounds:
        assert not (learned & asked).any()
        left_out = set(label) - set(label[learned])
        assert left_out <= set(range(8))
        assert asked[np.isin(label, list(left_out))].all()
    assert np.logical_or.reduce([asked for _, asked in rounds]).all()


def test_the_threshold_is_the_lowest_that_is_right_often_enough() -> None:
    confidence = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    right = np.array([True, True, True, False, True])
    everyone = np.ones(5, dtype=bool)
    even = importance_of(everyone, 0.0)
    strict = operating_point(confidence, right, everyone, even, 0.95)
    assert (strict.threshold, strict.precision) == (0.7, 1.0)
    assert strict.coverage == pytest.approx(0.6)
    assert operating_point(confidence, right, everyone, even, 0.8).threshold == 0.5
    assert operating_point(confidence, ~right, everyone, even, 0.99).threshold == 1.0


def test_questions_that_nothing_answers_weigh_their_share() -> None:
    weights = importance_of(np.array([True, True, True, False]), 0.3)
    assert weights[:3].sum() == pytest.approx(0.7)
    assert weights[3] == pytest.approx(0.3)
