"""Writes entries: what changes in one is written anew, and every other byte stays as staff wrote it."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from content.blocks import Topic, added, added_all, changed, taken, without
from content.entries import read_topic, topic_files
from content.shape import ContentError, Entry
from content.snapshot import from_json, plain, to_json
from content.source import FILE_BYTES, Problem

AT_ONCE = 100  # entries that are written together; halves of them where one is refused
_FILE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.yml")


def add(data_dir: Path, entry: Entry) -> None:
    """Add an entry to its topic's file, which is made where there is none. Its id must be free.

    `entry.file`'s name says the file; where it is empty, `entry.topic` does. Raises ContentError, and leaves
    all as it is, where the id is taken or the result would have errors.
    """
    entry = _fit(entry)
    if taken_by := _file_of(data_dir, entry.id):
        raise _refused(taken_by, f"The id `{entry.id}` is already taken.")
    path = _topic_path(data_dir, entry)
    put(path, added(_topic(path, entry.topic), entry))


def add_all(data_dir: Path, entries: list[Entry]) -> list[Problem]:
    """Add many entries with free ids to their topics' files; gives what was refused, the rest is there."""
    problems: list[Problem] = []
    topics: dict[str, list[Entry]] = {}
    for entry in entries:
        try:
            topics.setdefault(entry.file or entry.topic, []).append(_fit(entry))
        except ContentError as wrong:
            problems += wrong.problems
    for listed in topics.values():
        for start in range(0, len(listed), AT_ONCE):
            problems += _add_some(data_dir, listed[start : start + AT_ONCE])
    return problems


def save(data_dir: Path, entry: Entry, known_as: str = "") -> None:
    """Change the entry that has this id, or had it (`known_as`), or add it.

    It moves where `entry.file` names another file, or `entry.topic` another topic and `file` is empty; then
    what stands above it moves with it. A new id is changed in other entries' `related`, too.
    Raises ContentError, and leaves all as it is, where the result would have errors.
    """
    entry, was = _fit(entry), known_as or entry.id
    here = _file_of(data_dir, was)
    if here is None:
        add(data_dir, entry)
        return
    if was != entry.id and (other := _file_of(data_dir, entry.id)):
        raise _refused(other, f"The id `{entry.id}` is already taken.")
    there = _topic_path(data_dir, entry)
    if there.name == here.name:
        put(here, changed(_topic(here), was, entry))
    else:
        _move(here, there, was, entry)
    if was != entry.id:
        _follow(data_dir, was, entry.id)


def remove(data_dir: Path, file: str, entry_id: str) -> None:
    """Take an entry out of its topic's file (empty: wherever it is), with the comment right above it.

    A file that held nothing else goes, unless it is the last. Raises KeyError where there is no such entry.
    """
    path = data_dir / "faq" / _file_name(file) if file else _file_of(data_dir, entry_id)
    if path is None or not path.exists():
        raise KeyError(entry_id)
    _write_or_drop(path, without(_topic(path), entry_id))


def rename_topic(data_dir: Path, file: str, name: str) -> None:
    """Give a topic another name; its file keeps its own."""
    path = data_dir / "faq" / _file_name(file)
    if not path.exists():
        raise KeyError(file)
    put(path, _topic(path).named(name))


def topics(data_dir: Path) -> dict[str, str]:
    """Give each topic file's name with its topic's name."""
    return {path.name: _topic(path).name for path in topic_files(data_dir)}


def slug(text: str, otherwise: str = "topic") -> str:
    """Make small letters, digits and `-` of a text, for an id or a file's name."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    return (
        "-".join(re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode()))[:50].strip("-")
        or otherwise
    )


def _fit(entry: Entry) -> Entry:
    """Give an entry as it will be read: without space around its texts. ContentError for what is wrong."""
    return replace(from_json(to_json(entry)), topic=entry.topic, file=entry.file, line=entry.line)


def _add_some(data_dir: Path, entries: list[Entry]) -> list[Problem]:
    path = _topic_path(data_dir, entries[0], sum(len(str(plain(entry))) for entry in entries))
    try:
        put(path, added_all(_topic(path, entries[0].topic), entries))
    except ContentError as wrong:
        if len(entries) == 1:
            return wrong.problems
        half = len(entries) // 2  # which of them it is
        return _add_some(data_dir, entries[:half]) + _add_some(data_dir, entries[half:])
    return []


def _move(here: Path, there: Path, was: str, entry: Entry) -> None:
    block = taken(_topic(here), was)
    arrived = added(_topic(there, entry.topic), replace(entry, id=was), block)
    arrived = changed(replace(_topic(there, entry.topic), text=arrived), was, entry)
    left = without(_topic(here), was)
    put(there, arrived)  # first: a crash in between leaves the entry twice, which a check tells, and not lost
    _write_or_drop(here, left)


def _follow(data_dir: Path, was: str, now: str) -> None:
    for path in topic_files(data_dir):
        for entry in list(read_topic(path, [])):
            if was in entry.related:
                related = tuple(now if name == was else name for name in entry.related)
                put(path, changed(_topic(path), entry.id, replace(entry, related=related)))


def _file_of(data_dir: Path, entry_id: str) -> Path | None:
    for path in topic_files(data_dir):
        if any(entry.id == entry_id for entry in read_topic(path, [])):
            return path
    return None


def _topic_path(data_dir: Path, entry: Entry, room: int = 0) -> Path:
    """Say which file an entry goes to: of its topic's, one that has so many bytes of room."""
    folder = data_dir / "faq"
    if entry.file:
        return folder / _file_name(entry.file)
    for file, topic in topics(data_dir).items():
        if topic == entry.topic and (folder / file).stat().st_size + 2 * room < FILE_BYTES:
            return folder / file
    name, number = slug(entry.topic), 1
    while (path := folder / f"{name}{f'-{number}' if number > 1 else ''}.yml").exists():
        number += 1
    return path


def _file_name(file: str) -> str:
    name = Path(file).name
    if not _FILE.fullmatch(name):
        raise ValueError("A topic's file name is small letters, digits and `-`, and ends in .yml.")
    return name


def _topic(path: Path, name: str = "") -> Topic:
    return Topic.read(path) if path.exists() else Topic.new(path, name)


def _refused(path: Path, sentence: str) -> ContentError:
    return ContentError([Problem(str(path), 1, "error", sentence)])


def _write_or_drop(path: Path, text: str | None) -> None:
    if text is not None:
        put(path, text)
    elif len(topic_files(path.parent.parent)) > 1:
        path.unlink()
    else:
        put(path, Topic.new(path, _topic(path).name).text)


def put(path: Path, text: str) -> None:
    """Put a whole file in place at once: a crash leaves the old one or the new one."""
    body = text.encode("utf-8")
    before = path.read_bytes() if path.exists() else None
    if before is not None and before.startswith(b"\xef\xbb\xbf"):
        body = b"\xef\xbb\xbf" + body
    if body == before:
        return
    if len(body) > FILE_BYTES:
        raise _refused(path, f"The file would be larger than {FILE_BYTES // 1000} KB; begin another topic.")
    mode = path.stat().st_mode & 0o777 if before is not None else 0o644
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
        undo: Callable[[], None] = Path(file.name).unlink
        try:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            with contextlib.suppress(OSError):
                undo()
            raise
    Path(file.name).chmod(mode)
    Path(file.name).replace(path)
