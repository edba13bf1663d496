"""Tells whether a model still fits the content: what a model carries is hashed, and nothing else.

A model carries of each taught entry its id, title, url, answer, phrasings and topic, and titles and
phrasings in other languages. What only pages and agents show (validity, related entries, media, steps,
translated answers …) comes from the content itself: a change there needs no training.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from content.places import DATA, ROOT

if TYPE_CHECKING:
    from content.shape import Entry

CODE = ("entries", "fields", "fingerprint", "shape", "source")  # reads what is learnt
KEPT = 512  # files whose mark is remembered: a look every few seconds costs no parsing

_marks: dict[tuple[str, str], str] = {}


def fingerprint(data_dir: Path | str = DATA, root: Path = ROOT) -> str:
    """Hash everything that decides what a model is (hex, 64 characters).

    That is what is taught, the pipeline's configuration, the domain, and the code that reads and learns
    them: a model fits when its fingerprint equals this one.
    """
    from content.entries import topic_files

    data = Path(data_dir)
    total = hashlib.sha256()
    for path in topic_files(data):
        if path.is_file():
            total.update(f"{path.relative_to(data)}\n{_taught_mark(path)}\n".encode())
    for path in (data / "talk.yml", data / "rules.yml", *_code(root)):
        if path.is_file():
            name = path.relative_to(data) if path.is_relative_to(data) else path.relative_to(root)
            total.update(f"{name}\n{_sha256(path.read_bytes())}\n".encode())
    return total.hexdigest()


def carried(entry: Entry) -> dict[str, Any]:
    """What a model carries of an entry; empty of one that it is not taught."""
    if not entry.taught:
        return {}
    return {
        "id": entry.id,
        "title": entry.title,
        "url": entry.url,
        "topic": entry.topic,
        "answer": entry.answer,
        "examples": entry.examples,
    }


def _code(root: Path) -> list[Path]:
    parts = [root / "config.yml", root / "bot" / "domain.yml", *sorted((root / "bot" / "nlu").glob("*"))]
    return [*parts, root / "bot" / "importer.py", *(root / "content" / f"{name}.py" for name in CODE)]


def _taught_mark(path: Path) -> str:
    raw = _sha256(path.read_bytes())
    if (str(path), raw) not in _marks:
        mark = _read_mark(path)
        if len(_marks) >= KEPT:
            _marks.clear()
        if _sha256(path.read_bytes()) != raw:  # saved in between: the next look sees it whole
            return mark
        _marks[str(path), raw] = mark
    return _marks[str(path), raw]


def _read_mark(path: Path) -> str:
    from content.entries import read_topic

    problems: list[Any] = []
    taught = [carried(entry) for entry in read_topic(path, problems) if entry.taught]
    if any(problem.level == "error" for problem in problems):
        return _sha256(path.read_bytes())  # a file with errors teaches nothing: every change of it is one
    return _sha256(json.dumps(taught, sort_keys=True).encode())


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
