"""Gives entries away: as a table for spreadsheets, as JSON, or as files. `content.importing` reads each.

A cell that a spreadsheet would take for a formula gets an apostrophe before it, which reading takes away.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from content.entries import OPTIONAL
from content.shape import Entry
from content.snapshot import VERSION, plain, to_json
from content.splicing import fragment

COLUMNS = ("id", "topic", "title", *OPTIONAL, "file")
LISTED = ("phrasings", "related", "must_answer", "must_not_answer")  # one a line within the cell
NESTED = ("media", "steps", "languages")  # JSON within the cell
_FORMULA = re.compile(r"'*[=+\-@\t\r]")  # what begins so may be run, apostrophes or not
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same content is the same file, whenever it was written


def as_csv(entries: Iterable[Entry]) -> bytes:
    """Give a table, a row each, in UTF-8 with the mark that spreadsheets look for."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for entry in entries:
        told = {"state": entry.state, "visible": entry.visible} | to_json(entry)
        writer.writerow({key: _cell(key, value) for key, value in told.items() if key in COLUMNS})
    return out.getvalue().encode("utf-8-sig")


def as_json(entries: Iterable[Entry]) -> bytes:
    """Give `{"version": 1, "entries": […]}` with the keys of the files."""
    told = {"version": VERSION, "entries": [to_json(entry) for entry in entries]}
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def as_zip(entries: Iterable[Entry], data_dir: Path | None = None) -> bytes:
    """Give the topic files in an archive: as they stand in `data_dir`, with comments, else written anew."""
    files = _standing(data_dir) if data_dir is not None else _written(entries)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _cell(key: str, value: Any) -> str:
    if key in LISTED:
        value = "\n".join(value)
    elif key in NESTED:
        value = json.dumps(value, ensure_ascii=False)
    return f"'{value}" if _FORMULA.match(str(value)) else str(value)


def _standing(data_dir: Path) -> dict[str, bytes]:
    paths = [*sorted((data_dir / "faq").glob("*.yml")), data_dir / "talk.yml", data_dir / "rules.yml"]
    return {str(path.relative_to(data_dir)): path.read_bytes() for path in paths if path.is_file()}


def _written(entries: Iterable[Entry]) -> dict[str, bytes]:
    topics: dict[str, list[Entry]] = {}
    for entry in entries:
        topics.setdefault(Path(entry.file).name or "topic.yml", []).append(entry)
    return {f"faq/{file}": _topic(listed) for file, listed in topics.items()}


def _topic(entries: list[Entry]) -> bytes:
    head = fragment({"topic": entries[0].topic}, 0)
    listed = "\n\n  ".join(fragment([plain(entry)], 2) for entry in entries)
    return f"{head}\nentries:\n  {listed}\n".encode()
