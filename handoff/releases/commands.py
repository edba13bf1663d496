"""What the commands do that publish, go back and look at the history, beside a service or without one."""

from __future__ import annotations

import asyncio
import contextlib
import getpass
from collections.abc import Iterator
from typing import Any

import orjson

from handoff.core.errors import NotFound
from handoff.core.release_diff import compare
from handoff.core.releases import By, noted
from handoff.releases import drafts
from handoff.releases.history import History
from handoff.releases.publishing import Publishing
from handoff.settings import Settings
from handoff.storage import now_ms, open_database


async def publish(settings: Settings, name: str | None, note: str = "published") -> str:
    """Make a trained model live (None: the newest); what became of it, in a sentence."""
    with _opened(settings) as publishing:
        wanted = await asyncio.to_thread(publishing.named, _who(), name, noted(note))
        return await publishing.command(wanted)


async def rollback(settings: Settings) -> str:
    """Make live what was live before."""
    with _opened(settings) as publishing:
        return await publishing.command(await asyncio.to_thread(publishing.back, _who()))


async def restore(settings: Settings, id: int, note: str | None) -> str:
    """Make an old release live again, its content and its model."""
    with _opened(settings) as publishing:
        wanted = await asyncio.to_thread(publishing.from_release, _who(), id, note)
        return await publishing.command(wanted)


def listed(settings: Settings) -> Iterator[dict[str, Any]]:
    """Every release as pages have it, newest first."""
    with _opened(settings) as publishing:
        history = History(publishing, now_ms)
        before: int | None = None
        while True:
            page = history.page(before)
            yield from page["releases"]
            if not page["more"]:
                return
            before = page["releases"][-1]["id"]


def compared(settings: Settings, first: int, second: int) -> dict[str, Any]:
    """What is different in the second; 0 stands for the files."""
    with _opened(settings) as publishing:
        before, after = (_content(publishing, number) for number in (first, second))
        return compare(orjson.loads(before), orjson.loads(after)).wire()


def _content(publishing: Publishing, number: int) -> str:
    if number == 0:
        return drafts.read(publishing.settings.data).snapshot
    if publishing.releases.one(number) is None:
        raise NotFound(f"There is no release {number}; handrail releases lists them.")
    kept = publishing.releases.snapshot(number)
    if kept is None:
        raise NotFound(f"The content of release {number} was not kept.")
    return kept


@contextlib.contextmanager
def _opened(settings: Settings) -> Iterator[Publishing]:
    engine = open_database(settings)
    try:
        yield Publishing(settings, engine, now_ms)
    finally:
        engine.dispose()


def _who() -> By:
    """Whoever is at this machine."""
    try:
        return By(None, f"{getpass.getuser()} (command line)")
    except (KeyError, OSError):
        return By(None, "the command line")
