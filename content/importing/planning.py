"""What would become of imported entries beside what stands there, said first and done after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from content.edit import add_all, save
from content.entries import OPTIONAL, read_topic, topic_files
from content.importing.kinds import Imported
from content.shape import ContentError, Entry, normalise
from content.snapshot import plain
from content.source import Problem

ADDED, CHANGED, SAME, SKIPPED = "added", "changed", "same", "skipped"


@dataclass(frozen=True)
class Planned:
    """An entry and what becomes of it: added, changed, same or skipped; why, in a sentence."""

    entry: Entry
    what: str
    sentence: str


def plan(imported: Imported, standing: Iterable[Entry], topic: str = "") -> list[Planned]:
    """Say what becomes of each. What is new is a draft; what stands there keeps its state and its topic."""
    here = {entry.id: entry for entry in standing}
    pages = {entry.url: entry for entry in here.values() if entry.url}
    titles = {normalise(entry.title): entry for entry in here.values()}
    return [_planned(entry, imported, here, pages, titles, topic) for entry in imported.entries]


def carry_out(data_dir: Path, planned: list[Planned]) -> list[Problem]:
    """Write what is added or changed; gives what was refused. What is refused does not stop the rest."""
    problems = add_all(data_dir, [one.entry for one in planned if one.what == ADDED])
    for one in planned:
        if one.what == CHANGED:
            try:
                save(data_dir, one.entry)
            except ContentError as wrong:
                problems += wrong.problems
            except ValueError as wrong:
                problems.append(Problem(one.entry.file or one.entry.id, one.entry.line, "error", str(wrong)))
    return problems


def standing(data_dir: Path) -> list[Entry]:
    """Read what stands in a folder, errors or not."""
    return [entry for path in topic_files(data_dir) for entry in read_topic(path, [])]


def _planned(
    entry: Entry,
    imported: Imported,
    here: dict[str, Entry],
    pages: dict[str, Entry],
    titles: dict[str, Entry],
    topic: str,
) -> Planned:
    if imported.foreign:
        known = pages.get(entry.url) or titles.get(normalise(entry.title))
        if known is not None:
            return Planned(entry, SKIPPED, f"It stands here already as `{known.id}`; that one was kept.")
        name, number = entry.id, 1
        while name in here:
            number += 1
            name = f"{entry.id}-{number}"
        entry = replace(entry, id=name)
    known = here.get(entry.id)
    if known is None:
        placed = replace(entry, state="draft", topic=topic or entry.topic or "Imported", file="")
        return Planned(placed, ADDED, "It is new, and a draft.")
    said = {key: getattr(entry, key) for key in imported.columns or OPTIONAL if key in OPTIONAL}
    kept = replace(known, **said | {"title": entry.title, "state": known.state})
    if plain(kept) == plain(known):
        return Planned(known, SAME, "It stands here just so.")
    keys = [key for key in {**plain(known), **plain(kept)} if plain(known).get(key) != plain(kept).get(key)]
    return Planned(kept, CHANGED, f"Other than what stands here: {', '.join(keys)}.")
