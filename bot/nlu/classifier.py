"""Which label do a message's likenesses to the phrasings speak for?

A message is seen in two ways: by its meaning (the encoder's vector) and by its words and letters (n-grams).
The meaning is first turned by a matrix that draws phrasings of one label together. The likeness of two
messages is the weighted mean of both ways' cosines; a Gaussian of it is the kernel of a ridge regression on
the labels. Beyond MARKS phrasings, that many stand for all, so a message's time grows no further with them.

Shapes: n phrasings, m messages, r marks, w = 384 numbers, v n-grams, c labels. NumPy and SciPy only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np
import scipy.linalg as sl

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

MARKS = 1_500
SHARPNESS = 2.0  # of the Gaussian; 1 and 5 were no better
RIDGE = 0.05
BATCH = 1_024  # phrasings that the turning looks at in one step
STEP, WARMTH, DROPPED = (
    0.003,
    0.15,
    0.3,
)  # of the turning: Adam's step, temperature, numbers left out at random


def unit(rows: Floats) -> Floats:
    """Give rows the length 1; what has none stays zero."""
    return cast(
        "Floats", (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    )


@dataclass(frozen=True)
class View:
    """Messages in both ways, row by row: `meaning` (m × w; w may be 0) and `grams` (m × v)."""

    meaning: Floats
    grams: csr_matrix

    def __getitem__(self, rows: NDArray[np.bool_] | Ints | slice) -> View:
        """Take some rows."""
        return View(self.meaning[rows], self.grams[rows])

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.meaning)


@dataclass(frozen=True)
class Likeness:
    """How alike m messages and n phrasings are by n-grams (m × n), and the messages' two meanings (m × w)."""

    grams: Floats
    plain: Floats
    turned: Floats


@dataclass(frozen=True)
class Classifier:
    """All that was learnt.

    `plain` are the phrasings' meanings (n × w), less `centre` (w) and of unit length; `turn` (w × w) draws a
    label's together. `marks` (r) are the phrasings that the kernel looks at, `weights` (r × c) what each says
    of `labels` (c numbers). `label` (n) is each phrasing's. `by_grams` weighs n-grams against meaning's 1.
    """

    plain: Floats
    grams: csr_matrix
    centre: Floats
    turn: Floats
    label: Ints
    labels: Ints
    marks: Ints
    weights: Floats
    by_grams: float

    @cached_property
    def turned(self) -> Floats:
        """Give the phrasings' turned meanings (n × w)."""
        return unit(self.plain @ self.turn)

    @cached_property
    def _turned_marks(self) -> Floats:
        return np.ascontiguousarray(self.turned[self.marks].T)

    @cached_property
    def _grams_across(self) -> csr_matrix:
        return self.grams.T.tocsr()

    @cached_property
    def phrasings_of(self) -> dict[int, Ints]:
        """Give each label's phrasings (places)."""
        order = np.argsort(self.label, kind="stable")
        found, starts = np.unique(self.label[order], return_index=True)
        return dict(zip(found.tolist(), np.split(order, starts[1:]), strict=True))

    def compare(self, view: View) -> Likeness:
        """Compare m messages with all phrasings."""
        plain = meant(view.meaning, self.centre)
        return Likeness((view.grams @ self._grams_across).toarray(), plain, unit(plain @ self.turn))

    def scores(self, likeness: Likeness) -> Floats:
        """Give each label's score (m × c): about 1 for the one that is meant, about 0 for the others."""
        near = kernel(likeness.turned @ self._turned_marks, likeness.grams[:, self.marks], self._by_grams)
        return cast("Floats", near @ self.weights + np.float32(1 / len(self.labels)))

    def together(self, by_meaning: Floats, by_grams: Floats) -> Floats:
        """Give the weighted mean of both cosines; without an encoder n-grams count alone."""
        return both(by_meaning, by_grams, self._by_grams)

    @property
    def _by_grams(self) -> float:
        return self.by_grams if self.plain.shape[1] else np.inf


def meant(meaning: Floats, centre: Floats) -> Floats:
    """Centre meanings (m × w) and give them unit length; without words there is none."""
    return cast("Floats", unit(meaning - centre) * (np.abs(meaning).sum(axis=1, keepdims=True) > 0))


def both(by_meaning: Floats, by_grams: Floats, weight: float) -> Floats:
    """Give the mean of two cosines, meaning weighing 1; an infinite weight leaves n-grams alone."""
    mean = by_grams if np.isinf(weight) else (by_meaning + weight * by_grams) / (1 + weight)
    return cast("Floats", mean)


