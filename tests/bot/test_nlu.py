"""The parts of understanding, each by itself."""

import random

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import vstack

from bot.nlu import LONGEST, classifier, turning
from bot.nlu.calibration import folds, importance_of, interval, operating_point
from bot.nlu.classifier import View, learn
from bot.nlu.encoder import encoder, sentence
from bot.nlu.ngrams import TfIdf
from bot.nlu.reader import entities, language, visible, words
from bot.nlu.rehearsal import at_most
from bot.nlu.turning import unit


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
        ("20 quid or EUR 20,50", [("amount", "20 quid"), ("amount", "EUR 20,50")]),
        ("it cost £1,249.00 not 20€", [("amount", "£1,249.00"), ("amount", "20€")]),
        ("ordered yesterday, due next Tuesday", [("date", "yesterday"), ("date", "next Tuesday")]),
        ("the day before yesterday", [("date", "the day before yesterday")]),
        ("on Friday afternoon or this sat", [("date", "Friday afternoon"), ("date", "this sat")]),
        ("two weeks ago, back in 3 days", [("date", "two weeks ago"), ("date", "in 3 days")]),
        ("FF482913 from last month", [("order_number", "FF482913"), ("date", "last month")]),
        ("are you open on sundays, and how many days does it take", []),
    ],
)
def test_entities_are_what_an_agent_would_underline(text: str, found: list[tuple[str, str]]) -> None:
    seen = entities(language()(visible(text)))
    assert [(entity["entity"], entity["value"]) for entity in seen] == found
    assert all(text[entity["start"] : entity["end"]] == entity["value"] for entity in seen)


def test_words_are_small_letters_without_punctuation_and_entities() -> None:
    assert read("Where's my ORDER, FF-482913?!") == ["where", "'s", "my", "order"]
    assert read("\x00\u200b🙂 …") == []
    assert read("Is it here by next Tuesday or 3/4/2026?") == [
        "is",
        "it",
        "here",
        "by",
        "next",
        "tuesday",
        "or",
    ]


def test_a_text_of_millions_of_characters_is_read_as_far_as_a_question_goes() -> None:
    assert read("where is it " * 200_000)[:4] == ["where", "is", "it", "where"]
    assert read("a" * 2_000_000)[0] == "a" * 80


def test_a_vectors_square_length_is_the_share_that_is_known() -> None:
    tfidf = TfIdf.learn([["where", "is", "it"], ["cancel", "order"]], 1_000, 0.3)
    whole, half, nothing = (tfidf.vector(text) for text in (["cancel", "order"], ["cancel", "zzzz"], []))
    assert whole.multiply(whole).sum() == pytest.approx(1, abs=1e-5)
    assert 0.1 < half.multiply(half).sum() < 0.9
    assert nothing.nnz == 0


PAIRS = [["where", "order"], ["order", "where", "now"], ["pay", "card"], ["card", "pay", "twice"]]


def test_a_message_is_read_the_same_however_often_its_words_were_read_before() -> None:
    texts = [["where", "is", "my", "order"], ["order", "the", "order", "zzyzx"], ["zzyzx"], []]
    often = TfIdf.learn(texts[:2], 20, 0.3)
    for text in [*texts, *texts, *texts]:
        once = TfIdf(often.vocabulary, often.rarity, 0.3).vector(text)
        assert (often.vector(text) != once).nnz == 0


def seen(texts: list[list[str]], tfidf: TfIdf, *, by_meaning: bool) -> View:
    grams = vstack([tfidf.vector(text) for text in texts]).tocsr()
    width = (len(texts), 0)
    meaning = [encoder().encode(sentence(text)) for text in texts] if by_meaning else np.empty(width)
    return View(np.asarray(meaning, dtype=np.float32), grams)


@pytest.mark.parametrize("by_meaning", [True, False], ids=["with an encoder", "by n-grams alone"])
def test_the_classifier_tells_phrasings_apart(by_meaning: bool) -> None:
    tfidf = TfIdf.learn(PAIRS, 1_000, 0.4)
    model = learn(seen(PAIRS, tfidf, by_meaning=by_meaning), np.array([4, 4, 7, 7]), 0.25, 10)
    asked = seen([["order", "where"], ["card", "payment"]], tfidf, by_meaning=by_meaning)
    scores = model.scores(model.compare(asked))
    assert list(model.labels) == [4, 7]
    assert scores[0, 0] > scores[0, 1] + 0.2
    assert scores[1, 1] > scores[1, 0] + 0.2


@pytest.mark.parametrize("by_meaning", [True, False], ids=["with an encoder", "by n-grams alone"])
def test_of_many_phrasings_those_alike_stand_together(
    monkeypatch: pytest.MonkeyPatch, by_meaning: bool
) -> None:
    tfidf = TfIdf.learn(PAIRS, 1_000, 0.4)
    view, label = seen(PAIRS * 10, tfidf, by_meaning=by_meaning), np.array([4, 4, 7, 7] * 10)
    monkeypatch.setattr(classifier, "MARKS", 12)
    model = learn(view, label, 0.25, 0)
    assert model.weights.shape == (4, 2)  # ten times the same four
    for group in range(4):
        mine = np.flatnonzero(model.group == group)
        assert len({tuple(PAIRS[place % 4]) for place in mine}) == 1
    few = learn(view[:4], label[:4], 0.25, 0)
    asked = seen([*PAIRS, ["order", "twice"]], tfidf, by_meaning=by_meaning)
    told, wanted = (each.scores(each.compare(asked)) for each in (model, few))
    assert list(model.labels[told[:4].argmax(axis=1)]) == [4, 4, 7, 7]
    assert told == pytest.approx(wanted, abs=5e-3)


