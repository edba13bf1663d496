"""Guesses what a message means, and gathers the evidence for it: signs by which a judge tells how sure to be.

What is known to be nobody's question (`nothing`, a label) is never the guess; how much a message looks like
it is evidence against any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.nlu.classifier import Classifier, Likeness

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

SCALE = 12.0  # makes scores shares
RIVALS = 10  # labels whose phrasings are looked at
SIGNS = 20


@dataclass(frozen=True)
class Guess:
    """Guesses for m messages: each one's `label` (number), and the evidence (m × SIGNS) for it."""

    label: Ints
    evidence: Floats


def weigh(
    model: Classifier, likeness: Likeness, words: Floats, known: Floats, nothing: int = -1
) -> tuple[Guess, Floats]:
    """Guess for m messages; beside it, each label's score (m × labels).

    `words` is each message's number of words, `known` the share of it that any phrasing holds; `nothing` is
    the label that is never guessed, if there is one. The evidence for a guess: how its score stands among the
    others', and how near its own and its rivals' phrasings are, in meaning as the encoder gives it, turned,
    and in words and letters. None of it grows with the number of labels: in training fewer are known.
    """
    scores = model.scores(likeness)
    told = np.where(model.labels == nothing, -np.inf, scores) if len(model.labels) > 1 else scores
    signs = np.zeros((len(scores), SIGNS), dtype=np.float32)
    first = np.empty(len(scores), dtype=np.int64)
    strange = model.phrasings_of.get(nothing)
    at = int(np.searchsorted(model.labels, nothing)) if strange is not None else -1
    for row, own in enumerate(told):
        best = np.argpartition(-own, min(RIVALS, len(own)) - 1)[:RIVALS]
        best = best[np.argsort(-own[best])]
        first[row] = model.labels[best[0]]
        parts = [model.phrasings_of[int(model.labels[place])] for place in best]
        places, mine = np.concatenate(parts), len(parts[0])
        signs[row, :6] = (*_standing(own[best], scores[row]), np.log1p(words[row]), known[row])
        signs[row, 6:10] = _nearness(model.plain[places] @ likeness.plain[row], mine)
        signs[row, 10:14] = _nearness(model.turned[places] @ likeness.turned[row], mine)
        signs[row, 14:18] = _nearness(likeness.grams[row, places], mine)
        if strange is not None:
            signs[row, 18:] = scores[row, at], (model.plain[strange] @ likeness.plain[row]).max()
    return Guess(first, signs), scores


def _standing(best: Floats, scores: Floats) -> tuple[float, ...]:
    """Give the best score, its lead, the second's, and the logarithm of the best's share of all."""
    top, second = float(best[0]), float(best[1]) if len(best) > 1 and np.isfinite(best[1]) else 0.0
    share = 1 / np.exp(SCALE * (scores - top)).sum()
    return top, top - second, second, float(np.log(share + 1e-6))


def _nearness(likeness: Floats, mine: int) -> tuple[float, ...]:
    """Give the nearest of the first `mine`, three's mean, the lead before rivals, the ten nearest's."""
    own, rival = likeness[:mine], likeness[mine:]
    nearest = float(own.max())
    three = np.partition(own, -3)[-3:] if mine > 3 else own
    ten = np.partition(likeness, -10)[-10:] if len(likeness) > 10 else likeness
    return nearest, float(three.mean()), nearest - float(rival.max(initial=0.0)), float(ten.mean())
