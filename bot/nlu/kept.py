"""What trained components share: how Rasa creates them, and how a model keeps them and gives them back."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Self

from rasa.engine.graph import ExecutionContext, GraphComponent

# Rasa reads these annotations when it checks a pipeline, so they are there when it runs.
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

if TYPE_CHECKING:
    from pathlib import Path


class Kept(GraphComponent):
    """A component that a model keeps as plain files in a folder: JSON and npz, since a model runs no code.

    A subclass names them in `keep` and reads them in `restore`; `train` ends with `kept()`.
    """

    def __init__(self, config: dict[str, Any], name: str, storage: ModelStorage, resource: Resource) -> None:
        """Begin untrained, by the settings of config.yml; `name` is the place in the pipeline."""
        self._config, self._name, self._storage, self._resource = config, name, storage, resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """Make one to be trained. Raises ValueError where its settings make no sense."""
        cls.validate_config(config)
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """Make one from a model. Raises ValueError where what was kept is not plain numbers and words."""
        made = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            made.restore(folder)
        return made

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Raise ValueError, naming the setting, where one makes no sense."""

    def kept(self) -> Resource:
        """Keep what was learnt; gives where, as Rasa asks of `train`."""
        with self._storage.write_to(self._resource) as folder:
            self.keep(folder)
        return self._resource

    @abstractmethod
    def keep(self, folder: Path) -> None:
        """Write what was learnt."""

    @abstractmethod
    def restore(self, folder: Path) -> None:
        """Read it."""
