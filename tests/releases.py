"""A small shop's content and models for tests: files as training leaves them, without training."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from content.fingerprint import fingerprint

THINGS = ("it", "this", "shoes", "books", "pens", "cups", "hats", "gloves")
SHOP = Path(__file__).parent.parent / "data"


def write(data: Path, *, answer: str = "Thirty days.", **more: str) -> None:
    """One topic with one entry, `returns`; ``more``: the other lines of it."""
    (data / "faq").mkdir(parents=True, exist_ok=True)
    lines = [
        "topic: Returns",
        "entries:",
        "  - id: returns",
        "    title: How long can I return it?",
        "    url: https://shop.example/returns",
        "    phrasings:",
        *(
            f"      - how long can I return {thing}"
            for thing in ["it", "this", "shoes", "books", "pens", "cups", "hats", "gloves"]
        ),
        f"    answer: {answer}",
        *(f"    {name}: {value}" for name, value in more.items()),
    ]
    (data / "faq" / "returns.yml").write_text("\n".join(lines) + "\n")
    for name in ("talk.yml", "rules.yml"):
        shutil.copy(SHOP / name, data / name)


def train(models: Path, data: Path, name: str, body: bytes | None = None) -> Path:
    """Stands in for a training: a file that fits the content as it is, and its card."""
    models.mkdir(parents=True, exist_ok=True)
    archive = models / f"{name}.tar.gz"
    archive.write_bytes(body if body is not None else name.encode() * 1000)
    card = {
        "name": name,
        "fingerprint": fingerprint(data),
        "sha256": hashlib.sha256(archive.read_bytes()).hexdigest(),
        "scores": {"coverage": 0.8},
        "entries": 1,
    }
    (models / f"{name}.json").write_text(json.dumps(card))
    return archive
