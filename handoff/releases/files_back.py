"""Puts what a release held back into the files, entry by entry. Nothing written since is thrown away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import orjson


@dataclass(frozen=True, slots=True)
class PutBack:
    """How many entries hold the old text again, and how many newer ones wait as drafts."""

    changed: int
    drafted: int


def put_back(data: Path, snapshot: str) -> PutBack:
    """Every entry as the release had it; live ones that it did not have become drafts. Small talk and rules
    stay. Raises ContentError where a file would have errors."""
    from content.edit import save
    from content.entries import read
    from content.snapshot import plain, restore

    wanted = restore(orjson.loads(snapshot)).entries
    now = {entry.id: entry for entry in read(data, []).entries}
    different = [
        entry
        for entry in wanted
        if entry.id not in now or (plain(entry), entry.topic) != (plain(now[entry.id]), now[entry.id].topic)
    ]
    for entry in different:
        save(data, replace(entry, file=""))  # its topic says which
    newer = [now[id] for id in now.keys() - {entry.id for entry in wanted} if now[id].state == "live"]
    for entry in newer:
        save(data, replace(entry, state="draft"))
    return PutBack(len(different), len(newer))
