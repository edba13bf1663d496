"""Finds what belongs to somebody and should not be taught: cards, accounts, addresses, phones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum import iban, luhn

# Greedy on purpose: what follows a number (a card's expiry, the next word) may look like more of it, so
# shorter and later readings are tried too.
_DIGIT = re.compile(r"\d")
_CARD = re.compile(r"(?<![\d.,])\d(?:[ -]?\d){12,18}")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}")
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}")
_PHONE = re.compile(r"\+\s?\d")
_LONG = re.compile(r"(?<![\w.,])\d(?:[ -]?\d){6,}(?!\w)")
_ISSUED = re.compile(
    r"3[47]|3[068]|4|5[0-8]|2[2-7]|6"
)  # what card numbers begin with; a barcode may pass luhn

SHORTEST = 13
"""Digits of the shortest card number; a text with fewer holds none."""


@dataclass(frozen=True)
class Finding:
    """What was found from `start` to `end`: `kind` is card, account, e-mail, phone or number."""

    kind: str
    start: int
    end: int
    text: str


def findings(text: str) -> list[Finding]:
    """Give all that may belong to somebody, in the text's order, nothing twice."""
    found: list[Finding] = []
    for one in (*numbers(text), *_emails(text), *_phones(text), *_long_numbers(text)):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def without(text: str) -> str:
    """Give the text with `…` in the place of all that may belong to somebody."""
    for one in reversed(findings(text)):
        text = f"{text[: one.start]}…{text[one.end :]}"
    return text


def numbers(text: str) -> Iterator[Finding]:
    """Find card numbers and bank accounts, which must never be kept."""
    if len(text) < SHORTEST or not _DIGIT.search(text):
        return
    accounts = list(_found("account", _IBAN, iban.is_valid, text))
    yield from accounts
    for one in accounts:  # a card is not looked for within, nor across
        text = text[: one.start] + "•" * (one.end - one.start) + text[one.end :]
    yield from _found("card", _CARD, luhn.is_valid, text)


def issued(card: Finding) -> bool:
    """Say whether a number begins as cards' numbers do."""
    return _ISSUED.match(compact(card.text)) is not None


def compact(number: str) -> str:
    """Give a number without the spaces and hyphens that people put into it."""
    return number.replace(" ", "").replace("-", "")


def _found(kind: str, pattern: re.Pattern[str], valid: Callable[[str], bool], text: str) -> Iterator[Finding]:
    at = 0
    while (found := pattern.search(text, at)) is not None:
        end = _end_of_number(found, valid)
        if end is None:
            at = found.start() + 1
            continue
        yield Finding(kind, found.start(), end, text[found.start() : end])
        at = end


def _end_of_number(found: re.Match[str], valid: Callable[[str], bool]) -> int | None:
    """Where the longest valid number from this start ends, at the end of a word."""
    for end in range(found.end(), found.start() + SHORTEST - 1, -1):
        if found.string[end - 1].isalnum() and not found.string[end : end + 1].isalnum():
            short = compact(found.string[found.start() : end])
            if len(short) >= SHORTEST and valid(short):
                return end
    return None


def _emails(text: str) -> Iterator[Finding]:
    if "@" in text:
        for found in _EMAIL.finditer(text):
            yield Finding("e-mail", found.start(), found.end(), found.group())


def _phones(text: str) -> Iterator[Finding]:
    if not _PHONE.search(text):
        return
    import phonenumbers  # tables of the whole world, which most content does without

    for match in phonenumbers.PhoneNumberMatcher(text, None):
        yield Finding("phone", match.start, match.end, match.raw_string)


def _long_numbers(text: str) -> Iterator[Finding]:
    for found in _LONG.finditer(text):
        yield Finding("number", found.start(), found.end(), found.group())