def kernel(by_meaning: Floats, by_grams: Floats, weight: float) -> Floats:
    """Give the Gaussian of both cosines' mean."""
    return cast("Floats", np.exp(np.float32(SHARPNESS) * (both(by_meaning, by_grams, weight) - 1)))


def learn(view: View, label: Ints, by_grams: float, steps: int, seed: int = 0) -> Classifier:
    """Learn n phrasings' labels; `steps` of turning, none for 0."""
    centre = view.meaning.mean(axis=0) if len(view) else np.zeros(view.meaning.shape[1], np.float32)
    plain = meant(view.meaning, centre)
    turn = turning(plain, label, steps, seed)
    labels = np.unique(label)
    chance = np.random.default_rng(seed)
    marks = np.arange(len(label))
    if len(marks) > MARKS:
        marks = np.sort(chance.permutation(len(label))[:MARKS])
    bare = Classifier(
        plain,
        view.grams,
        centre,
        turn,
        label,
        labels,
        marks,
        np.zeros((len(marks), len(labels)), np.float32),
        by_grams,
    )
    weight = by_grams if plain.shape[1] else np.inf
    wanted = (label[:, None] == labels[None, :]) - np.float32(1 / len(labels))
    across = view.grams[marks].T.tocsr()
    near = kernel(bare.turned @ bare.turned[marks].T, (view.grams @ across).toarray(), weight).astype(
        np.float64
    )
    if len(marks) == len(label):
        solved = sl.solve(near + RIDGE * np.eye(len(marks)), wanted, assume_a="pos")
    else:
        root = np.linalg.cholesky(near[marks] + 1e-4 * np.eye(len(marks)))
        rows = sl.solve_triangular(root, near.T, lower=True).T
        solved = sl.solve(rows.T @ rows + RIDGE * np.eye(len(marks)), rows.T @ wanted, assume_a="pos")
        solved = sl.solve_triangular(root, solved, lower=True, trans="T")
    return Classifier(
        plain, view.grams, centre, turn, label, labels, marks, solved.astype(np.float32), by_grams
    )


def turning(rows: Floats, label: Ints, steps: int, seed: int) -> Floats:
    """Find the matrix (w × w) after which a phrasing's nearest are most often its label's.

    Neighbourhood components analysis (Goldberger and others, 2004) by Adam from the identity, each step on
    phrasings with a share of their numbers left out: without that it learns the phrasings by heart.
    """
    width = rows.shape[1]
    turn = np.eye(width, dtype=np.float32)
    of_label = [np.flatnonzero(label == one) for one in np.unique(label)]
    if not width or len(of_label) < 2:
        return turn
    slope, square = np.zeros_like(turn), np.zeros_like(turn)
    chance = np.random.default_rng(seed)
    for step in range(1, steps + 1):
        taken = _batch(of_label, len(label), chance)
        kept = chance.random((len(taken), width), dtype=np.float32) > DROPPED
        change = _gradient(rows[taken] * kept / np.float32(1 - DROPPED), label[taken], turn)
        slope = 0.9 * slope + 0.1 * change
        square = 0.99 * square + 0.01 * change * change
        turn = turn - STEP * (slope / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return turn.astype(np.float32)


def _batch(of_label: list[Ints], number: int, chance: np.random.Generator) -> Ints:
    """Take all phrasings, or as many labels whole, or parts of all labels, as fit."""
    if number <= BATCH:
        return np.concatenate(of_label)
    each = max(4, BATCH // len(of_label))
    some = [of_label[place] for place in chance.permutation(len(of_label))[: BATCH // each]]
    return np.concatenate([chance.permutation(mine)[:each] for mine in some])


def _gradient(rows: Floats, label: Ints, turn: Floats) -> Floats:
    long = rows @ turn
    length = np.linalg.norm(long, axis=1, keepdims=True) + np.float32(1e-9)
    short = long / length
    near = short @ short.T / np.float32(WARMTH)
    np.fill_diagonal(near, -np.inf)
    near = np.exp(near - near.max(axis=1, keepdims=True))
    same = label[:, None] == label[None, :]
    own = np.where(same, near, 0)
    alone = same.sum(axis=1, keepdims=True) <= 1
    pull = near / near.sum(axis=1, keepdims=True) - own / (own.sum(axis=1, keepdims=True) + 1e-9)
    pull = np.where(alone, 0, pull) / np.float32(WARMTH * len(label))
    at_short = (pull + pull.T) @ short
    at_long = (at_short - short * (at_short * short).sum(axis=1, keepdims=True)) / length
    return cast("Floats", rows.T @ at_long)
