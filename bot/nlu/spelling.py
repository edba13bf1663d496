"""Mends spelling: a word that is neither English nor ours becomes the nearest word that is ours or common.

The shop's own words come from its phrasings, titles and answers; English is the frequency list that
symspellpy carries (82,765 words). The candidates are our words and the most frequent English ones, found by
SymSpell.
"""

import json
import re
from collections import Counter
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from symspellpy import SymSpell, Verbosity

from bot.nlu import WORDS
from bot.nlu.kept import Kept

DICTIONARY = "frequency_dictionary_en_82_765.txt"
OURS_ONCE = 10**9  # one use by the shop weighs as much as a frequent English word
SHORTEST = 4  # three letters are near to too much


@cache
def english() -> dict[str, int]:
    """Give the English words with how often each occurs, most frequent first."""
    lines = files("symspellpy").joinpath(DICTIONARY).read_text(encoding="utf-8-sig").splitlines()
    return {word: int(count) for word, count in (line.split() for line in lines)}


def mistakes_allowed(word: str) -> int:
    """Allow one wrong letter in a short word and two in a longer one."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < 7 else 2


class Speller:
    """Finds the word that was meant."""

    def __init__(self, ours: dict[str, int], common: int) -> None:
        """Know `ours` (word → uses) and the `common` most frequent English words."""
        self.ours = ours
        self._spell = SymSpell(max_dictionary_edit_distance=2, prefix_length=6)
        for word, count in list(english().items())[:common]:
            if len(word) >= SHORTEST:
                self._spell.create_dictionary_entry(word, count)
        for word, uses in ours.items():
            if len(word) >= SHORTEST - 1:
                self._spell.create_dictionary_entry(word, uses * OURS_ONCE)

    def mend(self, word: str) -> str:
        """Give the word meant, or the word itself where it is known, or near to nothing."""
        allowed = mistakes_allowed(word)
        if word in self.ours or word in english() or not allowed or not word.isalpha():
            return word
        found = self._spell.lookup(word, Verbosity.CLOSEST, max_edit_distance=allowed)
        return found[0].term if found else word


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SpellingRepair(Kept):
    """Rewrites WORDS with each unknown word mended. Learns the shop's words in training; kept as JSON."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`common`: how many frequent English words may be meant besides ours (about 1 KB of memory each)."""
        return {"common": 8_000}

    def __init__(self, *frame: Any) -> None:
        """Begin without words of our own; see Kept."""
        super().__init__(*frame)
        self._speller = Speller({}, self._config["common"])

    def keep(self, folder: Path) -> None:
        """Write the shop's words."""
        (folder / "words.json").write_text(json.dumps(self._speller.ours), encoding="utf-8")

    def restore(self, folder: Path) -> None:
        """Read them."""
        ours = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        self._speller = Speller(ours, self._config["common"])

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the shop's words."""
        self._speller = Speller(dict(count_words(training_data)), self._config["common"])
        return self.kept()

    def process(self, messages: list[Message]) -> list[Message]:
        """Mend WORDS."""
        for message in messages:
            message.set(WORDS, [self._speller.mend(word) for word in message.get(WORDS, [])])
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Mend the phrasings' typos as a customer's would be."""
        self.process(training_data.training_examples)
        return training_data


def count_words(training_data: TrainingData) -> Counter[str]:
    """Count the words of phrasings and answers.

    A word is ours if English knows it, or if it is used twice.
    """
    counts: Counter[str] = Counter()
    for message in training_data.training_examples:
        if message.get(TEXT):
            counts.update(message.get(WORDS, []))
    for responses in training_data.responses.values():
        for response in responses:
            counts.update(re.findall(r"[a-z]+", (response.get("text") or "").lower()))
    known = english()
    return Counter({w: n for w, n in counts.items() if w.isalpha() and (w in known or n > 1)})
