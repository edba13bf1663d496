"""Gathers vectors that mean alike: average linkage among near neighbours, the same whatever came first.

Two groups become one while each is the other's nearest and their questions, taken in pairs, are alike enough
on average (cosine). Merging all such pairs at once leads to what merging one after another would, so the
order of the questions decides nothing. Only each vector's nearest neighbours are looked at, found cell by
cell.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.random import default_rng

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

ALIKE = 0.42
"""Of the way from how alike any two questions are to being the same. Chosen on training questions, where
groups are neither torn apart nor mixed most: docs/decisions.md."""

USUAL = 0.2  # how alike any two questions of a help desk are, while there are few to tell by
USUAL_WEIGHT = 200  # so many questions that stands for
NEIGHBOURS = 10  # looked at for each; with 40 the groups are the same but for a hundredth
CELL = 400  # vectors of a cell; fewer than EXACT are compared with all others
EXACT = 6_000
PROBED = 10  # cells looked through for a vector's neighbours
SWEEPS = 4  # in which the cells settle
ROWS = 512  # compared at once
CORES = 2  # its share of the machine; answering has the first call on it


def background(total: Floats, size: int) -> float:
    """How alike any two of `size` vectors with this sum are on average, near USUAL while there are few."""
    pairs = max(0, size * (size - 1))
    alike = float(total @ total) - size if pairs else 0.0
    share = size / (size + USUAL_WEIGHT)
    return share * (alike / pairs if pairs else 0.0) + (1 - share) * USUAL


def threshold(total: Floats, size: int) -> float:
    """How alike two groups must be to become one, among `size` vectors with this sum."""
    usual = min(max(background(total, size), 0.0), 0.5)
    return usual + (1 - usual) * ALIKE


def gathered(vectors: Floats, least: float, seed: int = 0) -> Ints:
    """Label each vector (n × w, of length 1) with its group's number."""
    count = len(vectors)
    if count < 2:
        return np.zeros(count, dtype=np.int64)
    first, second = pairs_of(neighbours(vectors, min(NEIGHBOURS, count - 1), seed), vectors, least)
    return _joined(vectors, first, second, least)


def pairs_of(near: Ints, vectors: Floats, least: float) -> tuple[Ints, Ints]:
    """Give neighbours as pairs, each once, smaller number first, without those that are not alike."""
    count, width = near.shape
    one, other = np.repeat(np.arange(count), width), near.ravel()
    known = other >= 0
    one, other = one[known], other[known]
    keys = np.unique(np.minimum(one, other) * count + np.maximum(one, other))
    first, second = keys // count, keys % count
    alike = _likeness(vectors, first, second) >= least
    return first[alike], second[alike]


def _joined(vectors: Floats, first: Ints, second: Ints, least: float) -> Ints:
    """Merge what is nearest to each other until nothing is alike enough."""
    count = len(vectors)
    means, sizes = vectors.astype(np.float32).copy(), np.ones(count, dtype=np.float32)
    labels = np.arange(count)
    likeness = _likeness(means, first, second)
    while len(first):
        winners = _mutual(first, second, likeness, count)
        winners = winners[likeness[winners] >= least]
        if not len(winners):
            break
        kept, gone = first[winners], second[winners]
        weight = (sizes[kept] / (sizes[kept] + sizes[gone]))[:, None]
        means[kept] = means[kept] * weight + means[gone] * (1 - weight)
        sizes[kept] += sizes[gone]
        became = np.arange(count)
        became[gone] = kept
        labels = became[labels]
        moved = np.zeros(count, dtype=bool)
        moved[kept] = moved[gone] = True
        changed = moved[first] | moved[second]
        first, second, likeness = _renamed(means, became, (first, second, likeness), changed)
    return labels


