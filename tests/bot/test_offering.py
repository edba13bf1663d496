"""Which titles are offered, and from how sure a guess on: worked out by hand."""

import numpy as np

from bot.nlu.calibration import NEVER
from bot.nlu.offering import NONE, HeldOut, likeliest, offering_point

LABELS = np.array([0, 1, 2, 3, 4])
ENTRIES = np.array([True, True, False, True, True])


def test_the_nearest_entries_are_offered_and_neither_small_talk_nor_what_is_far_off() -> None:
    scores = np.array([[0.1, 0.6, 0.9, 0.3, 0.2], [0.5, 0.05, 0, 0, 0.45], [0, 0, 0.9, 0, 0]], np.float32)
    assert likeliest(scores, LABELS, ENTRIES).tolist() == [[1, 3, 4], [0, 4, NONE], [NONE, NONE, NONE]]
    assert likeliest(scores[:, :2], LABELS[:2], ENTRIES).tolist()[0] == [1, NONE, NONE]


def held(confidence: list[float], among: list[bool], left: list[bool]) -> HeldOut:
    count = len(confidence)
    return HeldOut(
        np.array(confidence, np.float32),
        np.array(among),
        np.array(left),
        np.array(among),
        np.ones(count, np.float32),
        np.arange(count),
    )


def test_the_threshold_is_the_lowest_at_which_enough_offers_hold_what_is_meant() -> None:
    asked = held(
        [0.95, 0.8, 0.7, 0.6, 0.5, 0.4], [True, True, True, True, False, False], [False] + [True] * 5
    )
    point, report = offering_point(asked, 0.75, margin=0)
    assert round(point.threshold, 2) == 0.5, "three of four"
    assert report["offer_precision"] == point.precision == 0.75
    assert offering_point(asked, 0.9, margin=0)[0].threshold > 0.59


def test_where_offers_are_never_right_often_enough_none_is_made() -> None:
    wrong = held([0.8, 0.7], [False, False], [True, True])
    assert offering_point(wrong, 0.8, margin=1) == (NEVER, {})
    answered = held([0.8, 0.7], [True, True], [False, False])
    assert offering_point(answered, 0.8, margin=1) == (NEVER, {})
