"""Words that decide: a message with one of them means what they mean, whatever else it says.

The lists stand in data/talk.yml and reach training as Rasa's look-up tables, one for each intent.
"""

import json
import re
from typing import Any, Self

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from content.entries import normalise


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DecisiveWords(IntentClassifier, GraphComponent):
    """Overrules the intent where a decisive word stands in the text.

    Stands last in the pipeline. Kept as JSON.
    """

    def __init__(self, storage: ModelStorage, resource: Resource, words: dict[str, list[str]]) -> None:
        """Know the words of each intent; the first intent that has one wins."""
        self._storage, self._resource = storage, resource
        self._patterns = {
            intent: re.compile(rf"\b(?:{'|'.join(map(re.escape, listed))})\b")
            for intent, listed in words.items()
            if listed
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """Make one to be trained."""
        return cls(model_storage, resource, {})

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """Make one from a model."""
        with model_storage.read_from(resource) as folder:
            return cls(
                model_storage, resource, json.loads((folder / "words.json").read_text(encoding="utf-8"))
            )

    def train(self, training_data: TrainingData) -> Resource:
        """Take the look-up tables over."""
        words = {table["name"]: table["elements"] for table in training_data.lookup_tables}
        with self._storage.write_to(self._resource) as folder:
            (folder / "words.json").write_text(json.dumps(words), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Overrule."""
        for message in messages:
            text = normalise(message.get(TEXT) or "")
            for intent, pattern in self._patterns.items():
                if pattern.search(text):
                    message.set(INTENT, {"name": intent, "confidence": 1.0}, add_to_output=True)
                    break
        return messages
