"""The entries as they stand in the files: read again when the files change, with what is wrong with each."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from content.check import examine
from content.entries import Content, Entry, normalise, topic_files
from content.source import Problem


@dataclass(frozen=True, slots=True)
class Topic:
    """``file`` is the bare name of the file that holds it."""

    file: str
    name: str
    entries: int


@dataclass(frozen=True)
class Shelf:
    """``problems`` by entry; ``unread``: what belongs to no entry, such as a file that can't be read.
    ``owners``: who has a phrasing, by its normalised words; small talk's ids begin with ``talk:``."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    topics: tuple[Topic, ...] = ()
    problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    unread: tuple[Problem, ...] = ()
    owners: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def topic_named(self, name: str) -> Topic | None:
        """Whatever case it is written in."""
        wanted = name.casefold()
        return next((topic for topic in self.topics if topic.name.casefold() == wanted), None)


class Shelves:
    """Gives the shelf of a folder; safe in threads."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self._lock = threading.Lock()
        self._stamp: object = None
        self._shelf = Shelf()

    def read(self) -> Shelf:
        with self._lock:
            stamp = _stamp(self.data)
            if stamp != self._stamp:
                self._shelf = shelved(*examine(self.data))
                self._stamp = stamp
            return self._shelf


def _stamp(data: Path) -> list[tuple[str, int, int, int]]:
    """What changes when a file does: its number too, because a file put in place of another may be as old."""
    files = [*topic_files(data), data / "talk.yml", data / "rules.yml"] if (data / "faq").is_dir() else []
    found = []
    for path in files:
        try:
            facts = path.stat()
        except OSError:
            continue
        found.append((str(path), facts.st_mtime_ns, facts.st_size, facts.st_ino))
    return found


def shelved(content: Content, problems: list[Problem]) -> Shelf:
    entries: dict[str, Entry] = {}
    for entry in content.entries:
        if entry.id:
            entries.setdefault(entry.id, entry)
    by_entry, unread = _placed(content, problems)
    return Shelf(entries, _topics(content), by_entry, tuple(unread), _owners(content))


def _placed(
    content: Content, problems: list[Problem]
) -> tuple[dict[str, tuple[Problem, ...]], list[Problem]]:
    """A problem belongs to the entry that begins last before its line."""
    beginnings: dict[str, list[tuple[int, str]]] = {}
    for entry in content.entries:
        beginnings.setdefault(entry.file, []).append((entry.line, entry.id))
    found: dict[str, tuple[Problem, ...]] = {}
    unread = []
    for problem in problems:
        starts = sorted(beginnings.get(problem.file, []))
        at = bisect_right(starts, (problem.line, "￿")) - 1
        if at < 0 or not starts[at][1]:
            unread.append(problem)
        else:
            name = starts[at][1]
            found[name] = (*found.get(name, ()), problem)
    return found, unread


def _topics(content: Content) -> tuple[Topic, ...]:
    counts: dict[tuple[str, str], int] = {}
    for entry in content.entries:
        key = (Path(entry.file).name, entry.topic)
        counts[key] = counts.get(key, 0) + 1
    return tuple(Topic(file, name, count) for (file, name), count in counts.items())


def _owners(content: Content) -> dict[str, tuple[str, ...]]:
    owners: dict[str, tuple[str, ...]] = {}

    def add(text: str, owner: str) -> None:
        key = normalise(text)
        if key and owner not in owners.get(key, ()):
            owners[key] = (*owners.get(key, ()), owner)

    for item in content.talk:
        for text in item.phrasings:
            add(text, f"talk:{item.id}")
    for entry in content.entries:
        if entry.taught:
            for text in entry.examples:
                add(text, entry.id)
    return owners


def sentence_of(problem: Problem) -> dict[str, Any]:
    return {"level": problem.level, "sentence": problem.sentence, "file": Path(problem.file).name,
            "line": problem.line}  # fmt: skip
