"""Turns words into numbers: TF-IDF over words, pairs of words, and two to five letters in a row.

Letters carry a question over inflections and what is left of typos; words carry what it is about.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from bot.nlu import WORDS
from bot.nlu.kept import Kept

WORD, LETTERS = "w", "c"
MOST_WORDS, LONGEST_WORD = 1_000, 20  # whose n-grams are kept: some hundred KB, at worst 5 MB


def grams(words: list[str]) -> Iterator[str]:
    """Give a message's n-grams, each marked as words or letters."""
    for word in words:
        yield from grams_of(word)
    for pair in pairwise(words):
        yield WORD + " ".join(pair)


def grams_of(word: str) -> Iterator[str]:
    """Give a word, and its letters in a row."""
    yield WORD + word
    padded = f" {word} "
    for size in range(2, 6):
        for start in range(len(padded) - size + 1):
            yield LETTERS + padded[start : start + size]


class TfIdf:
    """A vocabulary of n-grams and how telling each one is."""

    def __init__(self, vocabulary: list[str], rarity: NDArray[np.float32], words_weigh: float) -> None:
        """Know n-grams, their inverse document frequencies, and the words' share of a vector's length."""
        self.vocabulary, self.rarity = vocabulary, rarity
        self._place = {gram: place for place, gram in enumerate(vocabulary)}
        self._words: dict[str, tuple[list[int], list[str]]] = {}
        self._rarest = float(
            rarity.max(initial=1.0)
        )  # what was never seen tells as much as what was seen once
        self._is_word = np.array([gram[0] == WORD for gram in vocabulary], dtype=bool)
        self._weights = (np.sqrt(words_weigh), np.sqrt(1 - words_weigh))

    @classmethod
    def learn(cls, texts: Iterable[list[str]], size: int, words_weigh: float) -> Self:
        """Take the `size` most common n-grams of `texts`."""
        counted: Counter[str] = Counter()
        number = 0
        for words in texts:
            counted.update(set(grams(words)))
            number += 1
        kept = sorted(gram for gram, _ in counted.most_common(size))
        seen = np.array([counted[gram] for gram in kept], dtype=np.float32)
        return cls(kept, np.log((1 + number) / (1 + seen)).astype(np.float32) + 1, words_weigh)

    def vector(self, words: list[str]) -> csr_matrix:
        """Give one message as a row (1 × vocabulary); its square length is the share that is known."""
        known: Counter[int] = Counter()
        unknown: Counter[str] = Counter()
        for word in words:
            found, missing = self._read(word)
            known.update(found)
            unknown.update(missing)
        for pair in pairwise(words):
            gram = WORD + " ".join(pair)
            place = self._place.get(gram)
            if place is None:
                unknown[gram] += 1
            else:
                known[place] += 1
        places = np.fromiter(known, np.int32, len(known))
        order = np.argsort(places)
        places = places[order]
        values = _damped(np.fromiter(known.values(), np.float32, len(known))[order]) * self.rarity[places]
        for is_word, weight in zip((True, False), self._weights, strict=True):
            kind = self._is_word[places] == is_word
            other = [count for gram, count in unknown.items() if (gram[0] == WORD) == is_word]
            lost = _damped(np.array(other, dtype=np.float32)) * self._rarest
            if length := float(np.hypot(np.linalg.norm(values[kind]), np.linalg.norm(lost))):
                values[kind] *= weight / length
        return csr_matrix((values, places, np.array([0, len(places)])), shape=(1, len(self.vocabulary)))

    def _read(self, word: str) -> tuple[list[int], list[str]]:
        """Find a word's n-grams, and those that are unknown; a few words are most of what people write."""
        if (found := self._words.get(word)) is None:
            spelt = list(grams_of(word))
            places = [place for gram in spelt if (place := self._place.get(gram)) is not None]
            found = places, [gram for gram in spelt if gram not in self._place]
            if len(word) <= LONGEST_WORD:
                if len(self._words) >= MOST_WORDS:
                    self._words.clear()
                self._words[word] = found
        return found


def _damped(counts: NDArray[np.float32]) -> NDArray[np.float32]:
    return 1 + np.log(counts)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class WordAndLetterNgrams(Kept, SparseFeaturizer):
    """A sparse sentence feature of length at most 1 from WORDS.

    Kept as JSON (vocabulary) and npz (rarity).
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`size`: most n-grams kept; `words_weigh`: the words' share of a vector's square length."""
        return {**SparseFeaturizer.get_default_config(), "size": 40_000, "words_weigh": 0.3}

    def __init__(self, *frame: Any) -> None:
        """Begin untrained; see Kept."""
        super().__init__(*frame)
        self._tfidf: TfIdf | None = None

    def keep(self, folder: Path) -> None:
        """Write the vocabulary and how telling each n-gram is."""
        if self._tfidf is not None:
            (folder / "vocabulary.json").write_text(json.dumps(self._tfidf.vocabulary), encoding="utf-8")
            np.savez(folder / "rarity.npz", rarity=self._tfidf.rarity)

    def restore(self, folder: Path) -> None:
        """Read them."""
        self._tfidf = read(folder, self._config["words_weigh"])

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the n-grams of all phrasings."""
        texts = [m.get(WORDS) for m in training_data.training_examples if m.get(WORDS)]
        self._tfidf = TfIdf.learn(texts, self._config["size"], self._config["words_weigh"])
        return self.kept()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the feature to messages."""
        if self._tfidf is None:
            raise RuntimeError("WordAndLetterNgrams was asked before it was trained.")
        for message in messages:
            vector = self._tfidf.vector(message.get(WORDS, []))
            message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, self._name))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the feature to the phrasings."""
        self.process([m for m in training_data.training_examples if m.get(TEXT)])
        return training_data

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse a weight that is no share."""
        if not 0 <= config.get("words_weigh", 0.3) <= 1:
            raise ValueError("words_weigh is a share between 0 and 1.")


def read(folder: Path, words_weigh: float) -> TfIdf:
    """Read what training kept; anything but plain numbers is refused (ValueError)."""
    vocabulary = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
    with np.load(folder / "rarity.npz", allow_pickle=False) as arrays:
        return TfIdf(vocabulary, arrays["rarity"], words_weigh)