def test_n_grams_that_most_phrasings_hold_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [[*words, "please"] for words in PAIRS]
    tfidf = TfIdf.learn(texts, 1_000, 0.4)
    view, label = seen(texts, tfidf, by_meaning=False), np.array([4, 4, 7, 7])
    asked = seen([["please"], ["card", "please"]], tfidf, by_meaning=False)
    whole = learn(view, label, 0.25, 0).compare(asked).grams
    assert (whole > 0).all()
    monkeypatch.setattr(classifier, "COMMON", 2)
    model = learn(view, label, 0.25, 0)
    few = model.compare(asked).grams
    assert (few[0] == 0).all()
    assert (few[1] > 0).tolist() == [False, False, True, True]
    assert (model.grams != view.grams).nnz == 0, "what is known of a message is told by all of them"
    assert model.compare(asked[1:]).grams == pytest.approx(few[1:], abs=1e-6)


def test_a_group_has_one_label_and_there_are_no_more_than_was_asked(
    monkeypatch: pytest.MonkeyPatch, rng: random.Random
) -> None:
    chance = np.random.default_rng(rng.randrange(2**32))
    rows = chance.standard_normal((400, 5)).astype(np.float32)
    label = np.sort(chance.integers(0, 9, 400))
    monkeypatch.setattr(classifier, "MARKS", 50)
    monkeypatch.setattr(classifier, "SLICE", 30)
    group = classifier.groups_of(rows, label, 9)
    assert 9 <= group.max() + 1 <= 50
    assert sorted(set(group)) == list(range(group.max() + 1))
    assert all(len(set(label[group == one])) == 1 for one in set(group))
    monkeypatch.setattr(classifier, "WORK", 14 * 20)
    assert classifier.groups_of(rows, label, 9).max() + 1 <= 20
    monkeypatch.setattr(classifier, "MARKS", 3)  # fewer than labels: each has one at least
    monkeypatch.setattr(classifier, "SLICE", 400)
    assert classifier.groups_of(rows, label, 9).max() + 1 == 9


def test_the_encoder_hears_the_same_meaning_in_other_words() -> None:
    texts = ("how long does shipping take", "when will my parcel arrive", "how do i cook rice")
    first, alike, other = (encoder().encode(text) for text in texts)
    assert np.linalg.norm(first) == pytest.approx(1, abs=1e-4)
    assert first @ alike > first @ other + 0.3
    assert sentence(["i", "do", "n't", "know", "where", "'s", "it"]) == "i don't know where's it"


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


def test_a_round_asks_some_of_very_many_and_all_of_few() -> None:
    flags = np.arange(60) % 3 == 0
    some = at_most(7, flags)
    assert some.sum() == 7
    assert not (some & ~flags).any()
    assert (at_most(20, flags) == flags).all()


def test_turning_draws_a_label_together_and_the_same_seed_turns_alike(
    monkeypatch: pytest.MonkeyPatch, rng: random.Random
) -> None:
    chance = np.random.default_rng(rng.randrange(2**32))
    label = np.repeat(np.arange(6), 40)
    told = np.eye(6, 30, dtype=np.float32)[label]
    rows = unit(0.5 * told + 0.3 * chance.standard_normal((240, 30)).astype(np.float32))

    def lead(turned: NDArray[np.float32]) -> float:
        near, same = turned @ turned.T, label[:, None] == label[None, :]
        return float(near[same].mean() - near[~same].mean())

    for most in (1_024, 100):  # all at once, and in parts
        monkeypatch.setattr(turning, "BATCH", most)
        monkeypatch.setattr(turning, "PART", most)
        turn = turning.turning(rows, label, 30, 1)
        assert lead(unit(rows @ turn)) > lead(rows) + 0.02
        assert (turn == turning.turning(rows, label, 30, 1)).all()
    turn = turning.turning(rows, label, 30, 1)
    monkeypatch.setattr(turning, "KEPT", 6)
    narrow = turning.narrowed(rows, turn)
    assert narrow.shape == (30, 6)
    assert lead(unit(rows @ narrow)) > lead(unit(rows @ turn))


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


def test_a_margin_asks_for_more_where_there_is_more() -> None:
    confidence = np.linspace(0.99, 0.5, 400, dtype=np.float32)
    right = np.arange(400) % 20 != 19  # 95 in 100, everywhere
    right[:200] = True
    everyone = np.ones(400, dtype=bool)
    even = importance_of(everyone, 0.0)
    careless = operating_point(confidence, right, everyone, even, 0.95)
    careful = operating_point(confidence, right, everyone, even, 0.97, 1.0)
    assert careful.threshold > careless.threshold
    assert careful.lowest < careful.precision < careful.highest
    assert careful.cost_ratio == pytest.approx(careful.threshold / (1 - careful.threshold))


def test_an_interval_holds_its_share_and_is_narrower_for_more() -> None:
    few, many = interval(0.9, 20), interval(0.9, 2_000)
    assert few[0] < many[0] < 0.9 < many[1] < few[1]
    assert interval(1.0, 10)[1] == 1.0


def test_questions_that_nothing_answers_weigh_their_share() -> None:
    weights = importance_of(np.array([True, True, True, False]), 0.3)
    assert weights[:3].sum() == pytest.approx(0.7)
    assert weights[3] == pytest.approx(0.3)


def test_of_a_very_long_message_the_beginning_and_the_ending_are_read() -> None:
    text = "where is my parcel? " + "it is late. " * 300 + "my number is FF-123456"
    doc = language()(visible(text))
    assert words(doc)[:4] == ["where", "is", "my", "parcel"]
    (found,) = entities(doc)
    assert text[found["start"] : found["end"]] == found["value"] == "FF-123456"
    assert len(words(doc)) <= LONGEST
    assert len([token for token in doc if not token.is_space]) < 400
