"""Logistic regression over phrasings: which label do a message's likenesses to all phrasings speak for?

The weights of a regularised logistic regression lie in the span of what it was trained on. So it is kept as
one weight for each phrasing and label, a message needs only its likeness (cosine) to each phrasing, and the
same likenesses say how near the nearest phrasing is. Pure NumPy; training uses scikit-learn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

# Dimensions kept, the largest: all 1,300 took twice the time and were no better on held-out phrasings.
RANK = 600
EXACT = 2_000  # phrasings up to which the span is found exactly


@dataclass(frozen=True)
class Span:
    """Phrasings in their own span: `coordinates` (n × r), and `back` (n × r), which leads there.

    For a message with likenesses k (n), its coordinates are k @ back.
    """

    coordinates: Floats
    back: Floats


def span_of(features: csr_matrix) -> Span:
    """Find the span of phrasings given as rows (n × d)."""
    if features.shape[0] <= EXACT:
        squares, directions = np.linalg.eigh((features @ features.T).toarray().astype(np.float64))
        kept = np.flatnonzero(squares > 1e-6 * squares.max())[-RANK:]
        lengths, directions = np.sqrt(squares[kept]), directions[:, kept]
    else:
        from sklearn.utils.extmath import randomized_svd

        directions, lengths, _ = randomized_svd(features, RANK, random_state=0)
    return Span((directions * lengths).astype(np.float32), (directions / lengths).astype(np.float32))


@dataclass(frozen=True)
class Weights:
    """What was learnt: one column for each of `labels` (numbers). In the span's coordinates: r × labels."""

    matrix: Floats
    bias: Floats
    labels: Ints

    def probabilities(self, rows: Floats) -> Floats:
        """Give each label's probability (m × labels) for m messages' rows."""
        scores = rows @ self.matrix + self.bias
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return cast("Floats", powers / powers.sum(axis=1, keepdims=True))


def learn(coordinates: Floats, labels: Ints, strength: float) -> Weights:
    """Fit multinomial logistic regression.

    `strength` is scikit-learn's C: larger trusts the phrasings more.
    """
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, max_iter=200, tol=1e-3)
    model.fit(coordinates, labels)
    coefficients, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        coefficients, bias = np.vstack([-coefficients, coefficients]) / 2, np.array([-bias[0], bias[0]]) / 2
    return Weights(coefficients.T.astype(np.float32), bias.astype(np.float32), model.classes_)
