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

CLIPPED = 4.0  # standard deviations; further out, a sign says no more
FOLDS = 5
AFFORDED = 0.85  # of the answers must be left by the margin; else there is too little to prove more by
FAR = 0.15  # of the questions nothing answers; most that reach a shop's help are about the shop


@dataclass(frozen=True)
class Judge:
    """A logistic regression over the evidence and its squares.

    `centre` and `scale` have one number for each sign, `weights` two.
    """

    centre: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float

    @classmethod
    def learn(cls, evidence: Floats, right: Flags, importance: Floats) -> Judge:
        """Fit to guesses that were right or not, each counting by its importance."""
        if not len(right):  # no lesson, no trust
            width = evidence.shape[1]
            return cls((0.0,) * width, (1.0,) * width, (0.0,) * 2 * width, -4.0)
        centre, scale = _plain(evidence.mean(axis=0)), _plain(evidence.std(axis=0) + 1e-6)
        if right.all() or not right.any():  # nothing to tell apart
            return cls(centre, scale, (0.0,) * 2 * len(centre), 4.0 if right.all() else -4.0)
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=0.03, max_iter=1000, tol=1e-3)
        model.fit(_with_squares(evidence, centre, scale), right, sample_weight=importance / importance.mean())
        return cls(centre, scale, _plain(model.coef_[0]), float(model.intercept_[0]))

    def confidence(self, evidence: Floats) -> Floats:
        """Give the probability of being right, for m guesses."""
        signs = _with_squares(evidence, self.centre, self.scale)
        return cast("Floats", 1 / (1 + np.exp(-(signs @ np.array(self.weights) + self.bias))))

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Judge:
        """Make one from `as_dict`'s values."""
        return cls(tuple(values["centre"]), tuple(values["scale"]), tuple(values["weights"]), values["bias"])

    def as_dict(self) -> dict[str, Any]:
        """Give plain values, for JSON."""
        return asdict(self)


def _with_squares(evidence: Floats, centre: tuple[float, ...], scale: tuple[float, ...]) -> Floats:
    signs = np.clip((evidence - np.array(centre)) / np.array(scale), -CLIPPED, CLIPPED)
    return np.concatenate([signs, signs**2 / 2], axis=1)


def unseen_confidence(evidence: Floats, right: Flags, importance: Floats, group: Ints) -> Floats:
    """Judge each guess by a judge that learnt from the guesses of other groups (numbers) only.

    What a judge says of its own lessons is too good to set a threshold by.
    """
    confidence = np.zeros(len(right), dtype=np.float32)
    for turn in range(FOLDS):
        mine = group % FOLDS == turn
        if mine.any() and not mine.all():
            judge = Judge.learn(evidence[~mine], right[~mine], importance[~mine])
            confidence[mine] = judge.confidence(evidence[mine])
    return confidence


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


def importance_of(answerable: Flags, unanswerable_share: float, far: Flags | None = None) -> Floats:
    """Weigh questions so that those nothing answers make up the given share of all.

    Those among them that are `far` off (flags; default: none) are easily told: they make up FAR of that share
    only, however many they are.
    """
    strange = np.zeros(len(answerable), dtype=bool) if far is None else far & ~answerable
    near = ~answerable & ~strange
    far_share = FAR if near.any() and strange.any() else float(strange.any())
    weight = np.zeros(len(answerable), dtype=np.float64)
    for part, share in (
        (answerable, 1 - unanswerable_share),
        (near, unanswerable_share * (1 - far_share)),
        (strange, unanswerable_share * far_share),
    ):
        weight[part] = share / max(int(part.sum()), 1)
    return weight.astype(np.float32)


@dataclass(frozen=True)
class OperatingPoint:
    """From `threshold` on a guess is given.

    `precision`, with the ends of its 95 % interval, and `coverage` are those of the held-out questions.
    """

    threshold: float
    precision: float
    lowest: float
    highest: float
    coverage: float

    @property
    def cost_ratio(self) -> float:
        """Give how many needless handoffs a wrong answer counts as, at this threshold."""
        return self.threshold / max(1 - self.threshold, 1e-6)


NEVER = OperatingPoint(1.0, 0.0, 0.0, 1.0, 0.0)


def operating_point(
    confidence: Floats,
    right: Flags,
    answerable: Flags,
    importance: Floats,
    wanted: float,
    margin: float = 0.0,
    group: Ints | None = None,
) -> OperatingPoint:
    """Choose the lowest threshold whose answers are right at least as often as `wanted` (a share).

    `margin`: how many standard errors of that share lie between the two, where any threshold leaves that
    much at the price of few answers; where none is right often enough at all, it is 1: only phrasings that
    staff wrote are answered.
    `group` (numbers) is what goes wrong together, as one entry's questions do; the error is that between
    groups (default: each question is its own).
    """
    if not len(confidence):
        return NEVER
    order = np.argsort(-confidence, kind="stable")
    of = np.arange(len(order)) if group is None else np.unique(group, return_inverse=True)[1][order]
    weight, good, sure = importance[order].astype(np.float64), right[order], confidence[order]
    given = np.cumsum(weight)
    precision = np.cumsum(weight * good) / given
    ends = np.append(np.diff(sure) != 0, True)  # equal confidences are answered together
    enough = np.flatnonzero((precision >= wanted) & ends)[::-1]

    def error(last: int) -> float:
        off = weight[: last + 1] * (good[: last + 1] - precision[last])
        between = np.bincount(of[: last + 1], weights=off)
        # At least as much as a precision of `wanted` would vary: a few right answers prove little.
        least = wanted * (1 - wanted) * (weight[: last + 1] ** 2).sum()
        return float(np.sqrt(max((between**2).sum(), least)) / given[last])

    if not len(enough):
        return OperatingPoint(1.0, float(precision[0]), 0.0, 1.0, 0.0)
    ours = np.cumsum(weight * answerable[order])
    far = (place for place in enough if precision[place] - margin * error(place) >= wanted)
    last = int(enough[0])
    if margin:
        careful = int(next(far, last))
        last = careful if ours[careful] >= AFFORDED * ours[last] else last
    threshold, share = float(sure[last]), float(precision[last])
    number = max(share, wanted) * (1 - min(share, wanted)) / max(error(last), 1e-6) ** 2
    answered = float(ours[last] / max(ours[-1], 1e-9))
    return OperatingPoint(threshold, share, *interval(share, number), answered)


def interval(share: float, number: float) -> tuple[float, float]:
    """Give Wilson's 95 % interval of a share of so many."""
    z = 1.96
    middle = (share + z * z / (2 * number)) / (1 + z * z / number)
    half = z / (1 + z * z / number) * np.sqrt(share * (1 - share) / number + z * z / (4 * number * number))
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))
