"""The words a customer may mean, and how likely one follows another: the shop's own, mixed with English.

The shop's words and pairs of words come from its phrasings, titles and answers; English ones are the
frequency lists that symspellpy carries (82,765 words, 243,342 pairs).
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Self
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

ENGLISH, ENGLISH_PAIRS = (
    "frequency_dictionary_en_82_765.txt",
    "frequency_bigramdictionary_en_243_342.txt",
)
BEGIN = ""  # stands before the first word
MOST = 60_000  # words; two of their numbers fit into 32 bits
OURS = 0.6  # what the shop's use of a word weighs, English making up the rest
ALONE = 0.25  # what a word by itself weighs against the pair it stands in
CONTRACTED = 10**8  # uses of don't, I'm and the like, which the list counts too low
MENTIONED = 5e4  # uses that English is taken to have of a word it does not list
SHORT = 3  # letters: what staff write so short (cm, sms) is no mistake
RARE = -17.0  # logarithm of the chance of an English word that is not among the common ones
UNKNOWN, A_LETTER = -18.0, -0.5  # the same for what is no word, and for each of its letters


def letters_only(word: str) -> bool:
    """Tell words from numbers and signs; an apostrophe may stand in a word."""
    return word.replace("'", "").isalpha()


def _listed(name: str) -> Iterator[list[str]]:
    for line in files("symspellpy").joinpath(name).read_text(encoding="utf-8-sig").splitlines():
        yield line.split()


@dataclass(frozen=True)
class English:
    """The frequency lists, read once: how often each word is used, and each pair of words."""

    words: dict[str, int]
    pairs: list[tuple[str, str, int]]

    @classmethod
    def read(cls) -> Self:
        """Read both lists: a quarter of a second, and 60 MB while they are held."""
        words = {word: max(int(count), CONTRACTED if "'" in word else 0) for word, count in _listed(ENGLISH)}
        return cls(words, [(first, second, int(count)) for first, second, count in _listed(ENGLISH_PAIRS)])


def _sign(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True)
class Lexicon:
    """Words by number (0 is BEGIN), each with the logarithm of its chance; `ours` says which are the shop's.

    `pairs` are first · number of words + second, ascending; `follows` the chance of the second after the
    first. `rare` are the hashes of English words that are known but never proposed, ascending.
    """

    words: list[str]
    chance: NDArray[np.float32]
    ours: NDArray[np.bool_]
    pairs: NDArray[np.uint32]
    follows: NDArray[np.float32]
    rare: NDArray[np.uint32]

    @cached_property
    def place(self) -> dict[str, int]:
        """Give each word's number."""
        return {word: number for number, word in enumerate(self.words)}

    def is_ours(self, word: str) -> bool:
        """Say whether the shop uses a word."""
        place = self.place.get(word)
        return place is not None and bool(self.ours[place])

    def knows(self, word: str) -> bool:
        """Say whether a word is ours or English."""
        if word in self.place or (word.endswith("'s") and self.knows(word[:-2])):
            return True
        found = np.searchsorted(self.rare, np.uint32(_sign(word)))
        return bool(found < len(self.rare) and self.rare[found] == _sign(word))

    def alone(self, word: str) -> float:
        """Give the logarithm of a word's chance."""
        place = self.place.get(word)
        if place is not None:
            return float(self.chance[place])
        return RARE if self.knows(word) else UNKNOWN + A_LETTER * len(word)

    def costs(self, first: list[int], second: list[int], alone: list[float]) -> list[float]:
        """Give what each pair costs, less for a likelier one.

        Words by number, -1 for none; `alone` is the logarithm of the second's chance.
        """
        before, after = np.array(first, dtype=np.int64), np.array(second, dtype=np.int64)
        wanted = before * len(self.words) + after
        found = np.minimum(np.searchsorted(self.pairs, wanted.astype(np.uint32)), len(self.pairs) - 1)
        chance = ALONE * np.exp(np.array(alone))
        if len(self.pairs):
            hit = (self.pairs[found] == wanted) & (before >= 0) & (after >= 0)
            chance += np.where(hit, self.follows[found], 0)
        return (-np.log(chance)).tolist()  # type: ignore[no-any-return]

    @classmethod
    def learn(
        cls,
        texts: list[list[str]],
        common: int,
        names: Container[str] = (),
        listed: English | None = None,
    ) -> Self:
        """Take the words of `texts` that are English, short, used twice or in `names`; and `common` ones."""
        used = Counter(word for text in texts for word in text)
        listed = listed or English.read()
        english = listed.words
        frequent = [word for word in list(english)[:common] if len(word) > 1 or word in "ai"]
        frequent += [word for word in english if "'" in word]
        mine = {
            word
            for word, uses in used.items()
            if letters_only(word) and (uses > 1 or word in english or word in names or len(word) <= SHORT)
        }
        mine = set(sorted(mine, key=lambda word: (-used[word], word))[: MOST - common])
        words = [BEGIN, *sorted(mine | set(frequent))]
        by_us, by_all = max(1, used.total()), sum(english.values())
        chance = [
            OURS * used[word] / by_us + (1 - OURS) * english.get(word, MENTIONED) / by_all for word in words
        ]
        pairs, follows = _pairs(words, texts, listed)
        known = set(words)
        rare = np.unique(np.array([_sign(w) for w in english if w not in known], dtype=np.uint32))
        return cls(
            words,
            np.log(chance).astype(np.float32),
            np.array([word in mine for word in words]),
            pairs,
            follows,
            rare,
        )

    def keep(self, folder: Path) -> None:
        """Write it: the words as JSON, the rest as plain numbers."""
        (folder / "words.json").write_text(json.dumps(self.words), encoding="utf-8")
        np.savez(
            folder / "lexicon.npz",
            chance=self.chance,
            ours=self.ours,
            pairs=self.pairs,
            follows=self.follows,
            rare=self.rare,
        )

    @classmethod
    def restore(cls, folder: Path) -> Self:
        """Read it. Raises ValueError for anything but plain numbers."""
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        with np.load(folder / "lexicon.npz", allow_pickle=False) as n:
            return cls(words, n["chance"], n["ours"], n["pairs"], n["follows"], n["rare"])


def _pairs(
    words: list[str], texts: list[list[str]], english: English
) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """Count who follows whom, here (Witten and Bell's estimate) and in English."""
    place = {word: number for number, word in enumerate(words)}
    chances: dict[int, float] = {}
    for first, second, count in english.pairs:
        if first in place and second in place:
            share = min(1.0, count / english.words.get(first, MENTIONED))
            chances[place[first] * len(words) + place[second]] = (1 - OURS) * share
    seen = Counter(pair for text in texts for pair in pairwise([BEGIN, *text]))
    seen = Counter({pair: uses for pair, uses in seen.items() if pair[0] in place and pair[1] in place})
    uses_of: Counter[str] = Counter()
    for (first, _), uses in seen.items():
        uses_of[first] += uses + 1
    for (first, second), uses in seen.items():
        key = place[first] * len(words) + place[second]
        chances[key] = chances.get(key, 0.0) + OURS * uses / uses_of[first]
    keys = sorted(chances)
    return np.array(keys, dtype=np.uint32), np.array([chances[key] for key in keys], dtype=np.float32)
