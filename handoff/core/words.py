"""Words as search compares them, in any script: without case and accents, and in pairs of characters where a
script leaves no spaces between words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 40
"""Characters of a word that count. Longer ones are numbers, keys and mischief."""

PREFIX = 3
"""So many letters of a word find it: two would find everything."""

MOST_TERMS = 16
"""Words of one query that count."""

BEFORE, SHOWN = 60, 200
"""Characters of a snippet before its first hit, and in all."""

_DENSE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, Kana and Han: written without spaces."""

_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
)
"""What belongs to the letter before it and is no letter to Python: accents, vowel signs."""

_WORD = re.compile(rf"(?P<dense>[{_DENSE}]+)|(?:(?![{_DENSE}])[^\W_]|[{_MARKS}])+")
_ACCENTS = re.compile("[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_HANGUL = "\uac00"
"""Korean words carry their particles at the end, and are short."""

_NO_LETTERS = re.compile(r"[\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]")
"""One character may stand for a phrase; in a word there is no space and no sign."""

_ALIKE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


@dataclass(frozen=True, slots=True)
class Term:
    """One word that must be there; ``begins``: any word that begins so will do."""

    word: str
    begins: bool

    def fits(self, word: str) -> bool:
        return word.startswith(self.word) if self.begins else word == self.word


NOTHING = Term("\ue002", False)
"""Asks for what no text holds: of a query of nothing but signs."""


def folded(text: str) -> str:
    """Without case and accents: ``Žižek`` and ``zizek`` are one word."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_ALIKE))
    together = unicodedata.normalize("NFKC", _ACCENTS.sub("", apart)).casefold()
    return _NO_LETTERS.sub("", together)


def words(text: str) -> list[str]:
    """Every word of a text as it is kept, in its order."""
    return [word for word, _, _ in _placed(text)]


def terms(query: str) -> tuple[Term, ...]:
    """What a query asks for, each once. Nothing in it is an operator: quotes and signs only part words."""
    found: dict[Term, None] = {}
    for match in _WORD.finditer(query):
        for term in _terms_of(match):
            found[term] = None
            if len(found) == MOST_TERMS:
                return tuple(found)
    return tuple(found)


def snippet(text: str, wanted: tuple[Term, ...]) -> tuple[tuple[str, bool], ...]:
    """The part of the text around the first hit, in pieces; True: a hit. Without a hit, its beginning."""
    hits = _joined([(a, b) for word, a, b in _placed(text) if any(term.fits(word) for term in wanted)])
    begin = max(0, (hits[0][0] if hits else 0) - BEFORE)
    if begin:  # at a word, if one begins soon
        space = text.find(" ", begin, hits[0][0])
        begin = space + 1 if space >= 0 else begin
    end = min(len(text), begin + SHOWN)
    pieces: list[tuple[str, bool]] = [("…", False)] if begin else []
    at = begin
    for a, b in hits:
        if b > end:
            break
        pieces += [(text[at:a], False), (text[a:b], True)]
        at = b
    pieces.append((text[at:end] + ("…" if end < len(text) else ""), False))
    return tuple((piece, hit) for piece, hit in pieces if piece)


def _placed(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word and where it stands. A dense run gives every pair of neighbours and its last character, so
    that one character is found as the beginning of a pair, and the last one too."""
    for match in _WORD.finditer(text):
        if match["dense"] is None:
            if word := folded(match[0])[:LONGEST]:
                yield word, *match.span()
            continue
        run, start = match[0], match.start()
        for at in range(len(run)):
            if pair := folded(run[at : at + 2]):
                yield pair, start + at, min(start + at + 2, match.end())


def _terms_of(match: re.Match[str]) -> Iterator[Term]:
    run = match[0]
    if match["dense"] is None:
        if word := folded(run)[:LONGEST]:
            yield Term(word, len(word) >= PREFIX or word >= _HANGUL)
    elif len(run) == 1:
        yield Term(folded(run), True)
    else:
        yield from (Term(folded(run[at : at + 2]), False) for at in range(len(run) - 1))


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Hits that touch or overlap are one."""
    found: list[tuple[int, int]] = []
    for a, b in spans:
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(b, found[-1][1]))
        else:
            found.append((a, b))
    return found