def _renamed(
    means: Floats, became: Ints, pairs: tuple[Ints, Ints, Floats], changed: NDArray[np.bool_]
) -> tuple[Ints, Ints, Floats]:
    """Give the pairs after a merge: those touched by it once each, compared anew, in order."""
    first, second, likeness = pairs
    count = len(became)
    one, other = became[first[changed]], became[second[changed]]
    apart = one != other
    keys = np.unique(np.minimum(one, other)[apart] * count + np.maximum(one, other)[apart])
    again = (keys // count, keys % count)
    kept = ~changed
    first = np.concatenate([first[kept], again[0]])
    second = np.concatenate([second[kept], again[1]])
    likeness = np.concatenate([likeness[kept], _likeness(means, *again)])
    order = np.argsort(first * count + second)
    return first[order], second[order], likeness[order]


def _mutual(first: Ints, second: Ints, likeness: Floats, count: int) -> Ints:
    """Give the numbers of the pairs in which each is the other's nearest; of equals the first in order."""
    best = np.full(count, -np.inf, dtype=np.float32)
    np.maximum.at(best, first, likeness)
    np.maximum.at(best, second, likeness)
    number = np.arange(len(first))
    chosen = np.full(count, len(first))
    for side in (first, second):
        top = likeness == best[side]
        np.minimum.at(chosen, side[top], number[top])
    return np.flatnonzero((chosen[first] == number) & (chosen[second] == number))


def _likeness(vectors: Floats, first: Ints, second: Ints) -> Floats:
    """Compare pairs, some at a time, so that the copies stay small."""
    given = np.empty(len(first), dtype=np.float32)
    for start in range(0, len(first), 50_000):
        part = slice(start, start + 50_000)
        given[part] = np.einsum("ij,ij->i", vectors[first[part]], vectors[second[part]])
    return given


def neighbours(vectors: Floats, width: int, seed: int = 0) -> Ints:
    """Give each vector's nearest others (n × width; -1 where a cell holds fewer)."""
    count = len(vectors)
    if count <= EXACT:
        return _nearest(vectors, np.arange(count), np.arange(count), width)
    cells, middles = _cells(vectors, count // CELL, seed)
    order = np.argsort(cells, kind="stable")
    bounds = np.searchsorted(cells[order], np.arange(len(middles) + 1))
    members = [order[start:end] for start, end in pairwise(bounds)]
    beside = np.argsort(-(middles @ middles.T), axis=1, kind="stable")[:, :PROBED]
    found = np.full((count, width), -1, dtype=np.int64)

    def look(cell: int) -> None:
        among = np.concatenate([members[other] for other in beside[cell]])
        found[members[cell]] = _nearest(vectors, members[cell], among, width)

    _on_all_cores(look, [cell for cell in range(len(middles)) if len(members[cell])])
    return found


def _cells(vectors: Floats, count: int, seed: int) -> tuple[Ints, Floats]:
    """Divide into cells of what is near each other; gives each vector's, and the cells' middles."""
    random = default_rng(seed)
    middles = vectors[np.sort(random.choice(len(vectors), count, replace=False))].copy()
    sample = np.sort(random.choice(len(vectors), min(len(vectors), 60 * count), replace=False))
    for _ in range(SWEEPS):
        own = _closest(vectors[sample], middles)
        sums = np.zeros_like(middles)
        np.add.at(sums, own, vectors[sample])
        length = np.linalg.norm(sums, axis=1, keepdims=True)
        middles = np.where(length > 0, sums / np.maximum(length, 1e-9), middles).astype(np.float32)
    return _closest(vectors, middles), middles


def _closest(vectors: Floats, middles: Floats) -> Ints:
    given = np.empty(len(vectors), dtype=np.int64)
    for start in range(0, len(vectors), 8 * ROWS):
        part = slice(start, start + 8 * ROWS)
        given[part] = (vectors[part] @ middles.T).argmax(axis=1)
    return given


def _nearest(vectors: Floats, wanted: Ints, among: Ints, width: int) -> Ints:
    """Give the nearest of `among` to each of `wanted`, without itself."""
    found = np.full((len(wanted), width), -1, dtype=np.int64)
    pool = vectors[among]
    fitting = min(width, len(among) - 1)
    if fitting < 1:
        return found
    for start in range(0, len(wanted), ROWS):
        rows = wanted[start : start + ROWS]
        likeness = vectors[rows] @ pool.T
        likeness[among[None, :] == rows[:, None]] = -np.inf
        best = np.argpartition(-likeness, fitting - 1, axis=1)[:, :fitting]
        found[start : start + len(rows), :fitting] = among[best]
    return found


def _on_all_cores(work: Callable[[int], None], numbers: list[int]) -> None:
    with ThreadPoolExecutor(CORES) as cores:
        list(cores.map(work, numbers))
