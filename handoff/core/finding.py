"""Finding entries by their words, typing mistakes allowed for: for when nobody understands meaning."""

from __future__ import annotations

import difflib
import math
from collections import Counter
from collections.abc import Iterable

from handoff.core.words import words

ALIKE = 0.75
"""Share of letters that two words have in common, and in order, to be one mistyped: "refnud", "pasword"."""

LONGER = 2
"""Letters by which a mistyped word may be too long or too short. Its first letter is rarely wrong, so words
with another one are not looked at."""

MOST_WORDS = 8
"""Words of a search that count. More are a story, and the model reads those better."""

SHORT = 3
"""Letters up to which a word is taken as it stands: nearly every other short word is like it."""

IN_TITLE, IN_TEXT, MISTYPED = 3.0, 1.0, 0.7
"""What a word is worth where it stands; half a word is as good as a whole one, it may be being typed."""


class Words:
    """Entries by their words; each entry is its id, how it is asked for, and what it says."""

    def __init__(self, entries: Iterable[tuple[str, str, str]]) -> None:
        self._entries = [(id, set(words(asked)), set(words(text))) for id, asked, text in entries]
        self._spread = Counter(word for _, asked, text in self._entries for word in asked | text)

    def find(self, query: str, most: int) -> list[str]:
        """Ids, the best first. Rare words count more, and entries with more of the words."""
        wanted = list(dict.fromkeys(words(query)))[:MOST_WORDS]
        wanted = [word for word in wanted if len(word) > SHORT] or wanted  # "is" and "not" tell nothing
        score, hits = dict.fromkeys((id for id, _, _ in self._entries), 0.0), Counter[str]()
        for word in wanted:
            near = _near(word, self._spread)
            for id, asked, text in self._entries:
                worth = max((near[one] * _worth(one, asked, text) for one in near), default=0.0)
                score[id] += worth
                hits[id] += worth > 0
        fitting = [id for id, _, _ in self._entries if score[id] > 0]
        return sorted(fitting, key=lambda one: -score[one] * hits[one])[:most]


def _near(word: str, spread: Counter[str]) -> dict[str, float]:
    """The words that this one may be, each with how much it tells: what stands everywhere tells little."""
    most = max(spread.values(), default=1)
    near = {one: 1.0 for one in spread if one.startswith(word)}
    if not near and len(word) > SHORT:
        like = [one for one in spread if one[0] == word[0] and abs(len(one) - len(word)) <= LONGER]
        matcher = difflib.SequenceMatcher(b=word)
        for one in difflib.get_close_matches(word, like, 3, ALIKE):
            matcher.set_seq1(one)
            near[one] = MISTYPED * matcher.ratio() ** 4  # the nearest counts, hardly the next
    return {one: sure * math.log(1 + most / spread[one]) for one, sure in near.items()}


def _worth(word: str, title: set[str], text: set[str]) -> float:
    return IN_TITLE if word in title else IN_TEXT if word in text else 0.0
