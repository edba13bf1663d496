"""Reads a mistyped sentence as the likeliest one: each word by itself, split in two, or across a space.

The likeliest path (Viterbi) through the words that may be meant, by what the slips cost (slips.py) and how
well a word follows the one before (lexicon.py). What is known stays unless another word fits far better.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.nlu.lexicon import BEGIN, letters_only
from bot.nlu.slips import WRONG, Slips

if TYPE_CHECKING:
    from bot.nlu.lexicon import Lexicon

LOOKED_AT = 80  # words of a message: the encoder hears no more
LOOKED_UP = 40  # words of a message whose slips are looked up
SENTENCE = 3  # words from which short ones (two or three letters) can be told by their neighbours
FOREIGN_FROM = 4  # words; fewer tell too little of a language
HALF, MOST_OF = 0.5, 0.7  # shares of unknown words, in a text that may be foreign and in one that likely is
QUARTER, FIFTH = 0.25, 0.2  # shares of words that are near to nothing, in either
FAR = 3.5  # what mending costs a word in a text that is not English
SPACE = 5.0  # what a space costs that is missing or stands one letter off
JOINED = 6.0  # what a space costs that was never meant
BESIDE_OURS = 1.0  # more, where one of the two words is ours
STANDS = 4.0  # what it costs to doubt a word of ours
ENGLISH_STANDS = 1.5  # the same for an English word
REMEMBERED = 4_000  # typed words whose slips need no second look
ACROSS = 3  # words proposed for each side of a space that is off


@dataclass(frozen=True)
class Step:
    """A reading of the words from one place up to `end`: what it costs, and the words read."""

    end: int
    cost: float
    read: tuple[str, ...]


class Decoder:
    """Mends sentences with a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Know the words of a lexicon, and find them by their slips."""
        self.lexicon = lexicon
        self.slips = Slips(lexicon.words, lexicon.chance)
        self._meant = lru_cache(REMEMBERED)(self.slips.meant)
        self._alone = lru_cache(REMEMBERED)(lexicon.alone)
        self._knows = lru_cache(REMEMBERED)(lexicon.knows)

    def mend(self, words: list[str]) -> list[str]:
        """Give the words that were meant."""
        return [word for step in self.read(words) for word in step.read]

    def read(self, words: list[str]) -> list[Step]:
        """Give the likeliest reading, step by step. What is beyond LOOKED_AT stays as it is."""
        rest = [Step(at + 1, 0.0, (words[at],)) for at in range(LOOKED_AT, len(words))]
        looked_at = words[:LOOKED_AT]
        steps = self._best(self._steps(looked_at))
        if self._is_foreign(looked_at, steps):
            steps = [Step(at + 1, 0.0, (word,)) for at, word in enumerate(looked_at)]
        return steps + rest

    def _is_foreign(self, words: list[str], steps: list[Step]) -> bool:
        """Say whether a text is hardly English: so much is unknown, and far from any word.

        Of 500 questions with each tenth letter wrong hardly one is taken for foreign.
        """
        told = [word for word in words if letters_only(word)]
        unknown = sum(not self._knows(word) for word in told)
        if len(told) < FOREIGN_FROM or unknown < HALF * len(told):
            return False
        begins = [0, *(step.end for step in steps)]
        kept = [
            step.read[0]
            for at, step in zip(begins, steps, strict=False)
            if words[at : step.end] == [*step.read]
        ]
        left = sum(letters_only(word) and not self._knows(word) for word in kept)
        mended = sum(step.cost for step in steps)
        return left >= QUARTER * len(told) or (
            unknown >= MOST_OF * len(told) and (left >= FIFTH * len(told) or mended >= FAR * len(told))
        )

    def is_a_name(self, word: str) -> bool:
        """Say whether a word that staff wrote is one of a kind, rather than a known one mistyped."""
        return letters_only(word) and self._far(word) and not self._split(0, word, 0.0)

    def _steps(self, words: list[str]) -> list[list[Step]]:
        """Give the readings that begin at each word."""
        mine = [self.lexicon.is_ours(word) for word in words]
        known = [
            own or not letters_only(word) or self._knows(word) for own, word in zip(mine, words, strict=True)
        ]
        shortest = 1 if len(words) >= SENTENCE else 4
        steps = []
        left = LOOKED_UP if not all(known) else 0
        for at, word in enumerate(words):
            some = [Step(at + 1, 0.0, (word,))]
            steps.append(some)
            if not letters_only(word) or len(word) < shortest or left <= 0:
                continue
            left -= 1
            doubt = STANDS if mine[at] else ENGLISH_STANDS if known[at] else 0.0
            found = self._meant(word)
            some += [Step(at + 1, doubt + cost, (self.lexicon.words[place],)) for cost, place in found]
            if not mine[at]:
                some += self._split(at, word, doubt)
            if at + 1 < len(words) and letters_only(words[at + 1]) and not (mine[at] and mine[at + 1]):
                some += self._across(at, word, words[at + 1], BESIDE_OURS * (mine[at] or mine[at + 1]))
        return steps

    def _split(self, at: int, word: str, doubt: float) -> list[Step]:
        known = self.lexicon.place
        halves = [(word[:cut], word[cut:]) for cut in range(1, len(word))]
        return [Step(at + 1, SPACE + doubt, half) for half in halves if half[0] in known and half[1] in known]

    def _across(self, at: int, word: str, following: str, more: float) -> list[Step]:
        """Read two words with the space one letter on, one letter back, or not there."""
        known, words = self.lexicon.place, self.lexicon.words
        far = self._far(word) or self._far(following)
        found = []
        for first, second in ((word + following[0], following[1:]), (word[:-1], word[-1] + following)):
            if first and second and (far or first in known or second in known):
                found += [
                    Step(at + 2, SPACE + more + cost + more_cost, (words[left], words[right]))
                    for cost, left in self._near(first)
                    for more_cost, right in self._near(second)
                ]
        if word + following in known:
            found.append(Step(at + 2, JOINED + more, (word + following,)))
        return found

    def _far(self, word: str) -> bool:
        """Say whether a word is neither known nor one slip from one: more than its space may be off."""
        found = self._meant(word)
        return not (self._knows(word) or (found and found[0][0] <= WRONG))

    def _near(self, word: str) -> list[tuple[float, int]]:
        place = self.lexicon.place.get(word)
        return self._meant(word)[:ACROSS] if place is None else [(0.0, place)]

    def _best(self, steps: list[list[Step]]) -> list[Step]:
        """Find the likeliest path."""
        ends: list[list[str]] = [[BEGIN], *([] for _ in steps)]
        for step in (step for some in steps for step in some):
            if step.read[-1] not in ends[step.end]:
                ends[step.end].append(step.read[-1])
        costs = iter(self._costs(steps, ends))
        paths: list[dict[str, tuple[float, list[Step]]]] = [{BEGIN: (0.0, [])}, *({} for _ in steps)]
        for at, some in enumerate(steps):
            for step in some:
                total, before = min((paths[at][before][0] + next(costs), before) for before in ends[at])
                total += step.cost + sum(next(costs) for _ in step.read[1:])
                old = paths[step.end].get(step.read[-1])
                if old is None or total < old[0]:
                    paths[step.end][step.read[-1]] = (total, [*paths[at][before][1], step])
        return min(paths[-1].values(), key=lambda path: path[0])[1]

    def _costs(self, steps: list[list[Step]], ends: list[list[str]]) -> list[float]:
        """Give what each word costs after each that may stand before it, in the order that _best asks in."""
        pairs: list[tuple[str, str]] = []
        for before, some in zip(ends, steps, strict=False):
            for step in some:
                pairs += [(word, step.read[0]) for word in before]
                pairs += pairwise(step.read)
        place = self.lexicon.place
        facts = {
            word: (place.get(word, -1), self._alone(word)) for word in {w for pair in pairs for w in pair}
        }
        return self.lexicon.costs(
            [facts[first][0] for first, _ in pairs],
            [facts[second][0] for _, second in pairs],
            [facts[second][1] for _, second in pairs],
        )
