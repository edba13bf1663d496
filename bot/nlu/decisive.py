"""Words that decide: a message with one of them means what they mean, whatever else it says.

The lists stand in data/talk.yml and reach training as Rasa's look-up tables, one for each intent.
"""

import json
import re
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.kept import Kept
from content.entries import normalise


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DecisiveWords(Kept, IntentClassifier):
    """Overrules the intent where a decisive word stands in the text.

    Stands last in the pipeline. Kept as JSON.
    """

    def __init__(self, *frame: Any) -> None:
        """Begin without words; see Kept."""
        super().__init__(*frame)
        self._know({})

    def _know(self, words: dict[str, list[str]]) -> None:
        """Know the words of each intent; the first intent that has one wins."""
        self._words = words
        self._patterns = {
            intent: re.compile(rf"\b(?:{'|'.join(map(re.escape, listed))})\b")
            for intent, listed in words.items()
            if listed
        }

    def keep(self, folder: Path) -> None:
        """Write the words of each intent."""
        (folder / "words.json").write_text(json.dumps(self._words), encoding="utf-8")

    def restore(self, folder: Path) -> None:
        """Read them."""
        self._know(json.loads((folder / "words.json").read_text(encoding="utf-8")))

    def train(self, training_data: TrainingData) -> Resource:
        """Take the look-up tables over."""
        self._know({table["name"]: table["elements"] for table in training_data.lookup_tables})
        return self.kept()

    def process(self, messages: list[Message]) -> list[Message]:
        """Overrule."""
        for message in messages:
            text = normalise(message.get(TEXT) or "")
            for intent, pattern in self._patterns.items():
                if pattern.search(text):
                    message.set(INTENT, {"name": intent, "confidence": 1.0}, add_to_output=True)
                    break
        return messages
