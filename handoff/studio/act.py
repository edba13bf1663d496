"""One act on the files: everything it changes is in place afterwards, or nothing is."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from content.edit import remove, rename_topic, save
from content.entries import Entry, topic_files
from handoff.adapters.edits import FILE, Edit
from handoff.core.errors import Unavailable
from handoff.studio.entry_wire import told


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Only one process at a time changes the files of a folder; others wait."""
    place = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        os.close(place)


def mark_of(path: Path) -> str | None:
    """The hash of a file; None: there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None


class Act:
    """Changes of entries, kept in order with what stood before. Leaving it with an error puts all back."""

    def __init__(self, data: Path, place: str) -> None:
        self._data = data
        self._place = place
        self._edits: list[Edit] = []
        self._kept: dict[str, Path] = {}
        self._sources: dict[str, str] = {}

    def __enter__(self) -> Self:
        for left in (self._data / "faq").glob(".*.yml.before"):  # by a process that was killed
            left.unlink(missing_ok=True)
        return self

    def __exit__(self, _kind: object, wrong: BaseException | None, _trace: object) -> None:
        for name, source in self._sources.items():
            if wrong is not None:
                self._put_back(name, source)
        for kept in self._kept.values():
            kept.unlink(missing_ok=True)  # still there where both names are of one file: it did not change
        if isinstance(wrong, OSError):
            raise Unavailable(failure(wrong)) from wrong

    def save(self, before: Entry | None, after: Entry, kind: str) -> None:
        """Change an entry, wherever it stands, or add it; a new topic gets a file."""
        if before is not None:
            self.touch(before.file)
        self.touch(after.file)
        save(self._data, after)
        self._note(kind, after.file, before, after)

    def rename(self, before: Entry, after: Entry, others: Sequence[tuple[Entry, Entry]]) -> None:
        """Another id, also in ``others``, which name it: as they are and will be. Both ids have a history."""
        for one in (before, *(other for other, _ in others)):
            self.touch(one.file)
        save(self._data, after, known_as=before.id)
        self._note("renamed", before.file, before, None)
        self._note("renamed", before.file, None, after)
        for was, now in others:
            self._note("changed", was.file, was, now)

    def remove(self, before: Entry, kind: str = "deleted") -> None:
        self.touch(before.file)
        remove(self._data, before.file, before.id)
        self._note(kind, before.file, before, None)

    def rename_topic(self, before: Entry, after: Entry) -> None:
        """Another name for the topic of all in its file; the history of this one of them tells of it."""
        self.touch(before.file)
        rename_topic(self._data, before.file, after.topic)
        self._note("topic", before.file, before, after)

    def restore(self, name: str, source: str) -> None:
        """Put a file back as it was; one that was not there goes."""
        self.touch(name)
        path = self._path(name)
        if source:
            write(path, source)
        else:
            path.unlink(missing_ok=True)

    def note(self, edit: Edit) -> None:
        self._edits.append(edit)

    @contextlib.contextmanager
    def everything(self) -> Iterator[None]:
        """Around work that writes what it likes: no topic file of before is lost, none of its own stays if it
        fails."""
        for path in topic_files(self._data):  # the work may copy the folder: no second names in it
            self._sources.setdefault(path.name, path.read_bytes().decode())
        try:
            yield
        finally:
            for path in topic_files(self._data):
                self._sources.setdefault(path.name, "")

    def compare(self, before: Mapping[str, Entry], after: Mapping[str, Entry], kind: str) -> None:
        """Note every entry that such work left otherwise than it was."""
        for id in {**before, **after}:
            was, now = before.get(id), after.get(id)
            if (told(was) if was else None) != (told(now) if now else None):
                file = (now or before[id]).file
                self._note(kind if now else "deleted", file, was, now)

    def touch(self, file: str) -> None:
        """Keep the file as it stands. A second name for it costs no room, even on a full disk."""
        name = Path(file).name
        if name in self._sources:
            return
        path, kept = self._path(name), self._data / "faq" / f".{name}.before"
        self._sources[name] = path.read_bytes().decode() if path.exists() else ""
        kept.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # none, or a file system without second names
            kept.hardlink_to(path)
            self._kept[name] = kept

    def _put_back(self, name: str, source: str) -> None:
        path = self._path(name)
        if name in self._kept:
            self._kept[name].replace(path)
        elif not source:
            path.unlink(missing_ok=True)
        elif not self._stands(name, source):
            write(path, source)

    def _path(self, file: str) -> Path:
        return self._data / "faq" / Path(file).name

    def _note(self, kind: str, file: str, before: Entry | None, after: Entry | None) -> None:
        entry = after or before
        assert entry is not None
        name = Path(file).name
        self._edits.append(
            Edit(entry.id, kind, name, told(before) if before else None, told(after) if after else None)
        )

    def _stands(self, name: str, source: str) -> bool:
        path = self._path(name)
        return path.read_bytes().decode() == source if path.exists() else not source

    @property
    def done(self) -> list[Edit]:
        """What is to be remembered. The first of a file carries what stood there, all how it stands now."""
        marks = {name: mark_of(self._path(name)) for name in self._sources}
        unsaid = {name: text for name, text in self._sources.items() if not self._stands(name, text)}
        found = []
        for edit in self._edits:
            source = unsaid.pop(edit.file, None)
            found.append(replace(edit, source=source, mark=marks.get(edit.file), place=self._place))
        if found:  # files that only lost an entry, which is noted elsewhere
            bare = replace(found[0], kind=FILE, before=None, after=None)
            found += [replace(bare, file=name, source=unsaid[name], mark=marks[name]) for name in unsaid]
        return found


def write(path: Path, text: str) -> None:
    """At once: whoever reads meanwhile reads the old file or the new one."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        with fresh.open("wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def failure(wrong: OSError) -> str:
    """What the machine said, with what is safe."""
    if wrong.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk with the content is full. Nothing was changed, and what you wrote is still here."
    if wrong.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "The folder with the content can't be written. Nothing was changed."
    return f"The files could not be written ({wrong.strerror}). Nothing was changed."
