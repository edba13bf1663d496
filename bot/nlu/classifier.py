"""Which label do a message's likenesses to the phrasings speak for?

A message is seen in two ways: by its meaning (the encoder's vector) and by its words and letters (n-grams).
The meaning is first turned by a matrix that draws phrasings of one label together. The likeness of two
messages is the weighted mean of both ways' cosines; a Gaussian of it is the kernel of a ridge regression on
the labels. Of more than MARKS phrasings, those of a label that are alike stand together as one group with
their mean, so a message's time and training's memory grow no further.

Shapes: n phrasings, m messages, r groups, w = 384 numbers of a meaning and d of a turned one, v n-grams,
c labels. NumPy and SciPy only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np
from scipy.sparse import csr_matrix, diags

from bot.nlu.turning import narrowed, turning, unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

MARKS = 4_000  # most groups; all phrasings of 77 labels (10,000) were 0.1 points better in hindsight
WORK = 2_500_000  # most multiplications a message, so that a thousand labels stay quick
SLICE = 1_000  # phrasings of one label that are grouped at once: time and memory grow with the square
COMMON = 1_000  # phrasings that hold an n-gram which is still compared
SHARPNESS = 2.0  # of the Gaussian; 1 and 4 were no better
RIDGE = 0.05
FEW = 25  # phrasings a label; of more, turning learns too much by heart


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
    """How alike m messages and n phrasings are by n-grams (m × n), and their two meanings (m × w, m × d)."""

    grams: Floats
    plain: Floats
    turned: Floats


@dataclass(frozen=True)
class Classifier:
    """All that was learnt.

    `plain` are the phrasings' meanings (n × w), less `centre` (w) and of unit length; `turn` (w × d) draws a
    label's together. `group` (n) is each phrasing's group, `weights` (r × c) what groups say of `labels` (c
    numbers). `label` (n) is each phrasing's. `by_grams` weighs n-grams against meaning's 1.
    """

    plain: Floats
    grams: csr_matrix
    centre: Floats
    turn: Floats
    label: Ints
    labels: Ints
    group: Ints
    weights: Floats
    by_grams: float

    @cached_property
    def turned(self) -> Floats:
        """Give the phrasings' turned meanings (n × d)."""
        return unit(self.plain @ self.turn)

    @cached_property
    def _shares(self) -> csr_matrix:
        return shares_of(self.group)

    @cached_property
    def _turned_groups(self) -> Floats:
        return np.ascontiguousarray(unit(self._shares @ self.turned).T)

    @cached_property
    def _grams_across(self) -> csr_matrix:
        return telling(self.grams).T.tocsr()

    @cached_property
    def phrasings_of(self) -> dict[int, Ints]:
        """Give each label's phrasings (places)."""
        order = np.argsort(self.label, kind="stable")
        found, starts = np.unique(self.label[order], return_index=True)
        return dict(zip(found.tolist(), np.split(order, starts[1:]), strict=True))

    def compare(self, view: View) -> Likeness:
        """Compare m messages with all phrasings."""
        plain = meant(view.meaning, self.centre)
        return Likeness(self._alike(view.grams), plain, unit(plain @ self.turn))

    def _alike(self, grams: csr_matrix) -> Floats:
        if grams.shape[0] > 1:
            return cast("Floats", (grams @ self._grams_across).toarray())
        # Of one message: adding up its few rows takes half as long as a product of two sparse matrices.
        return cast("Floats", (self._grams_across[grams.indices].T @ grams.data)[None, :])

    def scores(self, likeness: Likeness) -> Floats:
        """Give each label's score (m × c): about 1 for the one that is meant, about 0 for the others."""
        grams = likeness.grams
        if len(self.weights) < len(self.group):
            grams = (self._shares @ grams.T).T
        near = kernel(likeness.turned @ self._turned_groups, grams, self._by_grams)
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
    """Learn n phrasings' labels; `steps` of turning, none for 0, fewer where labels have many."""
    centre = view.meaning.mean(axis=0) if len(view) else np.zeros(view.meaning.shape[1], np.float32)
    plain = meant(view.meaning, centre)
    labels = np.unique(label)
    fewer = min(1.0, FEW * len(labels) / max(len(label), 1))
    turn = narrowed(plain, turning(plain, label, round(steps * fewer), seed))
    turned = unit(plain @ turn)
    grams = telling(view.grams)
    group = groups_of(turned if turned.shape[1] else sketch(grams, seed), label, len(labels))
    weights = solved(turned, grams, label, group, by_grams if turned.shape[1] else np.inf)
    return Classifier(plain, view.grams, centre, turn, label, labels, group, weights, by_grams)


