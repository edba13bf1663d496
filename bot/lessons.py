"""Trains a model by Rasa's own graph and components, without what Rasa does for others.

Rasa would copy and hash all phrasings a dozen times while it merges what several importers might have read,
and write its domain as YAML, which takes longer than to learn it. Here they are read once, and the domain is
written as JSON, which is YAML too.
"""

from __future__ import annotations

import contextlib
import io
import json
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from rasa.engine.graph import GraphNode
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.training.graph_trainer import GraphTrainer
from rasa.engine.validation import validate
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.data import TrainingType
from rasa.shared.importers.importer import (
    CombinedDataImporter,
    E2EImporter,
    ResponsesSyncImporter,
    TrainingDataImporter,
)
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.importer import FAQ, ContentImporter
from bot.nlu.course import course
from content.places import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from rasa.engine.graph import ExecutionContext, GraphNodeHook, GraphSchema
    from rasa.engine.storage.storage import ModelStorage
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.training_data.structures import StoryGraph
    from rasa.shared.nlu.training_data.message import Message

# Rasa misses its own components where ours do their work.
OURS_INSTEAD = (
    "You have defined training data with examples for training a response sel",
    "You have defined .*lookup",
)


class Outline(ContentImporter):
    """The content with one phrasing of one entry: all that Rasa's domain needs to see of them."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Give that."""
        whole = super().get_nlu_data(language)
        one = [m for m in whole.training_examples if m.get(INTENT) == FAQ and m.get(INTENT_RESPONSE_KEY)][:1]
        return TrainingData(one, lookup_tables=whole.lookup_tables, responses=whole.responses)

    def all_examples(self) -> list[Message]:
        """Give what is learnt from."""
        return list(super().get_nlu_data().training_examples)


class Lessons(TrainingDataImporter):
    """What training reads: domain and rules as Rasa puts them together, and all phrasings."""

    def __init__(self, content: Outline) -> None:
        """Read `content`. Raises ContentError where it has errors."""
        self._content = content
        self._rest = E2EImporter(ResponsesSyncImporter(CombinedDataImporter([content])))
        self._whole: TrainingData | None = None

    def get_domain(self) -> Domain:
        """Give the domain."""
        return self._rest.get_domain()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Give the rules."""
        return self._rest.get_stories(exclusion_percentage)

    def get_conversation_tests(self) -> StoryGraph:
        """Give none."""
        return self._rest.get_conversation_tests()

    def get_config(self) -> dict[str, Any]:
        """Give config.yml."""
        return self._content.get_config()

    def get_config_file_for_auto_config(self) -> str | None:
        """Name it."""
        return self._content.get_config_file_for_auto_config()

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Give all phrasings, in the order of the files, beside what Rasa adds of its own."""
        if self._whole is None:
            rest = self._rest.get_nlu_data(language)
            examples = [*rest.training_examples, *self._content.all_examples()]
            self._whole = TrainingData(examples, lookup_tables=rest.lookup_tables, responses=rest.responses)
        return self._whole


class QuickDomain(DomainProvider):
    """Keeps the domain as JSON."""

    def _persist(self, domain: Domain) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            told = {"version": "3.1", **domain.as_dict()}
            (folder / "domain.yml").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


STAGES = {"SentenceEncoder": "encoding", "RulePolicy": "packing"}


class OneAfterAnother(GraphRunner):
    """Runs a training's nodes, each after what it needs."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        """Know the nodes."""
        self._schema, self._nodes = schema, nodes

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> Self:
        """Make the nodes."""
        nodes = {}
        for name, known in graph_schema.nodes.items():
            node = replace(known, uses=QuickDomain) if known.uses is DomainProvider else known
            nodes[name] = GraphNode.from_schema_node(name, node, model_storage, execution_context, [])
        return cls(graph_schema, nodes)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Give what the targets' nodes give."""
        told = dict(inputs or {})
        wanted = targets or self._schema.target_names
        for name in wanted:
            self._reach(name, told)
        return {name: told[name] for name in wanted}

    def _reach(self, name: str, told: dict[str, Any]) -> None:
        if name in told:
            return
        node = self._schema.nodes[name]
        for needed in node.needs.values():
            self._reach(needed, told)
        if stage := STAGES.get(node.uses.__name__):
            course().tell(stage, 0, 0)
        given = ((needed, told[needed]) for needed in dict.fromkeys(node.needs.values()))
        told[name] = self._nodes[name](*given)[1]


class _NoCache:
    """Rasa asks for a cache of components' results; nothing is kept in it."""


def teach(data: Path, folder: Path, name: str) -> Path:
    """Train on a folder of content; gives the model's archive, in `folder`."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        for expected in OURS_INSTEAD:
            warnings.filterwarnings("ignore", expected, UserWarning)
        lessons = Lessons(Outline(str(ROOT / "config.yml"), str(ROOT / "bot" / "domain.yml"), [str(data)]))
        config = lessons.get_config()
        plan = DefaultV1Recipe().graph_config_for_recipe(config, {}, training_type=TrainingType.BOTH)
        validate(plan)
        work, archive = folder / "work", folder / f"{name}.tar.gz"
        work.mkdir()
        cache: Any = _NoCache()
        GraphTrainer(LocalModelStorage(work), cache, OneAfterAnother).train(
            plan, lessons, archive, force_retraining=True
        )
    return archive
