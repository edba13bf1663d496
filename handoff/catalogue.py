"""The entries by their ids, as the service names them to people: those of the live release.

Only where there is no release whose content is kept, the files say. Every machine follows within two seconds.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Engine

from content.places import DATA
from handoff.adapters.releases import Releases
from handoff.core.errors import Refusal
from handoff.ports import Known
from handoff.storage import now_ms

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
"""A look is one short query; what is published is seen by everybody a second later."""


class Catalogue:
    """Empty where there is no content: then nothing is suggested, and everything else goes on. Drafts are not
    in it."""

    def __init__(self, engine: Engine | None = None, data: Path = DATA) -> None:
        self._releases = Releases(engine, now_ms) if engine is not None else None
        self._data = data
        self._looked = -LOOK_EVERY_S
        self._stamp: object = None
        self._entries: Mapping[str, Known] = {}
        self._looking = asyncio.Lock()
        self.release: int | None = None

    async def entries(self) -> Mapping[str, Known]:
        if time.monotonic() - self._looked >= LOOK_EVERY_S:
            async with self._looking:
                if time.monotonic() - self._looked >= LOOK_EVERY_S:
                    await asyncio.to_thread(self._look)
        return self._entries

    async def run(self) -> None:
        """Looks also while nobody asks: who asks next does not wait for what was published."""
        while True:
            await self.entries()
            await asyncio.sleep(LOOK_EVERY_S)

    def changed(self) -> None:
        """Something else is live: the next who asks looks."""
        self._looked = -LOOK_EVERY_S

    def _look(self) -> None:
        try:
            self._read()
        except Refusal as refusal:  # a database away for a moment: what was known is known still
            log.info("which content is live is not known now: %s", refusal.message)
        self._looked = time.monotonic()

    def _read(self) -> None:
        mark = self._releases.mark() if self._releases is not None else None
        if mark is not None and self._stamp == mark:
            return
        self.release = mark[0] if mark else None
        snapshot = self._releases.snapshot(mark[0]) if self._releases is not None and mark else None
        if mark is not None and snapshot is not None:
            self._entries = known_of(orjson.loads(snapshot)["entries"], mark[0])
            self._stamp = mark
        else:
            self._read_files()

    def _read_files(self) -> None:
        from content.entries import topic_files
        from content.snapshot import take

        files = topic_files(self._data) if self._data.is_dir() else []
        stamp = [(path, path.stat().st_mtime_ns) for path in files]
        if stamp != self._stamp:
            self._entries = known_of(take(self._data)["entries"], None) if stamp else {}
            self._stamp = stamp


def known_of(entries: Iterable[Mapping[str, Any]], release: int | None) -> dict[str, Known]:
    """Entries of a snapshot (content/snapshot.py) by id, without drafts and what could only half be read."""
    whole = (one for one in entries if one.get("id") and one.get("title"))
    return {one["id"]: _known(one, release) for one in whole if one.get("state") != "draft"}


def _known(one: Mapping[str, Any], release: int | None) -> Known:
    languages: Mapping[str, Mapping[str, Any]] = one.get("languages", {})
    asked = [one["title"], *one.get("phrasings", ())]
    for other in languages.values():
        asked += [other.get("title", ""), *other.get("phrasings", ())]
    return Known(
        one["id"],
        one["title"],
        one.get("url", ""),
        one.get("topic", ""),
        one.get("answer", ""),
        " ".join(asked),
        languages,
        one.get("visible", "all"),
        _begins(one.get("valid_from"), 0),
        _begins(one.get("valid_until"), 1),
        tuple(one.get("related", ())),
        tuple(one.get("media", ())),
        tuple(one.get("steps", ())),
        release,
    )


def _begins(day: str | None, later: int) -> int | None:
    """When (ms) a day, or the one so many days later, begins: in UTC, for the shop has no one time zone."""
    if not day:
        return None
    begins = datetime.combine(date.fromisoformat(day) + timedelta(days=later), clock_time(), UTC)
    return int(begins.timestamp() * 1000)


def as_answer(known: Known) -> dict[str, Any]:
    """An entry as the bot's answer has it, for those who reach it without the bot's guess."""
    return {
        "entry": known.id,
        "title": known.title,
        "text": known.text,
        "url": known.url if known.url.startswith("https://") else None,
        "topic": known.topic,
        "intent": f"faq/{known.id}",
        "confidence": None,
        "model": None,
    }
