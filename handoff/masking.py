"""Numbers that must not be kept: cards and bank accounts are masked before anything is stored."""

from __future__ import annotations

import re

from stdnum import iban, luhn

_CARD = re.compile(r"(?<![\d.,-])\d(?:[ -]?\d){12,18}(?![\d])")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])")

SHORTEST = 13
"""Digits of the shortest card number; a text with fewer holds none."""


def masked(text: str) -> str:
    """``text`` with card numbers and bank accounts reduced to their last four characters."""
    if len(text) < SHORTEST or not any(c.isdigit() for c in text):
        return text
    text = _CARD.sub(lambda found: _if(luhn.is_valid, found), text)
    return _IBAN.sub(lambda found: _if(iban.is_valid, found), text)


def _if(valid: object, found: re.Match[str]) -> str:
    compact = re.sub(r"[ -]", "", found.group())
    assert callable(valid)
    return f"•••• {compact[-4:]}" if valid(compact) else found.group()
