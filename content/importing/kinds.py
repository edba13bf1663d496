"""Says what kind of file it is, and gives it to who reads that kind."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from content.importing.archive import from_zip, looks_like_zip
from content.importing.decoding import text_of
from content.importing.help_centre import from_intercom, from_zendesk
from content.importing.table import from_table
from content.shape import Entry
from content.snapshot import from_json
from content.source import Problem, Source

BYTES_MOST = 20_000_000  # a thousand entries in ten languages are a tenth of it
ENTRIES_MOST = 5_000


@dataclass(frozen=True)
class Imported:
    """What a file holds: entries that may be taken, and what was refused or changed, by row or line.

    `foreign` says that it is another system's: what stands here already is not overwritten by it. `columns`
    are the keys that a table has: what it does not say stays as it is (empty: all is said).
    """

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    foreign: bool = False
    columns: tuple[str, ...] = ()


def read(name: str, data: bytes) -> Imported:
    """Read a file by what is in it; `name` is for sentences alone. Never raises for what a file holds."""
    problems: list[Problem] = []
    source = Source(name, problems)
    foreign = False
    columns: tuple[str, ...] = ()
    entries: list[Entry] = []
    if len(data) > BYTES_MOST:
        source.error(1, f"The file is larger than {BYTES_MOST // 1_000_000} MB.")
    elif looks_like_zip(data):
        entries = from_zip(source, data)
    elif (text := text_of(source, data)) is not None:
        if text.lstrip()[:1] in ("{", "["):
            entries, foreign = _from_json(source, text)
        else:
            entries, columns = from_table(source, text)
    if len(entries) > ENTRIES_MOST:
        source.error(1, f"There are {len(entries):,} entries; the first {ENTRIES_MOST:,} were read.")
    return Imported(_unique(source, entries[:ENTRIES_MOST]), problems, foreign, columns)


def _from_json(source: Source, text: str) -> tuple[list[Entry], bool]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        said = (
            f"line {wrong.lineno}: {wrong.msg}"
            if isinstance(wrong, json.JSONDecodeError)
            else "nested too deep, or a number too long"
        )
        source.error(1, f"This is not valid JSON: {said}.")
        return [], False
    if isinstance(told, dict) and isinstance(told.get("articles"), list):
        return from_zendesk(source, told), True
    if isinstance(told, dict) and isinstance(told.get("data"), list):
        return from_intercom(source, told["data"]), True
    if isinstance(told, dict) and isinstance(told.get("entries"), list):
        return _ours(source, told["entries"]), False
    source.error(1, "There are no `entries`, `articles` or `data` here, so this is no export that is known.")
    return [], False


def _ours(source: Source, listed: list[Any]) -> list[Entry]:
    found = []
    for row, value in enumerate(listed, 1):
        below: list[Problem] = []
        entry = from_json(value, below)
        source.problems += [replace(one, file=source.file, line=row) for one in below]
        if not any(one.level == "error" for one in below):
            found.append(replace(entry, line=row))
    return found


def _unique(source: Source, entries: list[Entry]) -> list[Entry]:
    seen: dict[str, int] = {}
    kept = []
    for entry in entries:
        if entry.id in seen:
            source.error(
                entry.line,
                f"The id `{entry.id}` stands in row {seen[entry.id]} already; this one was left out.",
            )
        else:
            seen[entry.id] = entry.line
            kept.append(entry)
    return kept