def telling(grams: csr_matrix) -> csr_matrix:
    """Leave out what more than COMMON phrasings hold: it tells little and takes most of the time."""
    held = np.bincount(grams.indices, minlength=grams.shape[1])
    if held.max(initial=0) <= COMMON:
        return grams
    kept = csr_matrix(grams @ diags((held <= COMMON).astype(np.float32)))
    kept.eliminate_zeros()
    return kept


def sketch(grams: csr_matrix, seed: int) -> Floats:
    """Give n-grams as few numbers (n × 64) whose distances are roughly theirs: where there is no meaning."""
    chance = np.random.default_rng(seed)
    return cast("Floats", grams @ chance.standard_normal((grams.shape[1], 64), dtype=np.float32))


def groups_of(rows: Floats, label: Ints, labels: int) -> Ints:
    """Give each phrasing's group (n): its own, or of many that of the like of its label.

    Ward's clustering (1963), in which a label has as many groups of all as it has of the phrasings.
    """
    most = min(MARKS, WORK // (rows.shape[1] + labels))
    if len(label) <= most:
        return np.arange(len(label))
    from scipy.cluster.hierarchy import fcluster, linkage

    group, number = np.empty(len(label), dtype=np.int64), 0
    for one in np.unique(label):
        mine = np.flatnonzero(label == one)
        for part in np.array_split(mine, -(-len(mine) // SLICE)):
            wanted = max(1, len(part) * most // len(label))
            found = fcluster(linkage(rows[part], "ward"), wanted, "maxclust") if len(part) > 1 else [1]
            group[part] = number + np.unique(found, return_inverse=True)[1]
            number = int(group[part].max()) + 1
    return group


def shares_of(group: Ints) -> csr_matrix:
    """Give the matrix (r × n) that takes each group's mean."""
    share = (1 / np.bincount(group))[group].astype(np.float32)
    return csr_matrix((share, (group, np.arange(len(group)))))


def solved(turned: Floats, grams: csr_matrix, label: Ints, group: Ints, weight: float) -> Floats:
    """Solve the ridge regression of labels on the kernel of groups (r × c)."""
    shares = shares_of(group)
    meaning, grams = unit(shares @ turned), csr_matrix(shares @ grams)
    across = grams.T.tocsr()
    near = np.empty((len(meaning), len(meaning)), dtype=np.float32)
    for start in range(0, len(near), SLICE):  # n-grams' likenesses are larger while they are sparse
        part = slice(start, start + SLICE)
        near[part] = kernel(meaning[part] @ meaning.T, (grams[part] @ across).toarray(), weight)
    near.flat[:: len(near) + 1] += RIDGE
    own = np.empty(len(near), dtype=np.int64)
    own[group] = label
    labels = np.unique(label)
    wanted = (own[:, None] == labels[None, :]) - np.float32(1 / len(labels))
    import scipy.linalg as sl  # for training only: 7 MB

    root = sl.cho_factor(near, lower=True, overwrite_a=True, check_finite=False)
    return cast("Floats", sl.cho_solve(root, wanted, overwrite_b=True, check_finite=False))
