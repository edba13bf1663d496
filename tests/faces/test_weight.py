"""What a host page pays for the chat, and what our own pages may never contain."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

LOADER, CHAT = 1_200, 25_000
"""Most bytes after gzip: before the first open, and at it."""


def weight(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_the_loader_and_the_chat_stay_light(repo: Path) -> None:
    loader = repo / "dist" / "widget.js"
    chat = re.search(r"/assets/chat-\w+\.js", loader.read_text())
    assert chat is not None, "the loader names the chat that it fetches"
    words = re.search(r"-\w{8}\.js", loader.read_text().replace(chat[0], ""))
    assert words is not None, "and the ending of the words"
    assert weight(loader) <= LOADER
    first = repo / "dist" / chat[0].lstrip("/")
    assert not re.search(r"""from *["']\./|import *["']""", first.read_text()), "nothing else is waited for"
    assert weight(first) + weight(repo / "dist" / "assets" / f"en{words[0]}") <= CHAT


def test_words_never_become_markup(repo: Path) -> None:
    sources = [path for room in ("widget", "console") for path in (repo / room).rglob("*.ts*")]
    assert sources
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|style="
    )
    found = [f"{path.name}: {line}" for path in sources for line in path.read_text().splitlines()
             if forbidden.search(line)]  # fmt: skip
    assert found == []
