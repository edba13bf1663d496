"""What guesses are worth: the arithmetic behind every figure of understanding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

BINS = 15  # of confidence, for the calibration error
NONE = ""  # the category of what no category answers

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Guesses:
    """What a pipeline made of n questions.

    `name` (n) is the likeliest category's, `confidence` (n) how sure it was of that (a share), `given` (n)
    whether it would have answered, `ms` (n) how long each took, `threshold` from which it answers (a share).
    """

    name: list[str]
    confidence: Numbers
    given: Flags
    ms: Numbers
    threshold: float

    @classmethod
    def of(cls, told: dict[str, Any]) -> Self:
        """Read what bench/asking.py wrote."""
        return cls(
            told["name"],
            np.array(told["confidence"], dtype=np.float64),
            np.array(told["given"], dtype=bool),
            np.array(told["ms"], dtype=np.float64),
            float(told["threshold"]),
        )

    def __getitem__(self, part: slice) -> Guesses:
        """Give some of them."""
        return Guesses(
            self.name[part], self.confidence[part], self.given[part], self.ms[part], self.threshold
        )


def summed_up(truth: list[str], guesses: Guesses) -> dict[str, Any]:
    """Work the figures out; `truth` is NONE for what no category answers, and some of it must not be.

    A guess is right where its category is the true one, so where training never saw that, none is.
    """
    right = np.array([a == b and a != NONE for a, b in zip(truth, guesses.name, strict=True)])
    ours = np.array([category != NONE for category in truth])
    confidence, given = guesses.confidence, guesses.given
    own = [name for name, mine in zip(guesses.name, ours, strict=True) if mine]
    answered = int(given.sum())
    return {
        "accuracy": float(right[ours].mean()),
        "macro_f1": macro_f1([category for category in truth if category != NONE], own),
        "coverage_at_95": coverage(confidence, right, ours, 0.95),
        "coverage_at_98": coverage(confidence, right, ours, 0.98),
        "oos_auroc": None if ours.all() else auroc(confidence[ours], confidence[~ours]),
        "ece": calibration_error(confidence, right),
        "ece_in_scope": calibration_error(confidence[ours], right[ours]),
        "threshold": guesses.threshold,
        "precision": float(right[given].mean()) if answered else None,
        "precision_interval": list(interval(int(right[given].sum()), answered)) if answered else None,
        "coverage": float((given & ours).sum() / ours.sum()),
        "oos_recall": None if ours.all() else float((~given[~ours]).mean()),
        "p50_ms": float(np.percentile(guesses.ms, 50)),
        "p99_ms": float(np.percentile(guesses.ms, 99)),
        "asked": int(ours.sum()),
        "oos": int((~ours).sum()),
        "answered": answered,
    }


def coverage(confidence: Numbers, right: Flags, ours: Flags, wanted: float) -> float:
    """Give the share of ours answered at the best threshold in hindsight; equal confidences go together."""
    order = np.argsort(-confidence, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    ends = np.append(np.diff(confidence[order]) != 0, True)
    fits = np.flatnonzero((precision >= wanted) & ends)
    return float(ours[order[: fits[-1] + 1]].sum() / ours.sum()) if len(fits) else 0.0


def auroc(ours: Numbers, others: Numbers) -> float:
    """Give the chance that one of ours is judged surer than one of the others; equals count half."""
    ordered = np.sort(others)
    below, upto = np.searchsorted(ordered, ours, "left"), np.searchsorted(ordered, ours, "right")
    return float(((below + upto) / 2).mean() / len(others))


def calibration_error(confidence: Numbers, right: Flags) -> float:
    """Give the mean distance of confidence from the share that is right, over BINS bins of equal width."""
    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    parts = [place == one for one in range(BINS)]
    return float(sum(abs(confidence[p].mean() - right[p].mean()) * p.mean() for p in parts if p.any()))


def interval(right: int, asked: int) -> tuple[float, float]:
    """Give Wilson's 95 % interval of the share that is right."""
    from scipy.stats import binomtest

    ends = binomtest(right, asked).proportion_ci(0.95, method="wilson")
    return float(ends.low), float(ends.high)


def macro_f1(truth: list[str], guessed: list[str]) -> float:
    """Give the mean F1 of the categories that were asked about; one never guessed has 0."""
    names = {name: place for place, name in enumerate(sorted(set(truth)))}
    asked, hit, told = (np.zeros(len(names)) for _ in range(3))
    for true, guess in zip(truth, guessed, strict=True):
        asked[names[true]] += 1
        hit[names[true]] += true == guess
        if guess in names:
            told[names[guess]] += 1
    return float((2 * hit / (asked + told)).mean())
