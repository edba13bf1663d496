"""Which entries say so nearly the same that a model can hardly tell them apart?

Compared are their phrasings, as the model compares a question with them. One phrasing that is as good as
another entry's makes both of them collide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.importer import FAQ
from bot.nlu.rehearsal import CHUNK

if TYPE_CHECKING:
    from bot.nlu.learnt import Learnt

AS_GOOD = 0.9  # a likeness: "how do I send it back" and "how can I send it back" are 0.93, "track it" 0.6
MOST = 50  # pairs that are told of
COMPARED = 20_000  # phrasings: what may be trained on at most


@dataclass(frozen=True)
class Collision:
    """Two entries, a phrasing of each, and how alike the two are."""

    first: str
    second: str
    first_text: str
    second_text: str
    likeness: float


def collisions(learnt: Learnt) -> list[Collision]:
    """Give the pairs of entries that collide, the most alike first, each once."""
    model = learnt.model
    entry = np.array([learnt.names[label].startswith(f"{FAQ}/") for label in model.label])
    places = np.flatnonzero(entry & learnt.askable)[:COMPARED]
    found: dict[tuple[str, str], Collision] = {}
    for start in range(0, len(places), CHUNK):
        rows = places[start : start + CHUNK]
        likeness = _alike(learnt, rows, places)
        likeness[model.label[rows][:, None] == model.label[places][None, :]] = 0
        best = likeness.argmax(axis=1)
        for row, column in enumerate(best):
            value = float(likeness[row, column])
            if value >= AS_GOOD:
                _note(found, learnt, int(rows[row]), int(places[column]), value)
    return sorted(found.values(), key=lambda one: -one.likeness)[:MOST]


def _alike(learnt: Learnt, rows: np.ndarray, places: np.ndarray) -> np.ndarray:
    model = learnt.model
    part = model.grams[rows]
    grams = (part @ model.grams[places].T).toarray()
    turned = model.turned[rows] @ model.turned[places].T if model.plain.shape[1] else grams * 0
    return np.asarray(model.together(turned, grams))


def _note(
    found: dict[tuple[str, str], Collision], learnt: Learnt, one: int, other: int, likeness: float
) -> None:
    names = [learnt.names[learnt.model.label[place]].split("/", 1)[1] for place in (one, other)]
    first, second = (one, other) if names[0] <= names[1] else (other, one)
    key = (min(names), max(names))
    if key not in found or found[key].likeness < likeness:
        found[key] = Collision(*key, learnt.texts[first], learnt.texts[second], round(likeness, 3))
