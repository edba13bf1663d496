"""Reads a table: a row each, the columns in any order, as `content.exporting.as_csv` writes them."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

from content.edit import slug
from content.exporting import COLUMNS, LISTED, NESTED
from content.shape import Entry
from content.snapshot import from_json
from content.source import Problem, Source

CELL_MOST = 200_000  # characters; languages and steps of the largest entry are a part of it
_NEUTRAL = re.compile(r"'(?='*[=+\-@\t\r])")
_OTHER_NAMES = {
    "question": "title",
    "text": "answer",
    "link": "url",
    "category": "topic",
    "utterances": "phrasings",
}


def from_table(source: Source, text: str) -> tuple[list[Entry], tuple[str, ...]]:
    """Read entries, and the columns that there are. The head is row 1; rows that cannot be taken are told."""
    rows = _rows(source, text)
    if not rows:
        source.error(1, "The table is empty.")
        return [], ()
    columns = _columns(source, rows[0])
    if "title" not in columns:
        source.error(1, f"There is no column `title`; known are {', '.join(COLUMNS)}.")
        return [], ()
    found = [
        entry
        for number, row in enumerate(rows[1:], 2)
        if any(cell.strip() for cell in row) and (entry := _entry(source, number, columns, row)) is not None
    ]
    return found, tuple(filter(None, columns))


def _rows(source: Source, text: str) -> list[list[str]]:
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=head.count)
    before = csv.field_size_limit(CELL_MOST)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as wrong:
        source.error(1, f"This is no table with rows and columns: {wrong}.")
        return []
    finally:
        csv.field_size_limit(before)


def _columns(source: Source, head: list[str]) -> list[str]:
    names = []
    for cell in head:
        name = cell.strip().casefold().replace(" ", "_")
        name = _OTHER_NAMES.get(name, name)
        if name and name not in COLUMNS:
            source.warning(1, f"The column `{cell.strip()[:60]}` is not known and was not read.")
        elif name in names:
            source.warning(1, f"The column `{name}` stands twice; the first was read.")
            name = ""
        names.append(name if name in COLUMNS else "")
    return names


def _entry(source: Source, number: int, columns: list[str], row: list[str]) -> Entry | None:
    below: list[Problem] = []
    if len(row) > len(columns):
        Source(source.file, below).error(number, "The row has more cells than the table has columns.")
    given: dict[str, Any] = {}
    for name, cell in zip(columns, row, strict=False):
        if name and (
            text := _NEUTRAL.sub("", cell, count=1).strip() if cell.startswith("'") else cell.strip()
        ):
            given[name] = _value(Source(source.file, below), number, name, text)
    given.setdefault("id", slug(str(given.get("title", "")), f"row-{number}"))
    given.setdefault("state", "draft")
    entry = from_json({key: value for key, value in given.items() if value is not None}, below)
    source.problems += [replace(one, file=source.file, line=number) for one in below]
    return None if any(one.level == "error" for one in below) else replace(entry, line=number)


def _value(source: Source, number: int, name: str, text: str) -> Any:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if name in LISTED:
        return [line.strip() for line in text.split("\n") if line.strip()]
    if name not in NESTED:
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        source.error(number, f"`{name}` should be JSON, as an export has it.")
        return None
