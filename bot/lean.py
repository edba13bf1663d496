"""Keeps out of the serving process what serving never uses.

Half of what Rasa imports is for training, plots and clouds.

Each package named here is replaced, before Rasa asks for it, by a placeholder whose names exist and do
nothing. Training leaves out the same but for what it learns by, where all of the pipeline is ours; on Rasa's
own command line everything is real.
"""

from __future__ import annotations

import os
import sys
import types
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

UNUSED = (
    "aio_pika",  # event brokers; there is none
    "aiormq",
    "apscheduler",  # reminders; rules set none
    "boto3",  # DynamoDB trackers, S3 models
    "botocore",
    "dask",  # Rasa's own runner; ours is graph.py
    "engineio",  # a chat channel of Rasa's
    "jwt",  # a token of another kind
    "matplotlib",  # plots of `rasa test`
    "pamqp",
    "portalocker.redis",
    "prompt_toolkit",  # a chat on the terminal
    "pygments",  # colours there
    "pymongo",  # MongoDB trackers
    "questionary",  # questions on a terminal
    "redis",
    "requests",
    "rich",  # tables there
    "sanic_jwt",
    "sentry_sdk",  # reports to Rasa
    "sklearn",  # training; a model is applied by NumPy (nlu/classifier.py)
    "socketio",
    "spacy.cli",  # downloads, training, and their terminal
    "spacy_loggers",
    "thinc.layers",
    "sqlalchemy",  # trackers in SQL; ours forgets
    "weasel",
)

# Set before NumPy is imported: matrices this small gain nothing from threads, which then fight for cores.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class Anything(Exception):
    """What stands in for a class, a function or what they give: it takes anything and does nothing."""

    def __init__(self, *_: Any, **__: Any) -> None:
        """Be made."""

    def __getattr__(self, name: str) -> Anything:
        """Have every part that is asked for."""
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()

    def __call__(self, *_: Any, **__: Any) -> Anything:
        """Do nothing."""
        return Anything()


class Placeholder(types.ModuleType):
    """A module whose every name is a class of its own, fit to inherit from and to catch."""

    def __getattr__(self, name: str) -> type:
        """Make the class when it is first asked for."""
        if name.startswith("__"):
            raise AttributeError(name)
        made = type(name, (Anything,), {"__module__": self.__name__})
        setattr(self, name, made)
        return made


class LeftOut(MetaPathFinder, Loader):
    """Finds placeholders for the unused packages and everything in them."""

    def __init__(self, names: Collection[str]) -> None:
        """Leave these out."""
        self._names = frozenset(names)
        self._within = tuple(f"{name}." for name in names)

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None,
        target: types.ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Claim the packages named in UNUSED."""
        left_out = name in self._names or name.startswith(self._within)
        return ModuleSpec(name, self, is_package=True) if left_out else None

    def create_module(self, spec: ModuleSpec) -> Placeholder:
        """Give a placeholder."""
        return Placeholder(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Run nothing."""


def leave_out(but: Collection[str] = ()) -> None:
    """Begin to leave the unused packages out, but for some. What was imported before stays."""
    os.environ |= ONE_THREAD
    if not any(isinstance(finder, LeftOut) for finder in sys.meta_path):
        sys.meta_path.insert(0, LeftOut([name for name in UNUSED if name not in but]))
