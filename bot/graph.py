"""Runs a trained model: Rasa's own components in Rasa's order, planned once instead of for each message.

Rasa's runner builds and sorts a task graph for each message, and writes all of it into a log line that nobody
reads; its domain is read from YAML, which at 1,000 entries takes six seconds, though the model's description
holds the same as JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from rasa.engine.graph import GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider

if TYPE_CHECKING:
    from pathlib import Path

    from rasa.engine.graph import ExecutionContext
    from rasa.engine.storage.resource import Resource
    from rasa.engine.storage.storage import ModelMetadata, ModelStorage
    from rasa.shared.core.domain import Domain

# A node's name, what it does, and which earlier results it takes under which names.
Step = tuple[str, Callable[..., Any], tuple[tuple[str, str], ...]]


class OpenedModel(LocalModelStorage):
    """An unpacked model, with the domain that its description holds."""

    domain: Domain

    @classmethod
    def from_model_archive(cls, storage_path: Path, model_archive_path: Path) -> tuple[Self, ModelMetadata]:
        """Unpack a model."""
        storage, metadata = super().from_model_archive(storage_path, model_archive_path)
        storage.domain = metadata.domain
        return storage, metadata


class KnownDomain(DomainProvider):
    """Provides the domain that was read already."""

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: OpenedModel,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """Take it from the storage."""
        return cls(model_storage, resource, model_storage.domain)


class PlannedRunner(GraphRunner):
    """Runs the nodes that a target needs, one after the other."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        """Plan nothing yet: Rasa asks for two targets, each from its first message on."""
        self._schema = schema
        self._instantiated_nodes = nodes  # by this name Rasa's runner knows them, and explain.py
        self._plans: dict[str, list[Step]] = {}

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> Self:
        """Load all components."""
        nodes = {}
        for name, known in graph_schema.nodes.items():
            node = replace(known, uses=KnownDomain) if known.uses is DomainProvider else known
            nodes[name] = GraphNode.from_schema_node(name, node, model_storage, execution_context, hooks)
        return cls(graph_schema, nodes)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Give what the targets' nodes give."""
        told = dict(inputs or {})
        wanted = targets or self._schema.target_names
        for target in wanted:
            for name, act, takes in self._plans.get(target) or self._plan(target):
                if name not in told:
                    told[name] = act(**{key: told[source] for key, source in takes})
        return {target: told[target] for target in wanted}

    def _plan(self, target: str) -> list[Step]:
        """Put the nodes that a target needs in their order; what is no node is an input."""
        steps: dict[str, Step] = {}
        open_ = [target]
        while open_:
            name = open_[-1]
            needs = tuple(self._schema.nodes[name].needs.items())
            missing = [one for _, one in needs if one in self._schema.nodes and one not in steps]
            if missing:
                open_.append(missing[0])
                continue
            node = self._instantiated_nodes[open_.pop()]
            steps[name] = (name, getattr(node._component, node._fn_name), needs)  # noqa: SLF001
        self._plans[target] = list(steps.values())
        return self._plans[target]
