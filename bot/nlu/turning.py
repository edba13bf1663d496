"""Which directions of meaning tell the labels apart? A matrix that draws a label's phrasings together.

Shapes: n phrasings, w = 384 numbers of a meaning, d of a turned one. NumPy only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

KEPT = 160  # numbers of a turned meaning; 384 were no better, and each message is compared with less
BATCH = 1_024  # phrasings looked at in one step at most,
PART = 512  # and this many of more than that: as good, and a quarter of the time
STEP = 0.003  # Adam's
WARMTH = 0.15  # temperature of the soft neighbourhood
DROPPED = 0.3  # share of numbers left out at random


def unit(rows: Floats) -> Floats:
    """Give rows the length 1; what has none stays zero."""
    return cast(
        "Floats", (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    )


def narrowed(rows: Floats, turn: Floats) -> Floats:
    """Keep the turned meanings' KEPT main directions (w × d)."""
    turned = unit(rows @ turn)
    _, directions = np.linalg.eigh((turned.T @ turned).astype(np.float64))
    return cast("Floats", np.ascontiguousarray(turn @ directions[:, ::-1][:, :KEPT].astype(np.float32)))


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
    each = max(4, PART // len(of_label))
    some = [of_label[place] for place in chance.permutation(len(of_label))[: PART // each]]
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
