"""The entries by their ids, as the service names them to people. Read again when the files change."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from handoff.ports import Known


class Catalogue:
    """Empty where there is no content: then nothing is suggested, and everything else goes on."""

    def __init__(self) -> None:
        self._stamp: object = None
        self._entries: dict[str, Known] = {}

    async def entries(self) -> Mapping[str, Known]:
        return await asyncio.to_thread(self._read)

    def _read(self) -> Mapping[str, Known]:
        from content.entries import read, topic_files
        from content.places import DATA

        stamp = [(path, path.stat().st_mtime_ns) for path in topic_files(DATA)] if DATA.is_dir() else []
        if stamp != self._stamp:
            found = read(DATA, []).entries if stamp else ()
            self._entries = {
                one.id: Known(
                    one.id, one.title, one.url, one.topic, one.answer, " ".join((one.title, *one.phrasings))
                )
                for one in found
            }
            self._stamp = stamp
        return self._entries


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
