"""Turns bytes into text: which encoding it is, and what cannot be kept of it."""

from __future__ import annotations

import codecs
import re

from content.source import UNSEEN, Source

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def text_of(source: Source, data: bytes) -> str | None:
    """Read UTF-8, UTF-16, else Western European, which is said; None, with a sentence, for no text."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "") or _without_mark(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            source.error(1, f"The file says that it is {encoding.upper()}, and is not.")
            return None
        text = data.decode("cp1252", "replace")
        source.warning(1, "The file is not UTF-8; it was read as Western European (Windows-1252).")
    if "\x00" in text:
        source.error(1, "The file is no text: it holds bytes that no text has.")
        return None
    return text


def _without_mark(data: bytes) -> str:
    """Every second byte of plain UTF-16 text is zero, on one side or the other."""
    head = data[:2_000]
    if len(head) >= 4 and head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    if len(head) >= 4 and head[0::2].count(0) > len(head) // 4:
        return "utf-16-be"
    return "utf-8"


def seen(text: str) -> str:
    """Give a text as it may stand in an entry: no invisible characters, no braces, line ends as ours."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\u00a0", " ")
    text = text.replace("{", "(").replace("}", ")")
    return "".join(char for char in text if char.isprintable() or char in UNSEEN)


def one_line(text: str) -> str:
    """Give a text on one line."""
    return re.sub(r"\s+", " ", seen(text)).strip()
