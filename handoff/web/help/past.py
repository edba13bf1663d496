"""What earlier releases tell of an entry: since when it says what it says, and what it was called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SEEN = ("title", "answer", "url", "languages", "media", "steps")
"""Of an entry, what a reader sees."""

ALIKE = 0.5
"""Share of an entry's phrasings that another one has after it was renamed."""

Published = tuple[int, Mapping[str, Mapping[str, Any]]]
"""When (ms), and the entries by id."""


@dataclass(frozen=True, slots=True)
class Past:
    """``updated`` in ms by id; ``moved``: an id that is no more, and the entry that it became."""

    updated: Mapping[str, int] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)


def past_of(releases: Sequence[Published]) -> Past:
    """``releases``: what is live, then what was, the newest first."""
    if not releases:
        return Past()
    _, live = releases[0]
    updated, moved = {}, dict[str, str]()
    for id, entry in live.items():
        seen = [entry.get(name) for name in SEEN]
        for at, entries in releases:
            if [entries.get(id, {}).get(name) for name in SEEN] != seen:
                break
            updated[id] = at
    for _, entries in releases[1:]:
        for id, entry in entries.items():
            if id not in live and id not in moved and (became := _became(entry, live)) is not None:
                moved[id] = became
    return Past(updated, moved)


def _became(entry: Mapping[str, Any], live: Mapping[str, Mapping[str, Any]]) -> str | None:
    title, asked = _same(entry.get("title")), {_same(one) for one in entry.get("phrasings", ())}
    for id, other in live.items():
        if title and _same(other.get("title")) == title:
            return id
    shared = {
        id: len(asked & {_same(one) for one in other.get("phrasings", ())}) for id, other in live.items()
    }
    best = max(shared, key=shared.__getitem__, default=None)
    return best if best is not None and asked and shared[best] >= ALIKE * len(asked) else None


def _same(words: object) -> str:
    return " ".join(str(words or "").casefold().split())
