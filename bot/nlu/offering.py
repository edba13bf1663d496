"""Chooses titles to offer where no entry is sure enough, and says when that is better than a person at once.

An offer that holds the entry that is meant saves a wait; one that does not costs the reading and a click. So
it may be wrong more often than an answer; how much is a setting, and from how sure a guess on it is kept, is
found on held-out questions, like the answers' threshold, and on those only that no answer is given to.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.nlu.calibration import NEVER, OperatingPoint, operating_point

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

OFFERED = 3  # titles that are read before one chooses
NEAR = 0.2  # of the best's score: what stands further off is read in vain
NONE = -1  # stands for a label where there are fewer entries than that


def likeliest(scores: Floats, labels: Ints, entries: Flags) -> Ints:
    """Give the best entries' labels, message by message (m × OFFERED, NONE where there are fewer).

    `scores` (m × c) are those of `labels` (c numbers); `entries` flags, by number, the labels to choose from.
    """
    own = np.where(entries[labels], scores, -np.inf)
    best = np.argsort(-own, axis=1, kind="stable")[:, :OFFERED]
    found = np.take_along_axis(own, best, axis=1)
    near = (found > 0) & (found >= NEAR * found[:, :1])
    found = np.where(near, labels[best], NONE)
    missing = OFFERED - best.shape[1]
    return np.pad(found, ((0, 0), (0, missing)), constant_values=NONE) if missing else found


@dataclass(frozen=True)
class HeldOut:
    """What held-out questions led to, row by row.

    `among`: the entry that is meant was among the likeliest; `left`: no answer is given; `answerable`: some
    entry answers it; `importance` is each one's; `truth` is what goes wrong together.
    """

    confidence: Floats
    among: Flags
    left: Flags
    answerable: Flags
    importance: Floats
    truth: Ints


def offering_point(held: HeldOut, wanted: float, margin: float) -> tuple[OperatingPoint, dict[str, float]]:
    """Find the confidence from which a share of `wanted` of the offers holds the entry that is meant.

    Gives also the report: the share it was, its 95 % interval, and how many of the answerable questions that
    got no answer were offered titles.
    """
    left = held.left
    if not (left & held.answerable).any():
        return NEVER, {}
    point = operating_point(
        held.confidence[left],
        held.among[left],
        held.answerable[left],
        held.importance[left],
        wanted,
        margin,
        held.truth[left],
    )
    return point, {f"offer_{name}": value for name, value in asdict(point).items()}
