"""Numbers that must not be kept: cards and bank accounts are masked before anything is stored."""

from __future__ import annotations

import re
from collections.abc import Callable

from stdnum import iban, luhn

# Greedy on purpose: what follows a number (a card's expiry, the next word) may look like more of it, so
# shorter and later readings are tried too.
_DIGIT = re.compile(r"\d")
_CARD = re.compile(r"(?<![\d.,])\d(?:[ -]?\d){12,18}")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}")

SHORTEST = 13
"""Digits of the shortest card number; a text with fewer holds none."""


def masked(text: str) -> str:
    """``text`` with card numbers and bank accounts reduced to their last four characters."""
    if len(text) < SHORTEST or not _DIGIT.search(text):
        return text
    return _without(_CARD, luhn.is_valid, _without(_IBAN, iban.is_valid, text))


def _without(pattern: re.Pattern[str], valid: Callable[[str], bool], text: str) -> str:
    kept, done, at = [], 0, 0
    while (found := pattern.search(text, at)) is not None:
        end = _end_of_number(found, valid)
        if end is None:
            at = found.start() + 1
            continue
        kept += [text[done : found.start()], f"•••• {_compact(text[found.start() : end])[-4:]}"]
        done = at = end
    return "".join(kept) + text[done:]


def _end_of_number(found: re.Match[str], valid: Callable[[str], bool]) -> int | None:
    """Where the longest valid number from this start ends, at the end of a word."""
    for end in range(found.end(), found.start() + SHORTEST - 1, -1):
        if found.string[end - 1].isalnum() and not found.string[end : end + 1].isalnum():
            compact = _compact(found.string[found.start() : end])
            if len(compact) >= SHORTEST and valid(compact):
                return end
    return None


def _compact(number: str) -> str:
    return number.replace(" ", "").replace("-", "")
