"""What the commands do where two people have to agree: who asks, what a second one says, and the rule itself.

Whoever decides is named by an account, so that nobody agrees with themselves here either.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine

from handoff.adapters.roster import Roster
from handoff.core.content import WRITES
from handoff.core.errors import Forbidden
from handoff.core.releases import By
from handoff.releases.history import History
from handoff.releases.publishing import Publishing
from handoff.settings import Settings
from handoff.storage import now_ms, open_database


def asked(settings: Settings) -> list[dict[str, Any]]:
    """What waits for a second pair of eyes, oldest first."""
    with _opened(settings) as (_, publishing):
        return [_history(publishing).told_request(one) for one in publishing.releases.requests()]


def asked_for(settings: Settings, id: str) -> dict[str, Any]:
    """One request, and what it would change."""
    with _opened(settings) as (_, publishing):
        return _history(publishing).request(id)


async def approve(settings: Settings, id: str, email: str) -> str:
    """It goes live; what became of it, in a sentence."""
    with _opened(settings) as (engine, publishing):
        return (await publishing.approve(_account(engine, email), id)).told


async def decline(settings: Settings, id: str, email: str) -> str:
    """``declined``, or ``withdrawn`` by whoever asked."""
    with _opened(settings) as (engine, publishing):
        return str((await publishing.decline(_account(engine, email), id)).decision)


def rule(settings: Settings, *, second: bool | None) -> bool:
    """Whether somebody else has to agree in the studio; None: as it is."""
    with _opened(settings) as (_, publishing):
        if second is not None:
            publishing.set_second(second)
        return publishing.second()


def _account(engine: Engine, email: str) -> By:
    roster = Roster(engine, now_ms)
    found = roster.one(roster.found(email))
    if found["role"] not in WRITES or found["disabled"]:
        raise Forbidden("Content staff, supervisors and administrators publish.")
    return By(found["id"], found["name"])


def _history(publishing: Publishing) -> History:
    return History(publishing, now_ms)


@contextlib.contextmanager
def _opened(settings: Settings) -> Iterator[tuple[Engine, Publishing]]:
    engine = open_database(settings)
    try:
        yield engine, Publishing(settings, engine, now_ms)
    finally:
        engine.dispose()
