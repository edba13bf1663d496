"""Shows Rasa the content as its own training data: `data/` is the only copy, and no file is translated.

Named in config.yml, so Rasa's own commands (train, validate, test) read the same entries that staff edit.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data import loading
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method
from rasa.shared.utils.io import read_model_configuration

from bot.nlu import FROM_ANSWER, OFF_TOPIC
from content.entries import Content, Talk, load
from content.places import DATA, ROOT

FAQ = "faq"  # the one retrieval intent; an entry is `faq/<id>`, its answer `utter_faq/<id>`


UNTAUGHT = Domain.from_dict(
    {"intents": [FAQ], "responses": {f"utter_{FAQ}": [{"custom": {"handoff": {"reason": "no_answer"}}}]}}
)
"""What rules speak of and, where no entry is taught yet, nothing else brings: no answer, so a person."""


class ContentImporter(TrainingDataImporter):
    """Reads a folder of content. Raises ContentError where it has errors."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        **_: Any,
    ) -> None:
        """Take the paths that Rasa's command line was given; each has a default in the project."""
        paths = [training_data_paths] if isinstance(training_data_paths, str) else training_data_paths or []
        self._data = Path(paths[0]) if paths else DATA
        self._config = config_file or str(ROOT / "config.yml")
        given = Path(domain_path) if domain_path else None
        self._domain = given if given and given.exists() else ROOT / "bot" / "domain.yml"

    @cached_method
    def _content(self) -> Content:
        return load(self._data)

    def get_domain(self) -> Domain:
        """Add small talk's intents and replies to the domain; entries join it by way of the NLU data."""
        talk = self._content().talk
        own = Domain.from_dict(
            {
                "intents": [{item.id: {"use_entities": []}} for item in talk if item.phrasings],
                "responses": {f"utter_{item.id}": [reply(item)] for item in talk},
            }
        )
        domain = Domain.load(self._domain).merge(own)
        return domain if self._content().taught else domain.merge(UNTAUGHT)

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Read the rules; there are no stories."""
        rules = [str(self._data / "rules.yml")]
        # Rasa adds the retrieval intent later, from the NLU data; the rules' reader wants to see it now.
        domain = self.get_domain()
        if self._content().taught:
            domain = domain.merge(Domain.from_dict({"intents": [FAQ], "actions": [f"utter_{FAQ}"]}))
        return StoryGraph(loading.load_data_from_files(rules, domain, exclusion_percentage))

    @cached_method
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Give an entry's titles and phrasings, in every language, as examples, its answer as response."""
        content = self._content()
        examples = [
            Message(data={TEXT: text, INTENT: FAQ, INTENT_RESPONSE_KEY: f"{FAQ}/{entry.id}"})
            for entry in content.taught
            for text in entry.examples
        ]
        examples += [
            Message(
                data={TEXT: said, INTENT: FAQ, INTENT_RESPONSE_KEY: f"{FAQ}/{entry.id}", FROM_ANSWER: True}
            )
            for entry in content.taught
            for said in sentences(entry.answer)
        ]
        examples += [
            Message(data={TEXT: t, INTENT: item.id}) for item in content.talk for t in item.phrasings
        ]
        examples += [Message(data={TEXT: text, INTENT: OFF_TOPIC}) for text in off_topic()]
        words = [{"name": name, "elements": list(listed)} for name, listed in content.words.items()]
        return TrainingData(examples, lookup_tables=words, responses=answers(content))

    def get_config(self) -> dict[str, Any]:
        """Read config.yml."""
        config: dict[str, Any] = read_model_configuration(self._config)
        return config

    def get_config_file_for_auto_config(self) -> str:
        """Name config.yml; it leaves nothing to be filled in."""
        return self._config


def off_topic() -> list[str]:
    """Give the built-in lines that no shop's help answers."""
    return (Path(__file__).parent / "nlu" / "off_topic.txt").read_text(encoding="utf-8").splitlines()


def sentences(answer: str) -> list[str]:
    """Split an answer into what it says, without its Markdown and the addresses of its links."""
    plain = re.sub(r"\]\([^)]*\)|[*_`\[\]]", "", answer)
    return [said for said in re.split(r"(?<=[.;:?])\s+", plain) if said]


def answers(content: Content) -> dict[str, list[dict[str, Any]]]:
    """Give each entry's response: its answer, and what the service is told beside it."""
    return {
        f"utter_{FAQ}/{entry.id}": [
            {
                "text": entry.answer,
                "custom": {
                    "answer": {
                        "entry": entry.id,
                        "title": entry.title,
                        "url": entry.url,
                        "topic": entry.topic,
                    }
                },
            }
        ]
        for entry in content.taught
    }


def reply(item: Talk) -> dict[str, Any]:
    """Give a talk item's response."""
    meant: dict[str, Any] = {"handoff": {"reason": item.handoff}} if item.handoff else {}
    if item.verdict is not None:
        meant = {"feedback": {"helpful": item.verdict}}
    return {**({"text": item.reply} if item.reply else {}), **({"custom": meant} if meant else {})}
