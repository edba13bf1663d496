"""The database and the clock: what commands need who run without the service."""

from __future__ import annotations

import time

from sqlalchemy import Engine

from handoff.adapters import database
from handoff.settings import Settings
from handoff.vault import prepare_home


def now_ms() -> int:
    """The wall clock: what people and other machines agree on."""
    return time.time_ns() // 1_000_000


def open_database(settings: Settings) -> Engine:
    prepare_home(settings.home)
    engine = database.connect(settings.database)
    database.migrate(engine)
    return engine
