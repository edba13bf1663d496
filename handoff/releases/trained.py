"""Models that were trained: a file, and beside it a card that says what it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handoff.core.errors import BadRequest, NotFound

ENDING = ".tar.gz"


@dataclass(frozen=True, slots=True)
class Trained:
    """``content`` is the file that holds what it was trained from, where training kept it."""

    name: str
    file: Path
    fingerprint: str
    sha256: str
    scores: Mapping[str, Any] | None
    entries: int | None

    @property
    def content(self) -> Path:
        return self.file.with_name(f"{self.name}.content.json")


def candidates(models: Path) -> Iterator[Trained]:
    """Every trained model of a folder, the newest first. Nothing of them is read but their cards."""
    for _, path in sorted(_stamped(models), reverse=True):
        try:
            card = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        found = _read(path, card) if isinstance(card, dict) else None
        if found is not None and found.file.is_file():
            yield found


def trained(models: Path, name: str | None) -> Trained:
    """A trained model by name, or the newest; whole."""
    wanted = name.removesuffix(ENDING) if name else None
    for one in candidates(models):
        if wanted in (None, one.name):
            return whole(one)
    called = f" called {name}" if name else ""
    raise NotFound(f"There is no trained model{called}. Train one: handrail train.")


def fitting(models: Path, fingerprint: str) -> Trained | None:
    """The newest whole model for this content."""
    return next((one for one in candidates(models) if one.fingerprint == fingerprint and is_whole(one)), None)


def newest_whole(models: Path) -> Trained | None:
    """What can be served where nothing else can."""
    return next((one for one in candidates(models) if is_whole(one)), None)


def whole(one: Trained) -> Trained:
    """Refuse a file that is not the one that was trained."""
    if not is_whole(one):
        raise BadRequest(f"{one.file} is damaged. Train again: handrail train. The live model goes on.")
    return one


def is_whole(one: Trained) -> bool:
    return hash_of(one.file) == one.sha256


def hash_of(file: Path) -> str | None:
    """SHA-256 of a file; None where it can't be read."""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return None


def _stamped(models: Path) -> Iterator[tuple[int, Path]]:
    for path in models.glob("*.json"):
        if not path.name.endswith(".content.json"):
            try:
                yield path.stat().st_mtime_ns, path
            except OSError:
                continue


def _read(path: Path, card: dict[str, Any]) -> Trained | None:
    name, mark, sha256 = card.get("name"), card.get("fingerprint"), card.get("sha256")
    if not (isinstance(name, str) and isinstance(mark, str) and isinstance(sha256, str)):
        return None
    if Path(name).name != name:
        return None
    scores, entries = card.get("scores"), card.get("entries")
    return Trained(
        name,
        path.with_name(name + ENDING),
        mark,
        sha256,
        scores if isinstance(scores, dict) else None,
        entries if isinstance(entries, int) else None,
    )
