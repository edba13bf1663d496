"""Judges how sure a guess is: the probability that it is right, and the threshold from which it is given.

A classifier must name a label even where none fits, and is sure of it. So whole entries are left out of
training and asked after: what a guess looks like when no entry answers is learnt from them, and the threshold
is set on them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Guess:
    """Guesses for m messages: each one's `label` (number), and the evidence (m × signs) for it."""

    label: Ints
    evidence: Floats


def weigh(
    probabilities: Floats, labels: Ints, likeness: Floats, phrased: Ints, known: Floats, words: Floats
) -> Guess:
    """Collect the evidence for m messages' best guesses.

    `probabilities` m × labels; `labels` their numbers; `likeness` m × phrasings; `phrased` each phrasing's
    label; `known` the share of each message that any phrasing holds; `words` its number of words.
    """
    order = np.argsort(probabilities, axis=1)
    rows = np.arange(len(probabilities))
    first, second = order[:, -1], order[:, -2]
    top, next_best = probabilities[rows, first], probabilities[rows, second]
    own = phrased[None, :] == labels[first][:, None]
    nearest, rival = np.where(own, likeness, 0).max(axis=1), np.where(own, 0, likeness).max(axis=1)
    usual = np.where(own, likeness, 0).sum(axis=1) / np.maximum(own.sum(axis=1), 1)
    disorder = -(probabilities * np.log(probabilities + 1e-9)).sum(axis=1)
    signs = [
        np.log(top + 1e-6),
        np.log(top + 1e-6) - np.log(next_best + 1e-6),
        nearest,
        nearest - rival,
        usual,
        known,
        np.log1p(words),
        disorder,
        nearest * known,
        nearest**2,
    ]
    return Guess(labels[first], np.stack(signs, axis=1).astype(np.float32))


@dataclass(frozen=True)
class Judge:
    """A logistic regression over the evidence.

    `centre`, `scale` and `weights` have one number for each sign.
    """

    centre: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float

    @classmethod
    def learn(cls, evidence: Floats, right: Flags, importance: Floats) -> Judge:
        """Fit to guesses that were right or not, each counting by its importance."""
        from sklearn.linear_model import LogisticRegression

        centre, scale = evidence.mean(axis=0), evidence.std(axis=0) + 1e-6
        if (
            right.all() or not right.any()
        ):  # nothing to tell apart; the share of right ones is all that is known
            return cls(_plain(centre), _plain(scale), (0.0,) * len(centre), 4.0 if right.all() else -4.0)
        model = LogisticRegression(C=1.0, max_iter=1000)
        model.fit((evidence - centre) / scale, right, sample_weight=importance)
        return cls(_plain(centre), _plain(scale), _plain(model.coef_[0]), float(model.intercept_[0]))

    def confidence(self, evidence: Floats) -> Floats:
        """Give the probability of being right, for m guesses."""
        signs = (evidence - np.array(self.centre)) / np.array(self.scale)
        return cast("Floats", 1 / (1 + np.exp(-(signs @ np.array(self.weights) + self.bias))))

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Judge:
        """Make one from `as_dict`'s values."""
        return cls(tuple(values["centre"]), tuple(values["scale"]), tuple(values["weights"]), values["bias"])

    def as_dict(self) -> dict[str, Any]:
        """Give plain values, for JSON."""
        return asdict(self)


def _plain(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def folds(phrased: Ints, holdable: Flags, number: int, seed: int = 7) -> list[tuple[Flags, Flags]]:
    """Plan `number` rounds: which phrasings to learn from and which to ask, as flags.

    In each round a share of every label's phrasings is asked, and all phrasings of a share of the `holdable`
    labels (one flag for each phrasing) are left out and asked: nothing answers those.
    """
    chance = np.random.default_rng(seed)
    phrasing_round = np.zeros(len(phrased), dtype=int)
    label_round = np.full(len(phrased), -1)
    for label in chance.permutation(np.unique(phrased)):
        mine = np.flatnonzero(phrased == label)
        phrasing_round[mine] = (chance.permutation(len(mine)) + chance.integers(number)) % number
        if holdable[mine[0]]:
            label_round[mine] = chance.integers(number)
    return [
        ((phrasing_round != turn) & (label_round != turn), (phrasing_round == turn) | (label_round == turn))
        for turn in range(number)
    ]


def importance_of(answerable: Flags, unanswerable_share: float) -> Floats:
    """Weigh questions so that those nothing answers make up the given share of all."""
    many, few = max(int(answerable.sum()), 1), max(int((~answerable).sum()), 1)
    return np.where(answerable, (1 - unanswerable_share) / many, unanswerable_share / few).astype(np.float32)


@dataclass(frozen=True)
class OperatingPoint:
    """From `threshold` on a guess is given.

    `precision` and `coverage` are those of the held-out questions.
    """

    threshold: float
    precision: float
    coverage: float


def operating_point(
    confidence: Floats, right: Flags, answerable: Flags, importance: Floats, wanted: float
) -> OperatingPoint:
    """Choose the lowest threshold whose answers are right at least as often as `wanted` (a share)."""
    order = np.argsort(-confidence)
    given = np.cumsum(importance[order])
    good = np.cumsum((importance * right)[order])
    precision = good / given
    fits = np.flatnonzero(precision >= wanted)
    last = int(fits[-1]) if len(fits) else 0
    threshold = float(confidence[order[last]]) if len(fits) else 1.0
    answered = float(importance[answerable & (confidence >= threshold)].sum() / importance[answerable].sum())
    return OperatingPoint(threshold, float(precision[last]), answered)
