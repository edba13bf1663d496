"""What a host page pays for the chat, and what our own pages may never contain."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

LOADER, CHAT = 1_000, 25_000
"""Most bytes after gzip: before the first open, and at it."""


def weight(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_the_loader_and_the_chat_stay_light(repo: Path) -> None:
    loader = repo / "dist" / "widget.js"
    ending = re.search(r"-\w{8}\.js", loader.read_text())
    assert ending is not None, "the loader names the ending of what it fetches"
    chat, words = (repo / "dist" / "assets" / f"{name}{ending[0]}" for name in ("chat", "en"))
    assert weight(loader) <= LOADER
    assert not re.search(r"""from *["']\./|import *["']""", chat.read_text()), "nothing else is waited for"
    assert weight(chat) + weight(words) <= CHAT


def test_words_never_become_markup(repo: Path) -> None:
    sources = [path for room in ("widget", "console") for path in (repo / room).rglob("*.ts*")]
    assert sources
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|style="
    )
    found = [f"{path.name}: {line}" for path in sources for line in path.read_text().splitlines()
             if forbidden.search(line)]  # fmt: skip
    assert found == []
