"""Writes entries: one entry changes, and every other line, comments too, stays as staff wrote it."""

from __future__ import annotations

import os
import re
import tempfile
import textwrap
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import FoldedScalarString

from content.entries import ContentError, Entry, normalise, read_entries
from content.source import Problem, Source

WIDTH = 104  # of an answer's lines; with the indent they stay within 110
ANY_WIDTH = 1_000_000  # lines that staff made longer stay longer


def save(data_dir: Path, entry: Entry) -> None:
    """Add an entry to its topic's file (`entry.file`'s name), or change the one that has its id.

    Raises ContentError, and leaves the file as it is, where the result would have errors.
    """
    path = _topic_path(data_dir, entry.file)
    document = _open(path, entry.topic)
    found = _place(document, entry.id)
    if found is None:
        document["entries"].append(_new(entry))
    else:
        _change(document["entries"][found], entry)
    _write(path, document)


def remove(data_dir: Path, file: str, entry_id: str) -> None:
    """Take an entry out of a topic's file. Raises KeyError where it is not there."""
    path = _topic_path(data_dir, file)
    document = _open(path, "")
    found = _place(document, entry_id)
    if found is None:
        raise KeyError(entry_id)
    del document["entries"][found]
    _write(path, document)


def _topic_path(data_dir: Path, file: str) -> Path:
    name = Path(file).name
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*\.yml", name):
        raise ValueError("A topic's file name is small letters, digits and `-`, and ends in .yml.")
    return data_dir / "faq" / name


def _yaml() -> YAML:
    yaml = YAML()
    yaml.width = ANY_WIDTH
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _open(path: Path, topic: str) -> Any:
    if not path.exists():
        return CommentedMap(topic=topic, entries=CommentedSeq())
    problems: list[Problem] = []
    if Source(str(path), problems).document(path) is None:  # the same care as in reading: nothing is expanded
        raise ContentError(problems)
    return _yaml().load(path.read_text(encoding="utf-8-sig"))


def _place(document: Any, entry_id: str) -> int | None:
    return next((place for place, node in enumerate(document["entries"]) if node.get("id") == entry_id), None)


def _new(entry: Entry) -> CommentedMap:
    values = {"id": entry.id, "title": entry.title, "url": entry.url}
    node = CommentedMap(values | {"phrasings": CommentedSeq(entry.phrasings)})
    node["answer"] = _folded(entry.answer)
    node.yaml_set_comment_before_after_key("id", before="\n")
    return node


def _folded(text: str) -> Any:  # a FoldedScalarString, whose places to fold its types do not know
    folded: Any = FoldedScalarString(text)
    ends, start = [], 0
    for line in textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)[:-1]:
        start = text.index(line, start) + len(line)
        ends.append(start)
    folded.fold_pos = ends
    return folded


def _change(node: Any, entry: Entry) -> None:
    for key, value in (("title", entry.title), ("url", entry.url)):
        if node.get(key) != value:
            node[key] = value
    if str(node.get("answer", "")).strip() != entry.answer:
        node["answer"] = _folded(entry.answer)
    listed = node.setdefault("phrasings", CommentedSeq())
    wanted = {normalise(text): text for text in entry.phrasings}
    for place in reversed(range(len(listed))):
        if wanted.get(normalise(str(listed[place]))) != str(listed[place]):
            del listed[place]
    kept = {normalise(str(text)) for text in listed}
    listed.extend(text for key, text in wanted.items() if key not in kept)


def _write(path: Path, document: Any) -> None:
    """Check the whole file, then put it in place at once: a crash leaves the old one or the new one."""
    out = StringIO()
    _yaml().dump(document, out)
    _check(path, out.getvalue())
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        file.write(out.getvalue())
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)


def _check(path: Path, text: str) -> None:
    problems: list[Problem] = []
    source = Source(str(path), problems)
    parsed = source.parse(text)
    if parsed is not None:
        list(read_entries(source, parsed))
    errors = [problem for problem in problems if problem.level == "error"]
    if errors:
        raise ContentError(errors)
