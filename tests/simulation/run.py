"""What running many histories shares: how each gets its own seed, and where the service's log goes."""

from __future__ import annotations

import gc
import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from tests.simulation.history import live
from tests.simulation.world import STUMBLES


def history_seed(seed: int | str, number: int) -> str:
    return f"{seed} {number}"


@contextmanager
def quietly() -> Iterator[None]:
    """Errors the service logs count as stumbling; what it only warns of is not shown."""
    log = logging.getLogger("handoff")
    was = log.propagate
    log.addHandler(STUMBLES)
    log.propagate = False
    try:
        yield
    finally:
        log.removeHandler(STUMBLES)
        log.propagate = was
        gc.collect()


def digest(seed: str, steps: int) -> str:
    """Everything that was stored in a history, as one number: the same seed gives the same."""
    with quietly():
        tables = live(seed, steps).world.stored.tables
    return hashlib.sha256(repr((tables.events, tables.conversations)).encode()).hexdigest()
