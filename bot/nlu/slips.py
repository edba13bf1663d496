"""Which known words may a mistyped one have been? Letters that changed places, went missing or came twice.

Every known word is listed under the hash of itself and of what is left with one or two letters dropped. A
typed word is then turned back (neighbours swapped, a letter taken out), and each form is looked up: a form
that is a known word less a letter is that word with a letter missing, or with a wrong one in its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations, islice
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

LONGEST_WORD = 20  # longer ones are left alone
LONG, LONGER = 5, 8  # letters from which two slips, and three, are taken for possible
ORDER_TWO = 14  # letters up to which two turns back are tried
SLIP = 4.0  # what a swapped, dropped or doubled letter costs: minus the logarithm of its chance
FOREIGN = 7.0  # what a letter costs that was never meant
WRONG = 7.0  # what a letter costs in whose place another was meant
DEAREST = 12.0  # what turning back may cost
SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")
PROPOSED = 4  # words for one typed
FACTORS = np.cumprod(np.full(LONGEST_WORD + 1, 0x9E3779B97F4A7C15, dtype=np.uint64))


def codes(words: list[str]) -> NDArray[np.uint32]:
    """Give words of one length as rows of letters' numbers."""
    letters = "".join(words).encode("utf-32-le", "surrogatepass")
    return np.frombuffer(letters, dtype=np.uint32).reshape(len(words), -1)


def hashes(rows: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Hash each row of letters to 32 bits; two words in four billion share one, which `meant` looks after."""
    mixed = rows.astype(np.uint64) * FACTORS[: rows.shape[1]]
    signs: NDArray[np.uint32] = (mixed.sum(axis=1) >> np.uint64(32)).astype(np.uint32)
    return signs


@dataclass(frozen=True)
class Turns:
    """Ways to turn a word of one length back, a row each.

    `sources` says which letter stands where (the word's length itself where none is left), `kept` how many
    are left, `swaps` how often neighbours changed places, `taken` which letters were taken out (two; the
    word's length where none was).
    """

    sources: Numbers
    kept: Numbers
    swaps: Numbers
    taken: Numbers


@cache
def turns(length: int) -> Turns:
    """Give the ways for words of a length."""
    whole = list(range(length))
    twice = LONG <= length <= ORDER_TWO
    orders = [(0, whole), *((1, swapped(whole, i)) for i in range(length - 1))]
    if twice:
        orders += [(2, swapped(swapped(whole, i), j)) for i, j in combinations(range(length - 1), 2)]
    ways = [(order, swaps, [length, length]) for swaps, order in orders]
    if length > 2:
        ways += [
            ([p for p in order if p != gone], swaps, [gone, length])
            for swaps, order in orders
            for gone in whole
            if swaps <= twice
        ]
    if twice:
        ways += [([p for p in whole if p not in pair], 0, list(pair)) for pair in combinations(whole, 2)]
    return Turns(
        np.array([order + [length] * (length - len(order)) for order, _, _ in ways]),
        np.array([len(order) for order, _, _ in ways]),
        np.array([swaps for _, swaps, _ in ways]),
        np.array([taken for _, _, taken in ways]),
    )


def swapped(order: list[int], i: int) -> list[int]:
    """Let a letter and the next change places."""
    return [*order[:i], order[i + 1], order[i], *order[i + 2 :]]


class Slips:
    """Finds known words by their slips.

    Built in a tenth of a second, from 6 bytes for each way to drop letters.
    """

    def __init__(self, words: list[str], chance: NDArray[np.float32]) -> None:
        """List `words` (by number), which have logarithms of their chance."""
        self._words, self._chance = words, chance
        keys, places = [], []
        by_length: dict[int, list[int]] = {}
        for place, word in enumerate(words):
            by_length.setdefault(len(word), []).append(place)
        for length, members in by_length.items():
            if not 0 < length <= LONGEST_WORD:
                continue
            rows = codes([words[place] for place in members])
            for dropped in range(min(length - 1, 2 if length >= LONG else 1) + 1):
                for gone in combinations(range(length), dropped):
                    keys.append(hashes(np.delete(rows, gone, axis=1)))
                    places.append(np.array(members, dtype=np.uint16))
        self._lengths = np.array([len(word) for word in words], dtype=np.int64)
        every = np.concatenate(keys) if keys else np.empty(0, np.uint32)
        order = np.argsort(every, kind="stable")
        self._keys = every[order]
        self._places = (np.concatenate(places) if places else np.empty(0, np.uint16))[order]

    def meant(self, word: str) -> list[tuple[float, int]]:
        """Give the known words that may be meant, the likeliest first: what its slips cost, and its place."""
        length = len(word)
        if length > LONGEST_WORD:
            return []
        letters = np.append(codes([word])[0], np.uint32(0))
        way, cost = turns(length), _cost(letters)
        tried = np.flatnonzero(cost <= DEAREST)
        signs, places = self._listed(hashes(letters[way.sources[tried]]))
        rows = tried[signs]
        missing = self._lengths[places] - way.kept[rows]
        total = cost[rows] + SLIP * missing
        total[(missing == 1) & (cost[rows] == FOREIGN)] = WRONG
        most = 1 if length < LONG else 2 if length < LONGER else 3
        near = np.flatnonzero(way.swaps[rows] + (length - way.kept[rows]) + missing <= most)
        near = near[np.argsort(total[near] - self._chance[places[near]], kind="stable")]
        best: dict[int, float] = {}
        for one in near[: PROPOSED * 4].tolist():
            place, row = int(places[one]), rows[one]
            kept = {word[source] for source in way.sources[row, : way.kept[row]].tolist()}
            if place not in best and self._words[place] != word and kept.issubset(self._words[place]):
                best[place] = float(total[one])
        return list(islice(((cost, place) for place, cost in best.items()), PROPOSED))

    def _listed(self, signs: NDArray[np.uint32]) -> tuple[Numbers, NDArray[np.uint16]]:
        """Give what is listed under some hashes: which of them (its place), and the word's number."""
        first, last = (np.searchsorted(self._keys, signs, side) for side in SIDES)
        many = last - first
        signed = np.repeat(np.arange(len(signs)), many)
        within = np.arange(len(signed)) - np.repeat(np.cumsum(many) - many, many)
        return signed, self._places[first[signed] + within]


def _cost(letters: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Give what each way to turn a word back costs; its letters end with a 0."""
    length = len(letters) - 1
    twice = letters[1:] == letters[:-1]
    gone = np.full(length + 1, FOREIGN)
    gone[:-1][twice] = gone[1:][twice] = SLIP
    gone[-1] = 0
    way = turns(length)
    cost: NDArray[np.float64] = way.swaps * SLIP + gone[way.taken].sum(axis=1)
    return cost
