"""Reads our own archive: topic files in a folder faq/, and nothing else. Nothing is unpacked to disk."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from dataclasses import replace
from pathlib import PurePosixPath

from content.entries import read_entries
from content.shape import Entry
from content.source import FILE_BYTES, Problem, Source

FILES_MOST = 500
TOTAL_MOST = 50_000_000  # bytes, unpacked
_TOPIC = re.compile(r"(?:[\w. -]+/)?(?:faq/)?[a-z0-9]+(?:-[a-z0-9]+)*\.yml")
_OTHERS = ("talk.yml", "rules.yml")


def looks_like_zip(data: bytes) -> bool:
    """Say whether it is an archive, whatever its name."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def from_zip(source: Source, data: bytes) -> list[Entry]:
    """Read entries of every topic file in an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > FILES_MOST:
                source.error(1, f"The archive holds {len(members):,} files; at most {FILES_MOST} are read.")
                return []
            return _members(source, archive, members)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as wrong:
        source.error(1, f"The archive cannot be read: {wrong}.")
        return []


def _members(source: Source, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> list[Entry]:
    found: list[Entry] = []
    total = 0
    for member in members:
        if member.is_dir():
            continue
        if sentence := _refusal(member):
            source.error(1, f"`{_shown(member)}` {sentence}")
        elif PurePosixPath(member.filename).name in _OTHERS:
            source.warning(1, f"`{_shown(member)}` was not read: small talk and rules are not imported.")
        elif (body := _body(source, archive, member)) is not None:
            total += len(body)
            if total > TOTAL_MOST:
                source.error(1, f"Unpacked the archive is larger than {TOTAL_MOST // 1_000_000} MB.")
                return []
            found += _topic(source, member, body)
    return found


def _refusal(member: zipfile.ZipInfo) -> str:
    name = member.filename
    if name.startswith("/") or ".." in name.split("/") or "\\" in name or ":" in name:
        return "was refused: its name leads out of the archive."
    if stat.S_ISLNK(member.external_attr >> 16):
        return "was refused: it is a link to another file."
    if member.flag_bits & 1:
        return "was refused: it is encrypted."
    if PurePosixPath(name).name not in _OTHERS and not _TOPIC.fullmatch(name):
        return "was refused: only topic files, faq/….yml, are read."
    return "was refused: it is larger than 1 MB." if member.file_size > FILE_BYTES else ""


def _body(source: Source, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
    try:
        with archive.open(member) as file:
            body = file.read(FILE_BYTES + 1)  # whatever its header says
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError):
        source.error(1, f"`{_shown(member)}` is broken.")
        return None
    if len(body) > FILE_BYTES:
        source.error(1, f"`{_shown(member)}` was refused: it is larger than 1 MB.")
        return None
    return body


def _topic(source: Source, member: zipfile.ZipInfo, body: bytes) -> list[Entry]:
    below: list[Problem] = []
    inner = Source(PurePosixPath(member.filename).name, below)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        inner.error(1, "The file is not UTF-8 text.")
        text = ""
    node = inner.parse(text) if text else None
    entries = list(read_entries(inner, node)) if node is not None else []
    lines = sorted(entry.line for entry in entries)
    wrong = {
        max((line for line in lines if line <= one.line), default=0) for one in below if one.level == "error"
    }
    source.problems += [replace(one, file=f"{source.file}: {one.file}") for one in below]
    return [entry for entry in entries if entry.line not in wrong]


def _shown(member: zipfile.ZipInfo) -> str:
    return "".join(char if char.isprintable() else "?" for char in member.filename[:100])
