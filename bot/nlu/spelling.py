"""Mends spelling: a mistyped sentence becomes the likeliest one of our words and the common English ones.

What the shop writes is learnt in training (lexicon.py); which words may be meant is found by the slips that
fingers make (slips.py), and which of them by their neighbours (decoding.py). A message without an unknown
word is left as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

# Rasa reads these annotations when it checks a pipeline, so they are there when it runs.
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import MENDED, WORDS
from bot.nlu.decoding import Decoder
from bot.nlu.kept import Kept
from bot.nlu.lexicon import MOST, English, Lexicon

if TYPE_CHECKING:
    from pathlib import Path

# What spaCy splits off: don't is "do" and "n't" to it, im is "i" and "m".
ENDINGS = {"n't", "'s", "'m", "'re", "'ve", "'ll", "'d", "nt"}
SPLIT = re.compile(r"(.+?)(n't|'(?:s|m|re|ve|ll|d))$")


def joined(words: list[str]) -> list[str]:
    """Write as one what was typed as one (don't, it's)."""
    whole: list[str] = []
    for word in words:
        if whole and (word in ENDINGS or (word == "m" and whole[-1] == "i")):
            whole[-1] += word
        else:
            whole.append(word)
    return whole


def parted(words: list[str]) -> list[str]:
    """Undo `joined`, as spaCy would."""
    found = [SPLIT.match(word) for word in words]
    return [
        part
        for word, split in zip(words, found, strict=True)
        for part in (split.groups() if split else (word,))
    ]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SpellingRepair(Kept):
    """Rewrites WORDS as they were meant, and notes under MENDED what was typed for what.

    Learns the shop's words in training; kept as JSON (words) and npz (how likely they are).
    """

    _decoder: Decoder | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`common`: how many frequent English words may be meant besides ours (about 300 bytes each)."""
        return {"common": 20_000}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse what leaves no room for the shop's words."""
        if not 0 <= config["common"] <= MOST // 2:
            raise ValueError(f"common is a number of words, at most {MOST // 2:,}.")

    def keep(self, folder: Path) -> None:
        """Write the lexicon."""
        self.decoder.lexicon.keep(folder)

    def restore(self, folder: Path) -> None:
        """Read it."""
        self._decoder = Decoder(Lexicon.restore(folder))

    @property
    def decoder(self) -> Decoder:
        """Give what mends. Raises RuntimeError before training."""
        if self._decoder is None:
            raise RuntimeError("SpellingRepair was asked before it was trained.")
        return self._decoder

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the shop's words."""
        texts, common = texts_of(training_data), self._config["common"]
        english = English.read()
        decoder = Decoder(Lexicon.learn(texts, common, listed=english))
        names = {word for text in texts for word in text if decoder.is_a_name(word)}
        self._decoder = Decoder(Lexicon.learn(texts, common, names, english)) if names else decoder
        return self.kept()

    def process(self, messages: list[Message]) -> list[Message]:
        """Mend WORDS."""
        for message in messages:
            typed = joined(message.get(WORDS, []))
            steps = self.decoder.read(typed)
            begins = [0, *(step.end for step in steps)]
            spans = [tuple(typed[begin : step.end]) for begin, step in zip(begins, steps, strict=False)]
            changed = [(s, step.read) for s, step in zip(spans, steps, strict=True) if s != step.read]
            message.set(WORDS, parted([word for step in steps for word in step.read]))
            message.set(MENDED, [(" ".join(typed), " ".join(meant)) for typed, meant in changed])
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Mend the phrasings' typos as a customer's would be."""
        self.process(training_data.training_examples)
        return training_data


def texts_of(training_data: TrainingData) -> list[list[str]]:
    """Give the words of phrasings and answers."""
    phrasings = [m.get(WORDS, []) for m in training_data.training_examples if m.get(TEXT)]
    answers = [
        re.findall(r"[a-z]+(?:'[a-z]+)?", (response.get("text") or "").lower().replace("’", "'"))
        for responses in training_data.responses.values()
        for response in responses
    ]
    return [joined(words) for words in phrasings] + answers
