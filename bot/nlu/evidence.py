"""Guesses what a message means, and gathers the evidence for it: signs by which a judge tells how sure to be.

What is known to be nobody's question (`nothing`, a label) is never the guess; how much a message looks like
it is evidence against any other. The signs are few, because small content has few lessons for the judge, and
none grows with the number of labels, because fewer are known in training than afterwards.
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

SIGNS = 9
NEIGHBOURS = 3
BORROWED = 5  # phrasings of the average label that each label's own spacing is mixed with
LEAST = 0.03  # of a deviation, and of a distance: nothing is divided by less


@dataclass(frozen=True)
class Guess:
    """Guesses for m messages: each one's `label` (number), and the evidence (m × SIGNS) for it."""

    label: Ints
    evidence: Floats


@dataclass(frozen=True)
class Spacing:
    """How near each other the phrasings of a label are in meaning (cosines).

    By label (c): `mean` and `deviation` of the likeness of a phrasing to its NEIGHBOURS nearest of the label.
    By phrasing (n): `nearest`, its likeness to the nearest of its label.
    """

    mean: Floats
    deviation: Floats
    nearest: Floats

    @classmethod
    def of(cls, model: Classifier) -> Spacing:
        """Measure a trained model's phrasings. A label of one phrasing is taken for average."""
        parts = [model.phrasings_of[int(label)] for label in model.labels]
        near = np.full(len(model.label), np.nan)
        few = np.full(len(model.label), np.nan)
        for mine in parts:
            if len(mine) > 1:
                likeness = model.plain[mine] @ model.plain[mine].T
                np.fill_diagonal(likeness, -np.inf)
                number = min(NEIGHBOURS, len(mine) - 1)
                near[mine] = likeness.max(axis=1)
                few[mine] = np.partition(likeness, -number, axis=1)[:, -number:].mean(axis=1)
        spaced = np.isfinite(few)
        average, usual = (float(values[spaced].mean()) if spaced.any() else 0.5 for values in (few, near))
        means, spreads = np.empty(len(parts)), np.empty(len(parts))
        known = [few[mine[spaced[mine]]] for mine in parts]
        off = [((own - own.mean()) ** 2).sum() if len(own) else 0.0 for own in known]
        spread = sum(off) / max(int(spaced.sum()), 1)
        for place, own in enumerate(known):
            number = len(own) + BORROWED
            means[place] = (own.sum() + BORROWED * average) / number
            spreads[place] = (off[place] + BORROWED * spread) / number
        nearest = np.where(np.isfinite(near), near, usual)
        return cls(means.astype(np.float32), np.sqrt(spreads).astype(np.float32), nearest.astype(np.float32))


def weigh(
    model: Classifier,
    spacing: Spacing,
    likeness: Likeness,
    words: Floats,
    known: Floats,
    nothing: int = -1,
) -> tuple[Guess, Floats]:
    """Guess for m messages; beside it, each label's score (m × labels).

    `words` is each message's number of words, `known` the share of it that any phrasing holds; `nothing` is
    the label that is never guessed, if there is one. The evidence for a guess: its score and the lead before
    the second, the nearest of its phrasings in meaning and in words and letters, words, known, nothing's
    score, and how near it is for this label: against the label's spacing, and against its nearest phrasing's.
    """
    scores = model.scores(likeness)
    strange = model.labels == nothing
    told = np.where(strange, -np.inf, scores) if not strange.all() else scores
    first = told.argmax(axis=1)
    signs = np.zeros((len(scores), SIGNS), dtype=np.float32)
    for row, place in enumerate(first):
        mine = model.phrasings_of[int(model.labels[place])]
        others = np.delete(told[row], place)
        second = float(others.max(initial=-np.inf))
        top = float(told[row, place])
        own = model.plain[mine] @ likeness.plain[row]
        at = int(own.argmax())
        few = float(
            np.partition(own, -NEIGHBOURS)[-NEIGHBOURS:].mean() if len(own) > NEIGHBOURS else own.mean()
        )
        signs[row] = (
            top,
            top - (second if np.isfinite(second) else 0.0),
            own[at],
            likeness.grams[row, mine].max(),
            np.log1p(words[row]),
            known[row],
            scores[row, strange].max(initial=0.0),
            (few - spacing.mean[place]) / (spacing.deviation[place] + LEAST),
            (1 - own[at]) / (1 - spacing.nearest[mine[at]] + LEAST),
        )
    return Guess(model.labels[first], signs), scores
