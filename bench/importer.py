"""Shows Rasa a file of ``text,category`` rows as it is shown entries; a category's name is its title."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_model_configuration

from bench.pipelines import label, with_titles
from bench.questions import read
from bot.importer import FAQ, off_topic
from bot.nlu import OFF_TOPIC


class CsvImporter(TrainingDataImporter):
    """Named in the configuration that bench/pipelines.py writes."""

    def __init__(
        self,
        config_file: str,
        domain_path: Any,  # noqa: ARG002 - Rasa gives it
        training_data_paths: Any,
        **_: Any,
    ) -> None:
        self._config = config_file
        self._path = Path(
            training_data_paths if isinstance(training_data_paths, str) else training_data_paths[0]
        )

    def get_domain(self) -> Domain:
        return Domain.empty()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:  # noqa: ARG002
        return StoryGraph([])

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:  # noqa: ARG002
        examples = [
            Message(data={TEXT: text, INTENT: FAQ, INTENT_RESPONSE_KEY: f"{FAQ}/{label(category)}"})
            for text, category in with_titles(read(self._path))
        ]
        examples += [Message(data={TEXT: text, INTENT: OFF_TOPIC}) for text in off_topic()]
        return TrainingData(examples)

    def get_config(self) -> dict[str, Any]:
        config: dict[str, Any] = read_model_configuration(self._config)
        return config

    def get_config_file_for_auto_config(self) -> str:
        return self._config
